"""Whom the leaders see by name: those whose report is still owed when the reminder plan's stage for them has come."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from plans.calendars import working_calendar
from plans.models import ReportingPeriod
from reports.default_stages import DEFAULT_STAGES
from reports.enums import Audience
from reports.models import ReminderPlan, ReminderStage
from reports.reminders import DAY, Timing, day_of

MARGIN = 30 * DAY


@dataclass(frozen=True)
class _Stage:
    days: int
    unit: str


def with_leader_stage(periods: Any) -> Any:
    """The periods with what `escalated` reads of their plans' first stage for the leaders, in the same query."""
    stages = ReminderStage.objects.filter(
        reminder_plan__plan=OuterRef("plan"), reminder_plan__is_active=True, audience=Audience.LEADERS, is_active=True
    ).order_by("days", "pk")
    return periods.annotate(
        leader_days=Subquery(stages.values("days")[:1]),
        leader_unit=Subquery(stages.values("unit")[:1]),
        has_reminder_plan=Exists(ReminderPlan.objects.filter(plan=OuterRef("plan"))),
    )


def escalated(period: ReportingPeriod, last_days: Mapping[int, dt.date], today: dt.date) -> set[int]:
    """Of the overdue reports (id → last on-time day) those that have reached the leaders' stage: one query at most.

    Nobody when the plan's reminders are switched off or have no such stage. `period` comes from `with_leader_stage`.
    """
    stage = _stage_of(period)
    if stage is None or not last_days:
        return set()
    calendar = working_calendar(min(last_days.values()) - MARGIN, today + MARGIN)
    return {pk for pk, last_day in last_days.items() if day_of(stage, last_day, calendar) <= today}


def _stage_of(period: Any) -> Timing | None:
    """The plan's stage; the default one while nobody has asked for its reminder plan."""
    if period.leader_days is not None:
        return _Stage(period.leader_days, period.leader_unit)
    if period.has_reminder_plan:
        return None
    return next((row for row in DEFAULT_STAGES if row.audience == Audience.LEADERS), None)

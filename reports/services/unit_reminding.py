"""Reminding units that have not registered a plan of their own, by hand, at most once a day each."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from plans.deadlines import local_day
from plans.models import Plan, ReportingPeriod, UnitPlan
from plans.unit_plan_access import may_register
from reports.enums import NotificationKind, NotificationStatus
from reports.messages import compose_about_period
from reports.models import Notification
from reports.queries.recipients import Recipient, reporters_of
from reports.services.contacting import first_status
from reports.services.notifying import DELIVER_NOTIFICATIONS
from reports.services.recording import CLOSED, NOBODY, TODAY
from reports.services.scheduling import schedules_of
from schools.models import Organisation
from schools.queue import enqueue

KIND = NotificationKind.UNIT_PLAN


@dataclass
class UnitReminding:
    """Which units are reminded, and which are not, by reason."""

    reminded: list[Organisation] = field(default_factory=list)
    skipped: dict[str, list[Organisation]] = field(default_factory=lambda: defaultdict(list))


def preview_units(*, plan: Plan) -> UnitReminding:
    """What `remind_units` would do at this moment; nothing is written."""
    return _sort_out(plan, local_day(timezone.now()))[0]


@transaction.atomic
def remind_units(*, plan: Plan) -> UnitReminding:
    """Ask every unit without a plan of its own to register it: in the portal at once, by mail within the hours of the
    plan's reminder plan.

    The messages hang on the plan's first period, so that the ledger of the plan shows them. Who may ask for it is asked
    by the view.
    """
    moment = timezone.now()
    day = local_day(moment)
    # The lock: two people who press at once remind each unit once.
    later = schedules_of([plan], day, lock=True).next_time(plan.pk, moment)
    outcome, people = _sort_out(plan, day)
    if not outcome.reminded:
        return outcome
    period = _first_period(plan)
    rows = [
        row
        for unit in outcome.reminded
        for row in _rows(plan, unit, people[unit.pk], period, moment, later if later > moment else None)
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    enqueue(DELIVER_NOTIFICATIONS)
    return outcome


def _sort_out(plan: Plan, day: dt.date) -> tuple[UnitReminding, dict[int, list[Recipient]]]:
    own = UnitPlan.objects.filter(plan=plan, organisation=OuterRef("pk"))
    units = Organisation.objects.filter(~Exists(own), reporting_duties__plan=plan).order_by("sort_key", "pk")
    found = reporters_of(set(units.values_list("pk", flat=True)), day)
    stages = Notification.objects.filter(kind=KIND, period__plan=plan).exclude(status=NotificationStatus.CANCELLED)
    known = set(stages.values_list("stage", flat=True))
    outcome, people = UnitReminding(), {}
    for unit in units:
        recipients = list(found.get(unit.pk, {}).values())
        if not may_register(plan):
            outcome.skipped[CLOSED].append(unit)
        elif _stage(plan, unit, day) in known:
            outcome.skipped[TODAY].append(unit)
        elif not recipients:
            outcome.skipped[NOBODY].append(unit)
        else:
            outcome.reminded.append(unit)
            people[unit.pk] = recipients
    return outcome, people


def _stage(plan: Plan, unit: Organisation, day: dt.date) -> str:
    return f"plan {plan.pk} unit {unit.pk} {day:%Y%m%d}"


def _first_period(plan: Plan) -> ReportingPeriod:
    """A plan in force has one: that is checked before it is issued."""
    periods = ReportingPeriod.objects.filter(plan=plan).select_related("plan__receiver", "plan__issuer")
    return periods.prefetch_related("plan__receiver__profiles").earliest("position")


def _rows(
    plan: Plan,
    unit: Organisation,
    people: list[Recipient],
    period: ReportingPeriod,
    moment: dt.datetime,
    not_before: dt.datetime | None,
) -> list[Notification]:
    day, link_path = local_day(moment), f"{reverse('plan_own', args=[plan.pk])}?unit={unit.pk}"
    message = compose_about_period(KIND, period, today=day, addressee=unit.name, link_path=link_path, unit=unit)
    rows: list[Any] = []
    for person in people:
        status = first_status(KIND, person)
        rows.append(
            Notification(
                kind=KIND,
                stage=_stage(plan, unit, day),
                period=period,
                recipient=person.user,
                subject=message.subject,
                body=message.body,
                link_path=link_path,
                status=status,
                not_before=not_before if status == NotificationStatus.PENDING else None,
                created_at=moment,
            )
        )
    return rows

"""What a run of the reminders needs to know about each plan, read at once for all of them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Prefetch

from plans.calendars import working_calendar
from plans.models import Plan
from plans.working_days import WorkingCalendar
from reports.models import ReminderPlan, ReminderStage
from reports.models.reminder_stage import FARTHEST
from reports.reminders import DAY, LIST_AUDIENCES, TOO_LATE, next_sending_time, reach
from reports.services.planning import reminder_plan_of

# Days around the present that any stage of any plan can name, generously.
HORIZON = 2 * FARTHEST * DAY + 3 * TOO_LATE


@dataclass(frozen=True)
class Schedule:
    """The hours and the stages in use of one plan; switched off, it has no stages."""

    reminder_plan: ReminderPlan
    stages: tuple[ReminderStage, ...]

    @property
    def school_stages(self) -> list[ReminderStage]:
        """The stages that speak to the reporting organisation itself."""
        return [stage for stage in self.stages if stage.audience not in LIST_AUDIENCES]

    @property
    def list_stages(self) -> list[ReminderStage]:
        """The stages whose audience gets one list for a period."""
        return [stage for stage in self.stages if stage.audience in LIST_AUDIENCES]


@dataclass(frozen=True)
class Schedules:
    """The schedules of several plans by the plan's id, with the calendar they all go by."""

    by_plan: dict[int, Schedule]
    calendar: WorkingCalendar

    def of(self, plan_id: int) -> Schedule:
        return self.by_plan[plan_id]

    def next_time(self, plan_id: int, moment: dt.datetime) -> dt.datetime:
        """The moment itself, or the next one at which the plan's reminders may go out."""
        return next_sending_time(moment, self.by_plan[plan_id].reminder_plan, self.calendar)

    def reach(self) -> tuple[dt.timedelta, dt.timedelta]:
        """How far before and after its last day a report can meet a stage of any of the plans."""
        return reach([stage for schedule in self.by_plan.values() for stage in schedule.stages])


def schedules_of(plans: Collection[Plan], today: dt.date, *, lock: bool = False) -> Schedules:
    """The schedules of the plans; those without one get the default. Three queries when none is new.

    With `lock` the rows stay locked until the transaction ends: whoever writes reminders of a plan does so alone, so
    that "once a day" holds between schedulers and people who remind by hand. Reports themselves are not locked.
    """
    rows = _rows(plans, lock)
    missing = [plan for plan in plans if plan.pk not in rows]
    if missing:
        for plan in missing:
            reminder_plan_of(plan)
        rows = _rows(plans, lock)
    return Schedules(
        {pk: Schedule(row, tuple(row.stages.all()) if row.is_active else ()) for pk, row in rows.items()},
        calendar_around(today),
    )


def calendar_around(today: dt.date) -> WorkingCalendar:
    """The working calendar for everything a stage can reach from the day."""
    return working_calendar(today - HORIZON, today + HORIZON)


def _rows(plans: Collection[Plan], lock: bool) -> dict[int, ReminderPlan]:
    rows = ReminderPlan.objects.filter(plan__in=[plan.pk for plan in plans]).order_by("pk")
    if lock:
        rows = rows.select_for_update()
    in_use = ReminderStage.objects.filter(is_active=True).order_by("days", "pk")
    return {row.plan_id: row for row in rows.prefetch_related(Prefetch("stages", in_use))}

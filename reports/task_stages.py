"""When the unit that leads a task is reminded of it; the hours and days are those of the plan's own reminder plan.

The distances are data like the stages a report's reminder plan begins with (`reports.default_stages`). One who does not
answer is reminded every week until the task is done.
"""

import datetime as dt
from dataclasses import dataclass

from reports.enums import Audience, DayUnit, NotificationKind
from reports.reminders import DAY, stage_code

TASK_REMINDERS = (NotificationKind.TASK_DUE, NotificationKind.TASK_OVERDUE)


@dataclass(frozen=True)
class TaskStage:
    """`days` counts from the due date: −7 before it, 1 after it."""

    days: int
    unit: DayUnit = DayUnit.CALENDAR

    @property
    def code(self) -> str:
        """How the stage stands in the ledger: `T-7w`, `T+1`."""
        return stage_code(self.days, self.unit, Audience.SCHOOL)


TASK_STAGES = (
    TaskStage(-7, DayUnit.WORKING),
    TaskStage(-1, DayUnit.WORKING),
    TaskStage(1),
    TaskStage(7),
)
AGAIN_AFTER = 7  # days after the last stage, and so on
# Seven working days around the Lunar New Year.
LONGEST_BEFORE = 28 * DAY


def stages_until(today: dt.date, due_on: dt.date) -> list[TaskStage]:
    """The stages of a task, with the weekly ones up to the day."""
    last = TASK_STAGES[-1].days
    late = (today - due_on).days
    return [*TASK_STAGES, *(TaskStage(days) for days in range(last + AGAIN_AFTER, late + 1, AGAIN_AFTER))]


def task_key(code: str, due_on: dt.date) -> str:
    """What makes a reminder unique for one task and person: `T+7 2018-06-30`. A new due date starts a new round."""
    return f"{code} {due_on.isoformat()}"

"""Works with what a list says of them: where they lie, whether they are late and why, what they sum up to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from facilities.enums import WorkState
from facilities.lateness import Cause, Reason, late_reasons
from facilities.models import Photo, Work, WorkFunding, WorkUpdate
from facilities.queries.places import Place, places_on
from plans.models import Plan

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A work as it stands on a day. `percent` and `state` are those of the day, which may lie in the past."""

    work: Work
    place: Place | None
    percent: int
    state: WorkState
    reasons: tuple[Reason, ...]

    @property
    def is_late(self) -> bool:
        return bool(self.reasons)

    @property
    def days_late(self) -> int:
        """Days since it was to be finished or begun; 0 for a work that is late for another reason, or not at all."""
        days = (reason.amount for reason in self.reasons if reason.cause in (Cause.OVERDUE, Cause.NOT_BEGUN))
        return next(days, 0)

    @property
    def late_text(self) -> str:
        """Why it is late, in words; "" when it is not."""
        return "; ".join(reason.text for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class WorkSums:
    """What a list of works comes to. `unvalued` works have no value yet and add nothing to `value_million`."""

    works: int
    finished: int
    late: int
    rooms: int
    value_million: Decimal
    unvalued: int


def lines_today(works: QuerySet[Work], today: dt.date) -> list[WorkLine]:
    """The works with their places and lateness: two queries."""
    rows = list(works.select_related("school__organisation"))
    places = places_on(today, {work.school_id for work in rows}) if rows else {}
    return [_line(work, places.get(work.school_id), work.percent, work.state, today) for work in rows]


def lines_on(plan: Plan, day: dt.date) -> list[WorkLine]:
    """The works of a plan as they stood at the end of a day, by what was told until then: three queries.

    A work whose first line of progress came later stood at nothing on that day; one of which nobody ever told anything
    stands as it was entered.
    """
    told = WorkUpdate.objects.filter(work__plan=plan).order_by("seen_on", "pk")
    by_work: dict[int, list[WorkUpdate]] = {}
    for update in told:
        by_work.setdefault(update.work_id, []).append(update)
    rows = list(plan.works.select_related("school__organisation"))
    places = places_on(day, {work.school_id for work in rows}) if rows else {}
    lines = []
    for work in rows:
        updates = by_work.get(work.pk, [])
        latest = next((row for row in reversed(updates) if row.seen_on <= day), None)
        percent, state = (latest.percent, latest.state) if latest else (0, WorkState.PLANNED.value)
        if not updates:
            percent, state = work.percent, work.state
        lines.append(_line(work, places.get(work.school_id), percent, state, day))
    return lines


def sums_of(lines: Iterable[WorkLine]) -> WorkSums:
    """Amounts are added here and not by the database: SQLite adds decimals as floating point numbers."""
    rows = list(lines)
    values = [row.work.value_million for row in rows]
    return WorkSums(
        works=len(rows),
        finished=sum(row.state == WorkState.FINISHED for row in rows),
        late=sum(row.is_late for row in rows),
        rooms=sum(row.work.rooms for row in rows),
        value_million=sum((value for value in values if value is not None), ZERO),
        unvalued=sum(value is None for value in values),
    )


def with_history(works: QuerySet[Work]) -> QuerySet[Work]:
    """With sources, updates and their photos, latest first: three queries more."""
    photos = Photo.objects.order_by("created_at", "pk")
    updates = WorkUpdate.objects.select_related("by").prefetch_related(Prefetch("photos", photos))
    return works.select_related("school__organisation", "plan", "programme").prefetch_related(
        Prefetch("funding", WorkFunding.objects.select_related("source").order_by("source__position", "pk")),
        Prefetch("updates", updates.order_by("-seen_on", "-pk")),
    )


def line_of(work: Work, today: dt.date) -> WorkLine:
    """One work as it stands, without its place."""
    return _line(work, None, work.percent, work.state, today)


def _line(work: Work, place: Place | None, percent: int, state: str, day: dt.date) -> WorkLine:
    reasons = late_reasons(
        state=state, percent=percent, planned_start=work.planned_start, planned_end=work.planned_end, today=day
    )
    return WorkLine(work, place, percent, WorkState(state), reasons)

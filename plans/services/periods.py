"""Saving the reporting periods of a plan, as one part of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import ProtectedError

from plans.models import Plan, ReportingPeriod
from plans.services.errors import Conflict

PERIOD_VALUES = (
    "label",
    "data_from",
    "data_to",
    "school_year",
    "opens_on",
    "deadline_on",
    "deadline_rule",
    "deadline_text",
    "forward_on",
    "closes_on",
    "is_illustrative",
)
FREE = 10_000  # positions no plan reaches, used while rows change places


@dataclass(frozen=True)
class PeriodRow:
    """A period as a person wants it: the values of `PERIOD_VALUES`, and the id of the stored one, None when new."""

    pk: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    is_removed: bool = False


def period_rows(plan: Plan) -> Iterable[Any]:
    """All of the part, for its digest."""
    return plan.periods.order_by("position")


def write_periods(*, plan: Plan, rows: Sequence[PeriodRow]) -> None:
    """Bring the plan's periods in line with the rows, in the order of their deadlines; periods no row speaks of stay.

    Run it by `revising.save_part`, which locks the plan and keeps the revision.

    Raises:
        Conflict: a period that is to go has reports.
    """
    stored = {period.pk: period for period in plan.periods.all()}
    for row in rows:
        if row.is_removed and row.pk in stored:
            _remove(stored.pop(row.pk))
    changed: set[int] = set()
    periods = list(stored.values())
    for row in rows:
        if row.is_removed:
            continue
        period = stored.get(row.pk or 0)
        if period is None:
            period = ReportingPeriod(plan=plan)
            periods.append(period)
        if any(getattr(period, name) != value for name, value in row.values.items()) or period.pk is None:
            changed.add(id(period))
        for name, value in row.values.items():
            setattr(period, name, value)
    _save_in_order(periods, changed)


def _remove(period: ReportingPeriod) -> None:
    try:
        period.delete()
    except ProtectedError as error:
        count = len(error.protected_objects)
        raise Conflict(f"Kỳ {period.label} đã có {count} báo cáo nên không bỏ được.") from None


def _save_in_order(periods: list[ReportingPeriod], changed: set[int]) -> None:
    """A position is unique in the plan, so whoever changes places first steps aside."""
    periods.sort(key=lambda period: (period.deadline_on, period.data_to))
    moved = [p for place, p in enumerate(periods, 1) if p.pk and p.position != place]
    for place, period in enumerate(moved, FREE):
        ReportingPeriod.objects.filter(pk=period.pk).update(position=place)
    for place, period in enumerate(periods, 1):
        if id(period) in changed or period in moved:
            period.position = place
            period.save()

"""What units wrote about indicators, period by period, with note and version: the raw rows behind a figure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from plans.enums import TimeRule
from plans.models import Indicator, ReportingPeriod
from reports import workflow
from reports.enums import SubmissionStatus, ValueState
from reports.models import IndicatorValue
from reports.queries.values import STOCK_RULES, Cell, fold_periods


class Entry(NamedTuple):
    """A row of one unit's grid in a report that was sent. `revision` counts how often the report was sent."""

    cell: Cell
    note: str
    submission_id: int
    revision: int
    period: str

    @property
    def is_figure(self) -> bool:
        """Whether it says something about the figure: "does not apply" does, an empty row does not."""
        return self.cell.state in (ValueState.GIVEN, ValueState.NOT_APPLICABLE)


# indicator → organisation → entries by period
Entries = Mapping[int, Mapping[int, Sequence[Entry]]]


def load_entries(period: ReportingPeriod, indicators: Collection[int]) -> Entries:
    """What the reports of the plan that were sent say up to the period, accepted or waiting for review: one query.

    What has not been sent is nobody else's business and is left out.
    """
    columns = ("state", "numerator", "denominator", "value", "submission__status", "note")
    about = ("submission_id", "submission__revision", "submission__period__label", "submission__period__position")
    rows = (
        IndicatorValue.objects.filter(
            submission__period__plan=period.plan_id,
            submission__period__position__lte=period.position,
            submission__status__in=workflow.SENT,
            plan_indicator__indicator__in=indicators,
        )
        .order_by("submission__period__position", "pk")
        .values_list("plan_indicator__indicator_id", "submission__organisation_id", *columns, *about)
    )
    found: dict[int, dict[int, list[Entry]]] = defaultdict(lambda: defaultdict(list))
    for indicator, unit, state, n, d, value, status, note, submission, revision, label, position in rows:
        cell = Cell(position, state, n, d, value, status == SubmissionStatus.ACCEPTED)
        found[indicator][unit].append(Entry(cell, note, submission, revision, label))
    return found


def of_footing(entries: Sequence[Entry], *, provisional: bool) -> list[Entry]:
    """The entries that a figure is made of: accepted ones, with `provisional` also those that wait for review."""
    return [entry for entry in entries if entry.is_figure and (provisional or entry.cell.is_accepted)]


def feeding(entries: Sequence[Entry], indicator: Indicator, *, upto: int) -> list[Entry]:
    """Those of the entries that make the unit's figure, by the indicator's time rule: one, or those of all periods."""
    given = [entry for entry in entries if entry.cell.state == ValueState.GIVEN]
    if not entries or not given:
        return []
    if indicator.time_rule in STOCK_RULES:
        return [entries[-1]] if entries[-1] is given[-1] else []
    if indicator.time_rule == TimeRule.MAXIMUM:
        largest = fold_periods((entry.cell for entry in given), indicator, upto=upto)
        same = [entry for entry in given if largest and entry.cell[2:5] == largest[2:5]]
        return same[-1:]
    return given

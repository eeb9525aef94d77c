"""The raw rows behind the figures of a period, so that anybody can recompute them (docs/figures.md).

A row is what one unit says about one indicator: the figure that feeds the official total, the one that would feed the
provisional total when that is another one, or why there is none. Of indicators that add up, average or take the largest
of the periods there is a row for each period that feeds. What a unit has not sent is not told.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils import timezone

from plans.enums import EnteredBy
from plans.models import Indicator, PlanIndicator, ReportingPeriod
from reports import workflow
from reports.enums import Purpose, SubmissionStatus, ValueState
from reports.models import IndicatorValue
from reports.queries.completeness import UnitStatus, all_units
from reports.queries.computed import FROM_REPORTS, Sources, parts_of
from reports.queries.reading import due_units
from reports.queries.then import targets_at_end_of
from reports.queries.values import STOCK_RULES, Cell, fold_periods, is_complete, load_cells
from schools.models import Organisation

NOT_REPORTED, NOT_ENTERED = "chưa báo cáo", "chưa nhập"
NOT_AVAILABLE, NOT_APPLICABLE = "chưa có số liệu", "không áp dụng"


@dataclass(frozen=True, kw_only=True)
class RawRow:
    """`feeds` is `both`, `official`, `provisional` or `none`; `status` that of the report the figure comes from, and of
    this period's report when there is no figure; `period` the period of that report."""

    school: str
    level: str
    commune: str
    indicator: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Fraction | Decimal | None = None
    missing_reason: str = ""
    status: str
    period: str
    feeds: str


@dataclass(frozen=True)
class _Source:
    """What the rows are made from. `labels` are the periods of the plan by position; `absent` what sent reports of this
    period say instead of a figure, by unit and indicator."""

    period: ReportingPeriod
    labels: Mapping[int, str]
    units: Sequence[UnitStatus]
    cells: Mapping[int, Mapping[int, Sequence[Cell]]]
    absent: Mapping[tuple[int, int], str]
    computed: Sources
    communes: Mapping[int | None, str]


def raw_rows(period: ReportingPeriod, *, today: dt.date | None = None) -> Iterator[RawRow]:
    """The rows of every indicator of the plan, those with a target first, each by the names of its units.

    Seven queries, one more when a figure comes from the registry, and one more when the plan has changed since the
    period's last day; however many units and indicators there are.
    """
    plan = period.plan_id
    indicators = _indicators(period, today or timezone.localdate())
    keys = [indicator.pk for indicator in indicators]
    absent = IndicatorValue.objects.filter(
        submission__period=period,
        submission__status__in=workflow.SENT,
        state=ValueState.NOT_AVAILABLE,
    ).values_list("submission__organisation_id", "plan_indicator__indicator_id", "state")
    source = _Source(
        period=period,
        labels=dict(ReportingPeriod.objects.filter(plan=plan).order_by("position").values_list("position", "label")),
        units=all_units(period),
        cells=load_cells([plan], keys, upto=period.position, provisional=True).get(plan, {}),
        absent={(unit, indicator): state for unit, indicator, state in absent},
        computed=Sources.load(indicators, []),
        communes=dict(Organisation.objects.communes().order_by("pk").values_list("pk", "short_name")),
    )
    for indicator in indicators:
        yield from (
            _computed(source, indicator) if indicator.entered_by == EnteredBy.COMPUTED else _given(source, indicator)
        )


def _indicators(period: ReportingPeriod, today: dt.date) -> list[Indicator]:
    """Those with a target in the order of the plan, then the others of its grid."""
    found = {target.indicator_id: target.indicator for target in targets_at_end_of(period, today=today)}
    grid = PlanIndicator.objects.filter(plan=period.plan_id).select_related("indicator").order_by("position", "pk")
    return list((found | {row.indicator_id: row.indicator for row in grid if row.indicator_id not in found}).values())


def _given(source: _Source, indicator: Indicator) -> Iterator[RawRow]:
    due = due_units(indicator, source.units)
    known = source.cells.get(indicator.pk, {})
    for unit in source.units:
        if unit.organisation_id not in due:
            continue
        feeding = _feeding(known.get(unit.organisation_id, ()), indicator, source.period.position)
        for cell, feeds in feeding:
            yield _row(source, indicator, unit, cell, feeds)
        if not feeding:
            yield _without(source, indicator, unit)


def _feeding(row: Sequence[Cell], indicator: Indicator, upto: int) -> list[tuple[Cell, str]]:
    """The cells of one unit that enter the figure, each with the footing it enters."""
    official = [cell for cell in row if cell.is_accepted]
    pairs: list[tuple[Cell | None, str]]
    if indicator.time_rule in STOCK_RULES or not any(cell.state == ValueState.GIVEN for cell in row):
        mine, other = (fold_periods(cells, indicator, upto=upto) for cells in (official, row))
        pairs = [(mine, "both")] if mine == other else [(mine, "official"), (other, "provisional")]
    else:
        pairs = [
            (cell, "both" if cell.is_accepted else "provisional") for cell in row if cell.state == ValueState.GIVEN
        ]
        if not any(cell.state == ValueState.GIVEN for cell in official):
            pairs += [(cell, "official") for cell in official[-1:]]
    return [(cell, feeds) for cell, feeds in pairs if cell is not None and _says(cell, indicator)]


def _says(cell: Cell, indicator: Indicator) -> bool:
    return cell.state == ValueState.NOT_APPLICABLE or is_complete(cell, indicator)


def _row(source: _Source, indicator: Indicator, unit: UnitStatus, cell: Cell, feeds: str) -> RawRow:
    status = SubmissionStatus.ACCEPTED if cell.is_accepted else SubmissionStatus.SUBMITTED
    return RawRow(
        **_who(source, unit),
        indicator=indicator.code,
        numerator=cell.numerator,
        denominator=cell.denominator,
        value=cell.value,
        missing_reason=NOT_APPLICABLE if cell.state == ValueState.NOT_APPLICABLE else "",
        status=str(status.label),
        period=source.labels.get(cell.position, ""),
        feeds=feeds,
    )


def _without(source: _Source, indicator: Indicator, unit: UnitStatus) -> RawRow:
    """Why the unit has no part in the figure."""
    sent = unit.status in workflow.SENT
    unknown = (unit.organisation_id, indicator.pk) in source.absent
    return RawRow(
        **_who(source, unit),
        indicator=indicator.code,
        missing_reason=NOT_AVAILABLE if unknown else NOT_ENTERED if sent else NOT_REPORTED,
        status=str(SubmissionStatus(unit.status).label),
        period=source.period.label,
        feeds="none",
    )


def _who(source: _Source, unit: UnitStatus) -> dict[str, Any]:
    commune = unit.commune or source.communes.get(unit.organisation_id, "")
    return {"school": unit.name, "level": unit.levels or "", "commune": commune}


def _computed(source: _Source, indicator: Indicator) -> Iterator[RawRow]:
    """1 for each unit that counts and 0 for each that does not; of a share with 1 as the denominator."""
    label = source.period.label
    one = Decimal(1) if indicator.is_ratio else None
    if indicator.code in FROM_REPORTS:
        for unit in source.units:
            if unit.purpose == Purpose.REPORT:
                yield RawRow(
                    **_who(source, unit),
                    indicator=indicator.code,
                    numerator=Decimal(unit.is_on_time),
                    denominator=one,
                    status=str(SubmissionStatus(unit.status).label),
                    period=label,
                    feeds="both",
                )
    for part in parts_of(indicator.code, source.computed, source.period):
        count, commune = Decimal(part.counts), source.communes.get(part.commune, "")
        yield RawRow(
            school=part.school.name if part.school else commune,
            level=part.school.levels if part.school else "",
            commune=commune,
            indicator=indicator.code,
            numerator=count if indicator.is_ratio else None,
            denominator=one,
            value=None if indicator.is_ratio else count,
            status=str(EnteredBy.COMPUTED.label),
            period=label,
            feeds="both",
        )

"""One indicator, unit by unit: what stands behind a figure of the whole area."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db import models

from plans.models import Indicator, ReportingPeriod
from reports.enums import SubmissionStatus, ValueState
from reports.presentation import Badge
from reports.queries.completeness import UnitStatus
from reports.queries.figure_rows import number_text
from reports.queries.reading import due_units
from reports.queries.unit_entries import Entry, feeding, of_footing
from reports.queries.values import Cell, Total, figure, fold_periods, is_complete, total
from vietnamese.numbers import format_number


class Standing(models.TextChoices):
    """On what footing a unit's part in a figure stands."""

    OFFICIAL = "official", "Đã duyệt"
    WAITING = "waiting", "Tạm tính, chờ duyệt"
    STALE = "stale", "Số liệu kỳ trước"
    MISSING = "missing", "Chưa có"
    NOT_APPLICABLE = "na", "Không áp dụng"


SIGNS = {
    Standing.OFFICIAL: ("good", "●"),
    Standing.WAITING: ("info", "✎"),
    Standing.STALE: ("warn", "▲"),
    Standing.MISSING: ("none", "○"),
    Standing.NOT_APPLICABLE: ("none", "–"),
}


@dataclass(frozen=True)
class UnitRow:
    """A unit's part in a figure. `reason` says why there is no number, or that it is an older one.

    `value` is None for a ratio that is not judged at one school, whose denominator is too small (reference
    §3.6.3): there the counts are shown. `sources` are the rows of its grid that the part is made of.
    """

    unit: UnitStatus
    numerator: Decimal | None
    denominator: Decimal | None
    value: Fraction | Decimal | None
    value_text: str
    standing: Standing
    reason: str
    note: str
    sources: tuple[Entry, ...]

    @property
    def name(self) -> str:
        return self.unit.name

    @property
    def commune(self) -> str:
        return self.unit.commune or ""

    @property
    def submission_id(self) -> int:
        """The report the number comes from; where there is none, the report of the period."""
        return self.sources[-1].submission_id if self.sources else self.unit.submission_id

    @property
    def revision(self) -> int:
        """How often the report with the number was sent; 0 where there is no number."""
        return self.sources[-1].revision if self.sources else 0

    @property
    def badge(self) -> Badge:
        return Badge(*SIGNS[self.standing], str(self.standing.label))

    @property
    def is_stale(self) -> bool:
        return self.standing == Standing.STALE

    @property
    def counts(self) -> bool:
        """Whether the unit takes part in the figure of the area."""
        return bool(self.sources)

    @property
    def numerator_text(self) -> str:
        return format_number(self.numerator, trim=True)

    @property
    def denominator_text(self) -> str:
        return format_number(self.denominator, trim=True)


@dataclass(frozen=True)
class UnitFigures:
    """The units that are due to give an indicator, in the order of their names, and what they make together."""

    indicator: Indicator
    rows: tuple[UnitRow, ...]
    total: Total

    @property
    def due(self) -> int:
        return len(self.rows) - self.total.not_applicable


def unit_figures(
    indicator: Indicator,
    period: ReportingPeriod,
    units: Iterable[UnitStatus],
    entries: Mapping[int, Sequence[Entry]],
    *,
    provisional: bool = False,
) -> UnitFigures:
    """The units behind the figure of an indicator; `units` are those of the part of the area, `entries` what they wrote
    about the indicator. The total is made by the rules of every page (`reports.queries.values`)."""
    listed = list(units)
    due = due_units(indicator, listed)
    fed = {
        unit.organisation_id: of_footing(entries.get(unit.organisation_id, ()), provisional=provisional)
        for unit in listed
        if unit.organisation_id in due
    }
    rows = tuple(
        _row(unit, fed[unit.organisation_id], entries.get(unit.organisation_id, ()), indicator, period)
        for unit in listed
        if unit.organisation_id in due
    )
    cells = {unit: [entry.cell for entry in found] for unit, found in fed.items()}
    return UnitFigures(indicator, rows, total(cells, indicator, upto=period.position))


def _row(
    unit: UnitStatus, fed: Sequence[Entry], said: Sequence[Entry], indicator: Indicator, period: ReportingPeriod
) -> UnitRow:
    cell = fold_periods((entry.cell for entry in fed), indicator, upto=period.position)
    given = cell is not None and cell.state == ValueState.GIVEN and is_complete(cell, indicator)
    sources = tuple(feeding(fed, indicator, upto=period.position)) if given else ()
    standing = _standing(cell if given else None, cell, sources, period)
    now = next((entry for entry in said if entry.cell.position == period.position), None)
    value = figure(cell, indicator) if indicator.judged_at_school or not indicator.is_ratio else None
    return UnitRow(
        unit=unit,
        numerator=cell.numerator if cell else None,
        denominator=cell.denominator if cell else None,
        value=value,
        value_text=number_text(value, indicator, unit=True),
        standing=standing,
        reason=_reason(standing, unit, sources, now),
        note=(sources[-1].note if sources else now.note if now else ""),
        sources=sources,
    )


def _standing(given: Cell | None, cell: Cell | None, sources: Sequence[Entry], period: ReportingPeriod) -> Standing:
    if given is None:
        absent = cell is not None and cell.state == ValueState.NOT_APPLICABLE
        return Standing.NOT_APPLICABLE if absent else Standing.MISSING
    if given.position < period.position:
        return Standing.STALE
    waits = any(not entry.cell.is_accepted for entry in sources)
    return Standing.WAITING if waits else Standing.OFFICIAL


def _reason(standing: Standing, unit: UnitStatus, sources: Sequence[Entry], now: Entry | None) -> str:
    """In words: where an older number comes from, and why there is none of the period."""
    if standing in (Standing.OFFICIAL, Standing.WAITING, Standing.NOT_APPLICABLE):
        return ""
    why = SubmissionStatus(unit.status).label
    if unit.status == SubmissionStatus.SUBMITTED and now is not None and now.is_figure:
        why = "chờ duyệt, chưa tính"
    elif now is not None:
        why = "báo cáo ghi chưa có số liệu" if now.cell.state == ValueState.NOT_AVAILABLE else "báo cáo để trống"
    elif unit.status == SubmissionStatus.ACCEPTED:
        why = "báo cáo không có dòng này"
    if standing == Standing.STALE:
        return f"kỳ {sources[-1].period}; kỳ này {why.lower()}"
    return why[:1].lower() + why[1:]

"""Where a plan stands in a period: its targets, and who has reported. The pages and the documents read the same.

Official figures come from accepted reports only; `provisional=True` adds those that wait for review, and every figure
made that way says so.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from plans import measures
from plans.enums import Direction, EnteredBy
from plans.models import Indicator, ReportingPeriod, Target
from reports.enums import Light
from reports.queries.completeness import (
    CommuneRow,
    Completeness,
    LateUnit,
    UnitStatus,
    by_commune,
    completeness,
    count,
    late_units,
    overdue_units,
    unit_statuses,
)
from reports.queries.computed import Registry, compute
from reports.queries.then import targets_at_end_of
from reports.queries.values import Cells, Total, load_cells, total
from vietnamese.numbers import format_number

__all__ = [
    "CommuneRow",
    "Completeness",
    "PeriodFigures",
    "TargetFigure",
    "completeness",
    "late_units",
    "number_text",
    "period_figures",
]

ENOUGH_DIGITS = Context(prec=60)


@dataclass(frozen=True)
class TargetFigure:
    """One target at the end of a period. Percentages are in percent; `progress` and `expected` are shares of the way.

    `stale` counts units whose value is from an earlier period, `reporting` of `due` is the coverage. `trend` holds the
    figure at the end of each period of the plan up to this one.
    """

    target: Target
    numerator: Decimal | None
    denominator: Decimal | None
    actual: Fraction | Decimal | None
    progress: Fraction | None
    expected: Fraction | None
    met: bool | None
    stretch_met: bool
    light: Light
    verdict: str
    reporting: int
    due: int
    stale: int
    trend: tuple[tuple[str, Fraction | Decimal | None], ...]
    last_year: Fraction | Decimal | None
    provisional: bool

    @property
    def indicator(self) -> Indicator:
        return self.target.indicator

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def name(self) -> str:
        return self.indicator.short_name

    @property
    def unit(self) -> str:
        return self.indicator.unit

    @property
    def target_text(self) -> str:
        return self.target.text

    @property
    def is_norm(self) -> bool:
        return self.target.is_norm

    @property
    def actual_text(self) -> str:
        """`1,01%`, `3 trường`; "" when there is no figure."""
        return number_text(self.actual, self.indicator, unit=True)

    @property
    def change(self) -> Fraction | None:
        """Actual minus the same period last year, in the indicator's unit."""
        if self.actual is None or self.last_year is None:
            return None
        return Fraction(self.actual) - Fraction(self.last_year)

    @property
    def bar_percent(self) -> int:
        """Progress for the bar: the bar alone is clamped, the progress is not (architecture §5)."""
        return int(min(max(self.progress or Fraction(0), Fraction(0)), Fraction(1)) * 100)


@dataclass(frozen=True)
class PeriodFigures:
    """`as_of` is the data cut-off of the period; `late` is what is still owed today; `periods` are all of the plan."""

    period: ReportingPeriod
    targets: tuple[TargetFigure, ...]
    completeness: Completeness
    as_of: dt.date
    by_commune: tuple[CommuneRow, ...]
    late: tuple[LateUnit, ...] = ()
    periods: tuple[ReportingPeriod, ...] = ()
    provisional: bool = False


def number_text(value: Fraction | Decimal | None, indicator: Indicator, *, unit: bool = False) -> str:
    """A figure with the indicator's decimals and a decimal comma, with its unit on demand; "" for None.

    This is the only place where a figure is rounded.
    """
    if value is None:
        return ""
    exact = Fraction(value)
    decimal = ENOUGH_DIGITS.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    text = format_number(decimal, decimals=indicator.decimals)
    if not unit:
        return text
    return f"{text}%" if indicator.unit == "%" else f"{text} {indicator.unit}"


def period_figures(
    period: ReportingPeriod, *, provisional: bool = False, today: dt.date | None = None
) -> PeriodFigures:
    """Everything the results page, the leader's page and the summary say about a period.

    Four queries, one more when a target is computed from the registry, and one more when the plan has changed since the
    period's last day, however many schools, targets and periods there are. `today` (by default the current day) decides
    what is overdue, and whether the targets are still the plan's own.
    """
    day = today or timezone.localdate()
    units = unit_statuses(period)
    targets = targets_at_end_of(period, today=day)
    periods, last_year = _periods(period, [target.indicator_id for target in targets])
    reading = _Reading(
        period=period,
        periods=[row for row in periods if row.position <= period.position],
        last_year=last_year,
        units=units,
        cells=load_cells(
            [period.plan_id, *([last_year.plan_id] if last_year else [])],
            [target.indicator_id for target in targets],
            upto=period.position,
            provisional=provisional,
        ),
        registry=_registry_for(targets),
        provisional=provisional,
    )
    return PeriodFigures(
        period=period,
        targets=tuple(reading.figure(target) for target in targets),
        completeness=count(units, today=day),
        as_of=period.data_to,
        by_commune=by_commune(units, today=day),
        late=overdue_units(units, today=day),
        periods=tuple(periods),
        provisional=provisional,
    )


def due_units(indicator: Indicator, units: Sequence[UnitStatus]) -> frozenset[int]:
    """Organisations expected to give the indicator: schools by their level (reference §3.6.9), or what is no school."""
    if indicator.entered_by == EnteredBy.SCHOOL:
        asked = set(indicator.levels.split())
        return frozenset(unit.organisation_id for unit in units if asked & set((unit.levels or "").split()))
    return frozenset(unit.organisation_id for unit in units if unit.levels is None)


def _registry_for(targets: Sequence[Target]) -> Registry:
    if any(target.indicator.entered_by == EnteredBy.COMPUTED for target in targets):
        return Registry.load()
    return Registry(())


def _periods(
    period: ReportingPeriod, indicators: Sequence[int]
) -> tuple[list[ReportingPeriod], ReportingPeriod | None]:
    """The plan's periods, and the same period of the year before: one query.

    Last year's plan has the same issuer and type of document; of several the one that asks for most of the same
    indicators is meant, because an office issues many plans a year.
    """
    plan = period.plan
    rows: list[Any] = list(
        ReportingPeriod.objects.filter(
            Q(plan=plan)
            | Q(
                plan__issuer=plan.issuer_id,
                plan__document_type=plan.document_type,
                plan__year=plan.year - 1,
                position=period.position,
            )
        )
        .annotate(shared=Count("plan__plan_indicators", filter=Q(plan__plan_indicators__indicator__in=indicators)))
        .order_by("position", "plan_id")
    )
    own = [row for row in rows if row.plan_id == plan.pk]
    candidates = [row for row in rows if row.plan_id != plan.pk and row.shared]
    return own, max(candidates, key=lambda row: row.shared, default=None)


@dataclass(frozen=True)
class _Reading:
    """What was loaded once and is read for every target."""

    period: ReportingPeriod
    periods: list[ReportingPeriod]
    last_year: ReportingPeriod | None
    units: list[UnitStatus]
    cells: Cells
    registry: Registry
    provisional: bool

    def figure(self, target: Target) -> TargetFigure:
        indicator = target.indicator
        due = due_units(indicator, self.units)
        now = self._total(indicator, self.period, due)
        expected = _expected_share(target, self.period)
        judged = _Judged.of(target, now.actual, expected)
        computed = indicator.entered_by == EnteredBy.COMPUTED
        return TargetFigure(
            target=target,
            numerator=now.numerator,
            denominator=now.denominator,
            actual=now.actual,
            progress=judged.progress,
            expected=expected,
            met=judged.met,
            stretch_met=judged.stretch_met,
            light=judged.light,
            verdict=judged.verdict,
            reporting=now.reporting,
            due=now.reporting if computed else len(due) - now.not_applicable,
            stale=now.stale,
            trend=tuple((period.label, self._total(indicator, period, due).actual) for period in self.periods),
            last_year=self._total(indicator, self.last_year, None).actual if self.last_year else None,
            provisional=self.provisional,
        )

    def _total(self, indicator: Indicator, period: ReportingPeriod, due: frozenset[int] | None) -> Total:
        if indicator.entered_by == EnteredBy.COMPUTED:
            year = self.period.plan.year - (period is self.last_year)
            return compute(indicator.code, self.registry, year=year, day=period.data_to)
        cells = self.cells.get(period.plan_id, {}).get(indicator.pk, {})
        return total(cells, indicator, upto=period.position, units=due)


def _expected_share(target: Target, period: ReportingPeriod) -> Fraction:
    """The period's milestone, else the time elapsed from the baseline to the end of the plan year."""
    milestone: Decimal | None = target.milestone_share  # type: ignore[attr-defined]
    if milestone is not None:
        return Fraction(milestone)
    year = period.plan.year
    start = target.baseline_on or dt.date(year, 1, 1)
    return measures.elapsed_share(start.toordinal(), dt.date(year, 12, 31).toordinal(), period.data_to.toordinal())


@dataclass(frozen=True)
class _Judged:
    progress: Fraction | None
    met: bool | None
    stretch_met: bool
    light: Light
    verdict: str

    @classmethod
    def of(cls, target: Target, actual: Fraction | Decimal | None, expected: Fraction) -> "_Judged":
        lower = target.indicator.direction == Direction.LOWER

        def met_by(figure: Fraction | Decimal | None) -> bool | None:
            return measures.is_met(
                figure, target.operator, target.value, baseline=target.baseline, lower_is_better=lower
            )

        met = met_by(actual)
        stretch = measures.is_stretch_met(actual, target.stretch_value, lower_is_better=lower)
        holds = met_by(target.baseline) is True
        progress = None if holds else measures.progress(actual, target.baseline, target.value)
        light = Light(measures.standing(progress, expected, met=met, already_met=holds).value)
        return cls(progress, met, stretch, light, _verdict(light, met, stretch, whole_way_due=expected >= 1))


def _verdict(light: Light, met: bool | None, stretch_met: bool, *, whole_way_due: bool) -> str:
    """The word beside the light: the target's own outcome where it is decided, the pace where it is not."""
    if met is None:
        return Light.GREY.label
    if met:
        return "Đạt mức phấn đấu" if stretch_met else "Đạt"
    if whole_way_due or light == Light.GREY:
        return "Chưa đạt"
    return light.label

"""The plain rows that pages and documents read about a period: figures, targets with their light, and who reported."""

import datetime as dt
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from plans import measures
from plans.models import Indicator, ReportingPeriod, Target
from reports.enums import Light
from reports.queries.completeness import CommuneRow, Completeness, LateUnit
from reports.queries.cuts import WHOLE, Cut
from reports.queries.values import Total
from vietnamese.numbers import format_number

ENOUGH_DIGITS = Context(prec=60)
Number = Fraction | Decimal | None


def number_text(value: Number, indicator: Indicator, *, unit: bool = False) -> str:
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


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One indicator over the units at the end of a period.

    `total` is the figure itself with its coverage: official, or with `provisional` including reports that wait for
    review. `other` is the figure on the other footing; `waiting` counts the units whose waiting report changes it.
    `trend` holds the figure at the end of each period of the plan up to this one, `last_year` that of the same period
    of last year's plan, `against` that of the period chosen to compare with. `measured` of `measurable` is how many
    were weighed, measured or asked of those who should have been (reference §3.6.4); None when no such figure belongs
    to the indicator.
    """

    indicator: Indicator
    total: Total
    other: Total
    waiting: int
    due: int
    trend: tuple[tuple[str, Number], ...]
    last_year: Number
    against: Number = None
    measured: Fraction | None = None
    measurable: Fraction | None = None
    provisional: bool = False
    splits: bool = True

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
    def actual(self) -> Number:
        return self.total.actual

    @property
    def numerator(self) -> Decimal | None:
        return self.total.numerator

    @property
    def denominator(self) -> Decimal | None:
        return self.total.denominator

    @property
    def reporting(self) -> int:
        """How many of the `due` units gave the figure."""
        return self.total.reporting

    @property
    def stale(self) -> int:
        """How many of those gave it in an earlier period only."""
        return self.total.stale

    @property
    def actual_text(self) -> str:
        """`1,01%`, `3 trường`; "" when there is no figure."""
        return self.text_of(self.actual)

    @property
    def other_text(self) -> str:
        return self.text_of(self.other.actual)

    def text_of(self, value: Number) -> str:
        """A value of this indicator with its unit; "" for None."""
        return number_text(value, self.indicator, unit=True)

    @property
    def change(self) -> Fraction | None:
        """Actual minus the same period last year, in the indicator's unit."""
        return difference(self.actual, self.last_year)

    @property
    def change_against(self) -> Fraction | None:
        """Actual minus the period compared with."""
        return difference(self.actual, self.against)

    @property
    def previous(self) -> Number:
        """The figure at the end of the period before; None in the first one."""
        return self.trend[-2][1] if len(self.trend) > 1 else None

    @property
    def measured_share(self) -> Fraction | None:
        """The share measured of those who should be, 0…1 and more when the counts disagree."""
        if self.measured is None or not self.measurable:
            return None
        return self.measured / self.measurable

    @property
    def is_incomplete(self) -> bool:
        """Whether fewer than 95 % were measured, so that the rate says little (reference §3.6.4)."""
        return measures.coverage_is_low(self.measured, self.measurable)


@dataclass(frozen=True, kw_only=True)
class TargetFigure(Figure):
    """An indicator with its target. Percentages are in percent; `progress` and `expected` are shares of the way."""

    target: Target
    progress: Fraction | None
    expected: Fraction | None
    met: bool | None
    stretch_met: bool
    light: Light
    verdict: str

    @property
    def target_text(self) -> str:
        return self.target.text

    @property
    def is_norm(self) -> bool:
        return self.target.is_norm

    @property
    def bar_percent(self) -> int:
        """Progress for the bar: the bar alone is clamped, the progress is not (architecture §5)."""
        return int(min(max(self.progress or Fraction(0), Fraction(0)), Fraction(1)) * 100)


@dataclass(frozen=True)
class PeriodFigures:
    """`as_of` is the data cut-off of the period; `late` is what is still owed today; `periods` are all of the plan.
    `tracked` are indicators without a target, when they were asked for; `against` is the period compared with."""

    period: ReportingPeriod
    targets: tuple[TargetFigure, ...]
    completeness: Completeness
    as_of: dt.date
    by_commune: tuple[CommuneRow, ...]
    late: tuple[LateUnit, ...] = ()
    periods: tuple[ReportingPeriod, ...] = ()
    last_year: ReportingPeriod | None = None
    provisional: bool = False
    cut: Cut = WHOLE
    tracked: tuple[Figure, ...] = ()
    against: ReportingPeriod | None = None


def difference(value: Number, other: Number) -> Fraction | None:
    """value − other, exact; None when one is missing."""
    return None if value is None or other is None else Fraction(value) - Fraction(other)

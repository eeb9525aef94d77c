"""The targets page as plain values for JSON, for programs and for whoever wants to recompute (docs/figures.md).

Every number is a JSON number: whole numbers as integers, others as the nearest double. `actual_exact` is the figure
without any rounding: a decimal, or a fraction in lowest terms such as "4700/59". What is not known is null, never 0.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from reports.queries.figure_rows import ENOUGH_DIGITS, Figure, Number, PeriodFigures, TargetFigure
from reports.queries.values import Total

OFFICIAL, PROVISIONAL = "official", "provisional"


def as_json(figures: PeriodFigures) -> dict[str, Any]:
    """Targets in the order of the page, then the indicators without one (when they were read). `as_of` is the day up to
    which the data go; `basis` tells official from provisional figures."""
    period, cut = figures.period, figures.cut
    return {
        "plan": period.plan_id,
        "plan_name": str(period.plan),
        "period": period.pk,
        "period_label": period.label,
        "as_of": figures.as_of.isoformat(),
        "basis": _basis(figures.provisional),
        "level": cut.level,
        "commune": cut.commune,
        "reports": {
            "expected": figures.completeness.expected,
            "submitted": figures.completeness.submitted,
            "on_time": figures.completeness.on_time,
            "accepted": figures.completeness.accepted,
        },
        "targets": [_target(figure) for figure in figures.targets],
        "tracked": [_figure(figure) for figure in figures.tracked],
    }


def _target(figure: TargetFigure) -> dict[str, Any]:
    target = figure.target
    return {
        **_figure(figure),
        "operator": target.operator,
        "target": number(target.value),
        "stretch": number(target.stretch_value),
        "baseline": number(target.baseline),
        "target_text": figure.target_text,
        "is_norm": figure.is_norm,
        "progress": number(figure.progress),
        "expected_progress": number(figure.expected),
        "light": figure.light.value,
        "met": figure.met,
        "stretch_met": figure.stretch_met,
        "verdict": figure.verdict,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "code": figure.code,
        "name": figure.name,
        "unit": figure.unit,
        **_total(figure.total),
        "actual_text": figure.actual_text,
        "due": figure.due,
        "waiting": figure.waiting,
        "measured": number(figure.measured),
        "measurable": number(figure.measurable),
        "previous": number(figure.previous),
        "last_year": number(figure.last_year),
        "trend": [{"period": label, "actual": number(actual)} for label, actual in figure.trend],
        "basis": _basis(figure.provisional),
        "other": {"basis": _basis(not figure.provisional), **_total(figure.other)},
    }


def _total(total: Total) -> dict[str, Any]:
    return {
        "numerator": number(total.numerator),
        "denominator": number(total.denominator),
        "actual": number(total.actual),
        "actual_exact": exact(total.actual),
        "reporting": total.reporting,
        "stale": total.stale,
    }


def _basis(provisional: bool) -> str:
    return PROVISIONAL if provisional else OFFICIAL


def number(value: Number) -> int | float | None:
    """The value as a JSON number."""
    if value is None:
        return None
    fraction = Fraction(value)
    return fraction.numerator if fraction.denominator == 1 else float(fraction)


def exact(value: Number) -> str | None:
    """The value without any rounding: `80`, `97.5`, `4700/59`."""
    if value is None:
        return None
    fraction, rest = Fraction(value), Fraction(value).denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return f"{fraction.numerator}/{fraction.denominator}"
    return f"{ENOUGH_DIGITS.divide(Decimal(fraction.numerator), Decimal(fraction.denominator)):f}"

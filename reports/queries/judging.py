"""From a figure to a light: what a target says about it (architecture §5, domain reference §3.6)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from plans import measures
from plans.enums import Direction, Operator, ValueKind
from plans.models import ReportingPeriod, Target
from reports.enums import Light

Number = Fraction | Decimal | None


@dataclass(frozen=True)
class Judged:
    """`progress` and the light say how far the figure has come, `met` and `verdict` whether the target is reached."""

    progress: Fraction | None
    met: bool | None
    stretch_met: bool
    light: Light
    verdict: str


NOTHING = Judged(None, None, False, Light.GREY, str(Light.GREY.label))
ONLY_WHOLE = Judged(None, None, False, Light.GREY, "Chỉ xét toàn địa bàn")
TOO_SMALL = Judged(None, None, False, Light.GREY, "Mẫu số nhỏ, chỉ nêu số lượng")


def expected_share(target: Target, period: ReportingPeriod) -> Fraction:
    """The period's milestone, else the time elapsed from the baseline to the end of the plan year."""
    milestone: Decimal | None = target.milestone_share  # type: ignore[attr-defined]
    if milestone is not None:
        return Fraction(milestone)
    year = period.plan.year
    start = target.baseline_on or dt.date(year, 1, 1)
    return measures.elapsed_share(start.toordinal(), dt.date(year, 12, 31).toordinal(), period.data_to.toordinal())


def judge(target: Target, actual: Number, expected: Fraction, *, last_year: Number = None) -> Judged:
    """The figure of everything the plan covers. A target that only wants to be better than before compares with its
    baseline, and without one with the same period of last year (reference §3.6.10)."""
    met = _is_met(target, actual, last_year)
    stretch = measures.is_stretch_met(actual, target.stretch_value, lower_is_better=_is_lower(target))
    holds = target.operator != Operator.IMPROVE and _is_met(target, target.baseline, last_year) is True
    progress = None if holds else measures.progress(actual, target.baseline, target.value)
    light = Light(measures.standing(progress, expected, met=met, already_met=holds).value)
    return Judged(progress, met, stretch, light, _verdict(light, met, stretch, whole_way_due=expected >= 1))


def judge_part(target: Target, actual: Number, denominator: Decimal | None) -> Judged:
    """The figure of one level or commune. The plan wants a rate everywhere alike, so a rate is compared with it,
    unless a single case would decide (reference §3.6.3); a number of the whole area cannot be split."""
    indicator = target.indicator
    if not indicator.is_ratio or target.operator == Operator.IMPROVE:
        return ONLY_WHOLE
    if not indicator.judged_at_school and measures.single_case_decides(
        denominator, target.operator, target.value, factor=indicator.ratio_factor
    ):
        return TOO_SMALL
    met = _is_met(target, actual, None)
    if met is None:
        return NOTHING
    return Judged(None, met, False, Light.GREEN if met else Light.RED, _verdict(Light.GREEN, met, False, True))


def _is_met(target: Target, figure: Number, last_year: Number) -> bool | None:
    baseline = target.baseline if target.baseline is not None else last_year
    return measures.is_met(
        figure,
        target.operator,
        target.value,
        upper=target.stretch_value if target.indicator.direction == Direction.RANGE else None,
        baseline=baseline,
        lower_is_better=_is_lower(target),
        holding=target.indicator.direction == Direction.HOLD,
    )


def _is_lower(target: Target) -> bool:
    """Of ranks the smallest is the best, also where the plan only wants to hold one."""
    return target.indicator.direction == Direction.LOWER or target.indicator.value_kind == ValueKind.RANK


def _verdict(light: Light, met: bool | None, stretch_met: bool, whole_way_due: bool) -> str:
    """The word beside the light: the target's own outcome where it is decided, the pace where it is not."""
    if met is None:
        return str(Light.GREY.label)
    if met:
        return "Đạt mức phấn đấu" if stretch_met else "Đạt"
    if whole_way_due or light == Light.GREY:
        return "Chưa đạt"
    return str(light.label)

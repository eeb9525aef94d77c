"""From a figure to a light: what a target says about it (architecture §5, domain reference §3.6)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from plans import measures
from plans.aims import Aim, aim_of
from plans.enums import Operator
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
    baseline, and without one with the same period of last year (reference §3.6.10).

    What the baseline had reached already is there to be held, and a corridor is there to be kept: both are lost or not,
    whatever the time.
    """
    aim = _aim(target)
    before = target.baseline if target.baseline is not None else last_year
    met, stretch = aim.is_met(actual, baseline=before), aim.is_stretch_met(actual, baseline=before)
    start = before if aim.operator == Operator.IMPROVE else target.baseline
    decided = aim.is_met(start, baseline=before) is True or aim.is_passed(actual, target.baseline)
    progress = None if decided else aim.progress(actual, target.baseline)
    light = Light(measures.standing(progress, expected, met=met, already_met=decided).value)
    return Judged(progress, met, stretch, light, _verdict(light, met, stretch, is_due=decided or expected >= 1))


def judge_part(target: Target, actual: Number, denominator: Decimal | None) -> Judged:
    """The figure of one level or commune. The plan wants a rate everywhere alike, so a rate is compared with it,
    unless a single case would decide (reference §3.6.3); a number of the whole area cannot be split."""
    indicator, aim = target.indicator, _aim(target)
    if not indicator.is_ratio or aim.operator == Operator.IMPROVE:
        return ONLY_WHOLE
    if not indicator.judged_at_school and measures.single_case_decides(
        denominator, aim.operator, aim.value, factor=indicator.ratio_factor
    ):
        return TOO_SMALL
    met, stretch = aim.is_met(actual), aim.is_stretch_met(actual)
    if met is None:
        return NOTHING
    light = Light.GREEN if met else Light.RED
    return Judged(None, met, stretch, light, _verdict(light, met, stretch, is_due=True))


def _aim(target: Target) -> Aim:
    indicator = target.indicator
    return aim_of(
        target.operator,
        target.value,
        target.stretch_value,
        direction=indicator.direction,
        value_kind=indicator.value_kind,
    )


def _verdict(light: Light, met: bool | None, stretch_met: bool, *, is_due: bool) -> str:
    """The word beside the light: the target's own outcome where it is decided, the pace where it is not."""
    if met is None:
        return str(Light.GREY.label)
    if met:
        return "Đạt mức phấn đấu" if stretch_met else "Đạt"
    if is_due or light == Light.GREY:
        return "Chưa đạt"
    return str(light.label)

"""What a target says about one unit's figure: met or not, or why nothing is said.

A target of the whole area or of a level speaks about each school only where it wants the same of every school: a rate,
or a count the plan never adds up ("không quá 3 điểm trường"). A number the schools reach together cannot be asked of
one of them; what the plan gave to the unit itself can.
"""

from fractions import Fraction

from plans.aims import aim_of
from plans.enums import EnteredBy, Operator, UnitRule
from plans.models import Target
from reports.enums import Light
from reports.queries.judging import NOTHING, ONLY_WHOLE, Judged, Number, judge

COUNTS_ONLY = Judged(None, None, False, Light.GREY, "Chỉ nêu số lượng")
NO_TARGET = Judged(None, None, False, Light.GREY, "Không đặt mức")


def judge_unit(target: Target | None, actual: Number, expected: Fraction) -> Judged:
    """The figure of one unit against the target that holds for it (`reports.queries.targets.holding`).

    A target of the unit's own, and what the office enters for everybody, is judged by the share of the way `expected`
    by now, as the whole plan is; any other only by whether it is met. Rates with small denominators are never judged at
    one school (domain reference §3.6.3).
    """
    if target is None:
        return NO_TARGET
    indicator = target.indicator
    if indicator.is_ratio and not indicator.judged_at_school:
        return COUNTS_ONLY
    if actual is None:
        return NOTHING
    if target.organisation_id or indicator.entered_by == EnteredBy.OFFICE:
        return judge(target, actual, expected)
    if indicator.unit_rule == UnitRule.SUM or target.operator == Operator.IMPROVE:
        return ONLY_WHOLE
    aim = aim_of(
        target.operator,
        target.value,
        target.stretch_value,
        direction=indicator.direction,
        value_kind=indicator.value_kind,
    )
    met = aim.is_met(actual)
    if met is None:
        return NOTHING
    stretch = aim.is_stretch_met(actual)
    verdict = "Đạt mức phấn đấu" if stretch else "Đạt" if met else "Chưa đạt"
    return Judged(None, met, stretch, Light.GREEN if met else Light.RED, verdict)

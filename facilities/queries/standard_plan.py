"""The plan of a year that wants new schools at the national standard and a share of them, and whether that fits."""

import datetime as dt
import math
from collections.abc import Sequence
from decimal import Decimal

from facilities.aims import TwoAims, ground_of
from facilities.indicators import NEWLY_RECOGNISED, SHARE_AT_STANDARD
from facilities.shares import SchoolRecord
from plans.enums import EnteredBy, Operator, PlanStatus
from plans.models import Plan, Target
from schools.enums import OrganisationKind

AT_LEAST = (Operator.AT_LEAST, Operator.RANGE, Operator.EQUAL)


def plan_of_year(year: int) -> Plan | None:
    """The plan that an expectation of the year belongs to: the latest one that counts new schools, if any."""
    rows = Plan.objects.filter(
        year=year,
        receiver__kind=OrganisationKind.EDUCATION_OFFICE,
        plan_indicators__indicator__code=NEWLY_RECOGNISED,
        plan_indicators__indicator__entered_by=EnteredBy.COMPUTED,
    )
    return rows.exclude(status=PlanStatus.DRAFT).order_by("-issued_on", "-pk").first()


def two_aims(schools: Sequence[SchoolRecord], *, seen_on: dt.date) -> tuple[Plan, TwoAims] | None:
    """The targets of the plan of the day's year for new schools and for the share, held against each other as the
    registry stood on the day; None when no plan of the year has both: one query."""
    wanted = Target.objects.whole().filter(
        indicator__code__in={NEWLY_RECOGNISED, *SHARE_AT_STANDARD},
        indicator__entered_by=EnteredBy.COMPUTED,
        plan__year=seen_on.year,
        plan__receiver__kind=OrganisationKind.EDUCATION_OFFICE,
    )
    rows = wanted.exclude(plan__status=PlanStatus.DRAFT).select_related("plan", "indicator")
    by_plan: dict[int, dict[bool, Target]] = {}
    for row in rows.order_by("plan__issued_on", "plan", "pk"):
        by_plan.setdefault(row.plan_id, {})[row.indicator.code == NEWLY_RECOGNISED] = row
    for found in reversed(list(by_plan.values())):
        if len(found) == 2 and (aims := _aims(found[True], found[False], schools, seen_on)):
            return found[True].plan, aims
    return None


def _aims(new: Target, share: Target, schools: Sequence[SchoolRecord], seen_on: dt.date) -> TwoAims | None:
    """None when one of them asks for no more than so many, or names no number."""
    low, percent = _least(new), share.value
    if low is None or percent is None or _least(share) is None:
        return None
    high = new.stretch_value
    return TwoAims(
        ground_of(schools, new.plan.year, seen_on),
        low,
        math.floor(high) if high is not None else None,
        Decimal(percent),
        is_strict=share.operator == Operator.GREATER,
    )


def _least(target: Target) -> int | None:
    """The smallest whole number that meets a target for at least so many; None for other targets."""
    if target.value is None:
        return None
    if target.operator == Operator.GREATER:
        return math.floor(target.value) + 1
    return math.ceil(target.value) if target.operator in AT_LEAST else None

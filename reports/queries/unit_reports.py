"""What one unit reports, over the periods of a plan and of last year's plan, and who may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from plans.enums import PlanStatus
from plans.models import Plan, ReportingPeriod
from reports.enums import Capability
from reports.models import Submission
from reports.permissions import can
from reports.queries.neighbours import neighbours_of
from reports.queries.readable import results_readable_by
from schools.enums import Levels, Role
from schools.models import Organisation
from schools.queries import actor_of


@dataclass(frozen=True)
class UnitReports:
    """A unit of a plan with its reports by the id of their period. `periods` are last year's plan's and this plan's,
    in the order of time."""

    plan: Plan
    unit: Organisation
    periods: Sequence[ReportingPeriod]
    reports: Mapping[int, Submission]

    @property
    def levels(self) -> str:
        """What the unit teaches; a unit that is no school is asked whatever its level."""
        school = getattr(self.unit, "school", None)
        return school.levels if school else Levels.ALL


def unit_reports(plan: int, unit: int) -> UnitReports | None:
    """The unit's reports and sheets of figures; None when it has none in the plan: two queries."""
    rows = list(
        Submission.objects.filter(organisation=unit)
        .select_related("organisation__school", "period__plan")
        .order_by("period__plan__year", "period__position", "pk")
    )
    own = [row for row in rows if row.period.plan_id == plan]
    if not own:
        return None
    around = neighbours_of(own[-1].period_id)
    periods = (*around.year_before, *around.own)
    shown = {period.pk for period in periods}
    return UnitReports(
        plan=own[-1].period.plan,
        unit=own[-1].organisation,
        periods=periods,
        reports={row.period_id: row for row in rows if row.period_id in shown},
    )


def may_read_figures(user: Any, plan: Plan, unit: int) -> bool:
    """Whether the person may see the unit's figures beside those of the area: who reads the plan's results, and the
    unit's own people. Nobody reads those of another unit. `reports_readable_by` is the twin."""
    return (plan.status != PlanStatus.DRAFT and is_own(user, unit)) or can(user, Capability.VIEW_RESULTS, plan)


def is_own(user: Any, unit: int) -> bool:
    """Whether the person belongs to the unit, in whatever role."""
    return unit in actor_of(user).organisations(*Role.values)


def reports_readable_by(user: Any) -> QuerySet[Submission]:
    """Reports of the units whose figures the person may read, by plan."""
    results = results_readable_by(ReportingPeriod.objects.all(), user)
    own = actor_of(user).organisations(*Role.values)
    return Submission.objects.exclude(period__plan__status=PlanStatus.DRAFT).filter(
        Q(period__in=results.values("pk")) | Q(organisation__in=own)
    )


def newest_plan_of(user: Any, unit: int) -> int | None:
    """The id of the newest plan in which the person may read the unit's figures."""
    rows = reports_readable_by(user).filter(organisation=unit).order_by("-period__plan__year", "-period__plan")
    return rows.values_list("period__plan", flat=True).first()

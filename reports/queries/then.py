"""The targets by which the results of a period are judged (docs/adr/0014-plan-revisions.md).

While a period runs they are the plan's own. Once its last day has passed they are those of the revision in force at the
end of that day, so that a later change of the plan cannot turn round what was reported. A plan that got its first
revision only afterwards (it was loaded or put in force later) is judged by that first one.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from plans.deadlines import end_of_day
from plans.models import Milestone, PlanRevision, ReportingPeriod, Target
from plans.revisions import apply_entry


def targets_at_end_of(period: ReportingPeriod, *, today: dt.date, level: str = "") -> list[Target]:
    """Targets for everything the plan covers, with their indicator and `milestone_share`, in the order of the plan; of
    a `level` its own ones, in the place of those for everything.

    One query; two when the plan has changed since the period's last day.
    """
    milestone = Milestone.objects.filter(target=OuterRef("pk"), period=period).values("expected_share")[:1]
    then, now = revisions_for(period, today)
    rows: list[Any] = list(
        Target.objects.filter(plan=period.plan_id, organisation=None, level__in={"", level})
        .select_related("indicator__coverage_of")
        .annotate(milestone_share=Subquery(milestone), revision_then=then, revision_now=now)
        .order_by("position", "pk")
    )
    if not rows or rows[0].revision_then == rows[0].revision_now:
        return _most_specific(rows)
    revision = PlanRevision.objects.get(pk=rows[0].revision_then)
    return _most_specific(_as_frozen(rows, revision, period))


def _most_specific(targets: list[Target]) -> list[Target]:
    """One for each indicator: that of the level, where there is one."""
    own = {target.indicator_id for target in targets if target.level}
    return [target for target in targets if target.level or target.indicator_id not in own]


def revisions_for(period: ReportingPeriod, today: dt.date) -> tuple[Any, Subquery]:
    """The ids of the revision that counts for the period, and of the latest one."""
    revisions = PlanRevision.objects.filter(plan=period.plan_id)
    latest = _id_of(revisions.order_by("-number"))
    if today <= period.last_day:
        return latest, latest
    until = revisions.filter(made_at__lte=end_of_day(period.last_day)).order_by("-number")
    return Coalesce(_id_of(until), _id_of(revisions.order_by("number"))), latest


def _id_of(revisions: QuerySet[PlanRevision]) -> Subquery:
    return Subquery(revisions.values("pk")[:1])


def _as_frozen(rows: list[Any], revision: PlanRevision, period: ReportingPeriod) -> list[Target]:
    """The rows as the revision has them, in its order; targets that came later are left out."""
    by_code = {(row.indicator.code, row.level): row for row in rows}
    found = []
    for entry in revision.content["targets"]:
        row = None if entry["organisation"] else by_code.get((entry["indicator"], entry["level"]))
        if row is not None:
            apply_entry(row, entry)
            share = entry["milestones"].get(str(period.position))
            row.milestone_share = None if share is None else Decimal(share)
            found.append(row)
    return found

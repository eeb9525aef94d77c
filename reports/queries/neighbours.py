"""A period among others: those of its plan, the same one of last year, and those it can be compared with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from plans.enums import PlanStatus
from plans.models import Indicator, Plan, PlanIndicator, ReportingPeriod
from plans.year_before import a_year_before, around
from reports.queries.readable import results_readable_by


@dataclass(frozen=True)
class Neighbours:
    """`own` are the plan's periods in their order, `period` among them. `comparable` are the others of the plan, then
    those of the issuer's plans of other years that ask for a common indicator and whose results the person may read.
    `year_before` are all periods of last year's plan. All have their plan."""

    period: ReportingPeriod
    own: tuple[ReportingPeriod, ...]
    last_year: ReportingPeriod | None
    comparable: tuple[ReportingPeriod, ...] = ()
    is_readable: bool = True
    year_before: tuple[ReportingPeriod, ...] = ()


def neighbours_of(pk: int, user: Any = None) -> Neighbours:
    """The period and those around it: one query. Without a `user` nothing is comparable.

    Last year's plan has the same issuer and type of document, and its period ends about a year before this one; of
    several the one that asks for most of the same indicators is meant, because an office issues many plans a year.

    Raises:
        ReportingPeriod.DoesNotExist: there is no such period.
    """
    this = Plan.objects.filter(periods=pk)
    same: QuerySet[ReportingPeriod] = ReportingPeriod.objects.filter(pk=OuterRef("pk"))
    readable = results_readable_by(same, user) if user is not None else same.none()
    rows: list[Any] = list(
        ReportingPeriod.objects.filter(
            Q(plan__in=this.values("pk"))
            | Q(plan__issuer__in=this.values("issuer"), plan__document_type__in=this.values("document_type"))
        )
        .select_related("plan")
        .annotate(shared=_shared_with(this), is_readable=Exists(readable))
        .order_by("position", "plan_id")
    )
    period = next((row for row in rows if row.pk == pk), None)
    if period is None:
        raise ReportingPeriod.DoesNotExist
    others = [row for row in rows if row.plan_id != period.plan_id and row.shared]
    then = a_year_before(period.data_to)
    first, last = around(then)
    before = [row for row in others if first <= row.data_to <= last and row.plan.status != PlanStatus.DRAFT]
    own = tuple(row for row in rows if row.plan_id == period.plan_id)
    readable_others = (row for row in others if row.is_readable and row.plan.year != period.plan.year)
    last_year = max(before, key=lambda row: (row.shared, -abs(row.data_to - then)), default=None)
    return Neighbours(
        period=period,
        own=own,
        last_year=last_year,
        comparable=(
            *(row for row in own if row.pk != pk),
            *sorted(readable_others, key=lambda row: (-row.plan.year, row.plan_id)),
        ),
        is_readable=period.is_readable,
        year_before=_year_before(others, period, last_year),
    )


def _year_before(
    others: Sequence[Any], period: ReportingPeriod, last_year: ReportingPeriod | None
) -> tuple[ReportingPeriod, ...]:
    """All periods of last year's plan, also when none of them ends a year before `period`."""
    issued = [row for row in others if row.plan.year == period.plan.year - 1 and row.plan.status != PlanStatus.DRAFT]
    one = last_year or max(issued, key=lambda row: row.shared, default=None)
    return tuple(row for row in others if one is not None and row.plan_id == one.plan_id)


def _shared_with(plan: Any) -> Coalesce:
    """How many of the indicators of `plan` the plan of the outer query's period asks for."""
    asked = Indicator.objects.filter(
        Q(plan_indicators__plan__in=plan.values("pk")) | Q(targets__plan__in=plan.values("pk"))
    )
    rows = PlanIndicator.objects.filter(plan=OuterRef("plan"), indicator__in=asked.values("pk"))
    return Coalesce(Subquery(rows.order_by().values("plan").annotate(number=Count("pk")).values("number")), 0)

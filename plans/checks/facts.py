"""What the checks of a plan read, in seven queries whatever its size."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from plans.enums import EnteredBy, RecipientRole, RelationKind
from plans.models import Plan, PlanIndicator, ReportingPeriod, Target, Task
from schools.models import Membership, Organisation

AUTHORITY = (RelationKind.LEGAL_BASIS, RelationKind.IMPLEMENTS)


@dataclass(frozen=True)
class Facts:
    """A plan with its parts. `targets` carry `is_asked`: whether the grid has their indicator."""

    plan: Plan
    has_authority: bool
    has_recipients: bool
    has_carriers: bool
    asks_schools: bool
    has_tasks: bool
    twin_year: int | None
    leaves: list[Task]
    targets: list[Target]
    periods: list[ReportingPeriod]
    section_kinds: list[str]
    reporters: list[Organisation]
    seats: list[Membership]


def facts_of(plan: Plan) -> Facts:
    """Read everything the checks need; the head is taken from `plan` as it is given."""
    asked = PlanIndicator.objects.filter(plan=plan, indicator=OuterRef("indicator"))
    targets = Target.objects.filter(plan=plan).select_related("indicator", "organisation")
    reporters = list(Organisation.objects.filter(reporting_duties__plan=plan).order_by("sort_key", "pk"))
    bodies = {plan.issuer_id, plan.receiver_id, *(body.pk for body in reporters)}
    seats = Membership.objects.in_force(timezone.localdate()).filter(organisation__in=bodies, user__is_active=True)
    return Facts(
        plan=plan,
        **_answers(plan),
        leaves=list(plan.tasks.filter(children__isnull=True).order_by("position", "pk")),
        targets=list(targets.annotate(is_asked=Exists(asked)).order_by("position", "pk")),
        periods=list(plan.periods.order_by("position")),
        section_kinds=list(plan.outline.order_by("position").values_list("kind", flat=True)),
        reporters=reporters,
        seats=list(seats.select_related("user", "organisation").order_by("user__sort_key", "pk")),
    )


def _answers(plan: Plan) -> Any:
    """Yes or no about parts of which nothing more is needed: one query."""
    twins = Plan.objects.filter(
        issuer=plan.issuer_id,
        document_type=plan.document_type,
        number=plan.number or "-",
        year__range=(plan.year - 1, plan.year + 1),
    ).exclude(pk=plan.pk)
    recipients = plan.recipients.order_by()
    return (
        Plan.objects.filter(pk=plan.pk)
        .annotate(
            has_authority=Exists(plan.relations.filter(kind__in=AUTHORITY)),
            has_recipients=Exists(recipients),
            has_carriers=Exists(recipients.filter(role=RecipientRole.CARRY_OUT)),
            asks_schools=Exists(plan.plan_indicators.filter(indicator__entered_by=EnteredBy.SCHOOL)),
            has_tasks=Exists(plan.tasks.all()),
            twin_year=Subquery(twins.order_by("year", "pk").values("year")[:1]),
        )
        .values("has_authority", "has_recipients", "has_carriers", "asks_schools", "has_tasks", "twin_year")
        .get()
    )

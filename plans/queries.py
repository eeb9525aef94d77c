"""What the pages of a plan show, read with a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from plans.enums import RecipientRole, RelationKind
from plans.models import OutlineSection, Plan, PlanRecipient, PlanRelation, ReportingPeriod, Target, Task
from plans.models.plan import PlanQuerySet

# "Thực hiện" comes before "căn cứ" on the page: what is carried out matters more to the reader than the authority.
CHAIN_ORDER = [
    RelationKind.IMPLEMENTS,
    RelationKind.LEGAL_BASIS,
    RelationKind.AMENDS,
    RelationKind.REPLACES,
    RelationKind.MENTIONS,
]


@dataclass(frozen=True)
class TaskRow:
    """A task at its depth in the plan's tree, 0 for the parts."""

    task: Task
    depth: int
    has_children: bool

    @property
    def coordinating_text(self) -> str:
        """Who coordinates: the units of the portal, then whom the document names in words of its own."""
        units = [unit.short_name for unit in self.task.coordinating.all()]
        return "; ".join(filter(None, [", ".join(units), self.task.coordinating_label]))


@dataclass(frozen=True)
class RelationGroup:
    kind: RelationKind
    relations: tuple[PlanRelation, ...]


@dataclass(frozen=True)
class RecipientGroup:
    role: RecipientRole
    recipients: tuple[PlanRecipient, ...]


def task_tree(plan: Plan, tasks: QuerySet[Any] | None = None) -> list[TaskRow]:
    """The plan's tasks, parents before children, in the plan's order: two queries whatever the depth. `tasks` are
    those of the plan with what a page annotates."""
    found = plan.tasks.all() if tasks is None else tasks
    tasks = found.select_related("lead", "same_as").prefetch_related("coordinating").order_by("position", "pk")
    children: dict[int | None, list[Task]] = {}
    for task in tasks:
        children.setdefault(task.parent_id, []).append(task)
    rows: list[TaskRow] = []
    stack = [(task, 0) for task in reversed(children.get(None, []))]
    while stack:
        task, depth = stack.pop()
        below = children.get(task.pk, [])
        rows.append(TaskRow(task, depth, bool(below)))
        stack.extend((child, depth + 1) for child in reversed(below))
    return rows


def relation_groups(plan: Plan, *, readable: PlanQuerySet) -> list[RelationGroup]:
    """The chain of documents by kind of relation; `is_readable` says of each whether it is one of the plans given."""
    relations = list(
        plan.relations.select_related("to_plan", "to_document")
        .annotate(is_readable=Exists(readable.filter(pk=OuterRef("to_plan"))))
        .order_by("position", "pk")
    )
    groups = (
        RelationGroup(kind, tuple(relation for relation in relations if relation.kind == kind)) for kind in CHAIN_ORDER
    )
    return [group for group in groups if group.relations]


def recipient_groups(recipients: Iterable[PlanRecipient]) -> list[RecipientGroup]:
    """ "Nơi nhận" by role, in the order in which a document lists the roles."""
    order = {role: place for place, role in enumerate(RecipientRole.values)}
    ordered = sorted(recipients, key=lambda recipient: order[recipient.role])
    return [
        RecipientGroup(RecipientRole(role), tuple(group))
        for role, group in groupby(ordered, key=lambda recipient: recipient.role)
    ]


def with_page_contents(plans: PlanQuerySet) -> PlanQuerySet:
    """Plans with everything their page names, except tasks and relations."""
    return plans.select_related("issuer", "receiver", "forwarded_to").prefetch_related(
        Prefetch("recipients", PlanRecipient.objects.order_by("position", "pk")),
        Prefetch("periods", ReportingPeriod.objects.order_by("position")),
        Prefetch("outline", OutlineSection.objects.order_by("position")),
        Prefetch("targets", Target.objects.whole().select_related("indicator").order_by("position", "pk")),
    )

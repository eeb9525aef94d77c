"""To which documents a plan refers."""

from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from plans.digests import digest_of
from plans.models import Plan, PlanRelation
from plans.services.rows import Rows, Seen, save_row
from plans.services.sections import lock_section


def relations_of(plan: Plan) -> QuerySet[PlanRelation]:
    return plan.relations.select_related("to_plan", "to_document__carries_out").order_by("position", "pk")


def seen_of(plan: Plan) -> list[Model]:
    """The relations with the cited documents, which can be corrected on the same page."""
    relations = list(relations_of(plan))
    return [*relations, *(row.to_document for row in relations if row.to_document)]


@transaction.atomic
def save_relation(*, plan: Plan, by: Any, row: PlanRelation, rows: Rows, seen: Seen, read_as: str) -> None:
    """Write a relation; a cited document that is new or was corrected is written with it, or not at all.

    Raises:
        SectionChanged, Conflict, ValidationError: as `save_row`.
    """
    lock_section(plan=plan, read_as=read_as, rows=seen)
    if row.to_document is not None:
        row.to_document.full_clean()
        row.to_document.save()
        row.to_document_id = row.to_document.pk
    save_row(plan=plan, by=by, row=row, rows=rows, seen=seen, read_as=digest_of(seen(plan)))

"""The documents an imported plan refers to: those the portal knows already, and new ones."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from plans.enums import PlanStatus
from plans.imports.content import RelationContent
from plans.imports.suggestions import style_of_symbol
from plans.models import CitedDocument, Plan, PlanRelation


def build_relations(plan: Plan, relations: Sequence[RelationContent], *, by: Any) -> None:
    """Relate the plan to each document once for each kind of relation."""
    seen: set[tuple[str, int, int]] = set()
    for row in relations:
        to_plan = _plan_like(row, plan, by)
        to_document = None if to_plan else _document_like(row) or _new_document(row)
        key = (row.kind, to_plan.pk if to_plan else 0, to_document.pk if to_document else 0)
        if key not in seen:
            position = len(seen) + 1
            PlanRelation.objects.create(
                plan=plan, kind=row.kind, to_plan=to_plan, to_document=to_document, position=position
            )
        seen.add(key)


def _same(row: RelationContent) -> Q:
    return Q(document_type=row.type, number=row.number, symbol=row.symbol, issued_on=row.issued_on)


def _plan_like(row: RelationContent, plan: Plan, by: Any) -> Plan | None:
    """A plan of the portal with the same type, number, symbol and date. Numbers begin anew every year, so a citation
    without a date names none; drafts of others are nobody's business."""
    if not (row.number and row.symbol and row.issued_on):
        return None
    mine = Plan.objects.visible_to(by).values("pk")
    known = Plan.objects.filter(~Q(status=PlanStatus.DRAFT) | Q(pk__in=mine))
    return known.filter(_same(row)).exclude(pk=plan.pk).order_by("pk").first()


def _document_like(row: RelationContent) -> CitedDocument | None:
    if not row.number:
        return None
    return CitedDocument.objects.filter(_same(row)).order_by("pk").first()


def _new_document(row: RelationContent) -> CitedDocument:
    return CitedDocument.objects.create(
        document_type=row.type,
        number=row.number,
        symbol=row.symbol,
        style=style_of_symbol(row.symbol),
        issued_on=row.issued_on,
        subject=row.subject,
        issuer_name=row.issuer,
    )

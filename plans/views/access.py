"""Which plan a page may work on: what a person cannot see does not exist, what they may not do is forbidden."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404

from plans.models import Plan, PlanImport
from plans.permissions import may_edit_plan, may_issue_plan


def get_plan(user: Any, pk: int) -> Plan:
    """A plan the person may read; `source_id` is the imported document it was made from, if the person may see that.

    Raises:
        Http404: it does not exist or the person cannot see it; the two are not told apart.
    """
    sources = PlanImport.objects.visible_to(user).filter(plan=OuterRef("pk")).order_by("-pk").values("pk")
    plans = Plan.objects.visible_to(user).select_related("issuer", "receiver", "forwarded_to")
    return get_object_or_404(plans.annotate(source_id=Subquery(sources[:1])), pk=pk)


def get_editable_plan(user: Any, pk: int) -> Plan:
    """A plan whose text the person may change.

    Raises:
        Http404: invisible. PermissionDenied: visible, but not theirs to write, or closed.
    """
    plan = get_plan(user, pk)
    if not may_edit_plan(user, plan):
        raise PermissionDenied
    return plan


def get_issuable_plan(user: Any, pk: int) -> Plan:
    """A plan the person may put in force, change while it is in force, or close.

    Raises:
        Http404: invisible. PermissionDenied: visible, but this is the head's to do.
    """
    plan = get_plan(user, pk)
    if not may_issue_plan(user, plan):
        raise PermissionDenied
    return plan

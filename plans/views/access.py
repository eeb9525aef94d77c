"""Which plan a page may work on: what a person cannot see does not exist, what they may not do is forbidden."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from plans.models import Plan
from plans.permissions import may_edit_plan, may_issue_plan


def get_plan(user: Any, pk: int) -> Plan:
    """A plan the person may read.

    Raises:
        Http404: it does not exist or the person cannot see it; the two are not told apart.
    """
    return get_object_or_404(Plan.objects.visible_to(user).select_related("issuer", "receiver", "forwarded_to"), pk=pk)


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

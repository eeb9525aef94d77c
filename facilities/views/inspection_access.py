"""Which visit a page may work on: what a person cannot see does not exist, what they may not do is forbidden."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from facilities.enums import Capability
from facilities.models import Inspection
from facilities.permissions import can
from facilities.queries.inspections import visible_inspections, with_content


def require_inspector(user: Any) -> None:
    """Raises:
    PermissionDenied: the person does not visit schools for the office.
    """
    if not can(user, Capability.INSPECT):
        raise PermissionDenied


def get_visit(user: Any, pk: int, rows: QuerySet[Inspection] | None = None) -> Inspection:
    """A visit the person may read, with all its content.

    Raises:
        Http404: it does not exist or the person cannot see it; the two are not told apart.
    """
    return get_object_or_404(with_content(visible_inspections(user)) if rows is None else rows, pk=pk)


def get_own_visit(user: Any, pk: int) -> Inspection:
    """A visit the person may write on while it has not ended.

    Raises:
        Http404: invisible. PermissionDenied: visible, but not for this.
    """
    visit = get_visit(user, pk)
    require_inspector(user)
    return visit

"""Getting at works: what a person cannot see is not there, what they see and may not do is forbidden."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from facilities.enums import Capability
from facilities.models import Work
from facilities.permissions import can


def require_area(user: Any, capability: Capability = Capability.VIEW_FACILITIES) -> None:
    """Pages of the whole area are for those who look at all schools.

    Raises:
        PermissionDenied: the person does not.
    """
    if not can(user, capability):
        raise PermissionDenied


def get_work(
    user: Any, pk: int, capability: Capability = Capability.VIEW_FACILITIES, works: QuerySet[Work] | None = None
) -> Work:
    """The work, if the person may do this with it.

    Raises:
        Http404: not there, or not theirs to see. PermissionDenied: seen, but the capability is missing.
    """
    found = get_object_or_404(Work.objects.select_related("school__organisation") if works is None else works, pk=pk)
    if not can(user, Capability.VIEW_FACILITIES, found.school):
        raise Http404
    if not can(user, capability, found.school):
        raise PermissionDenied
    return found

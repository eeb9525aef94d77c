"""Finding what the pages of the national standard are about: what a person may not see is not there."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from facilities.enums import Capability
from facilities.models import PlannedRecognition
from facilities.permissions import can
from schools.models import NationalStandard, School


def get_standard_school(user: Any, pk: int, capability: Capability = Capability.VIEW_FACILITIES) -> School:
    """The school; 404 for those who may not look at it, 403 for those who may not do `capability`."""
    school = get_object_or_404(School.objects.select_related("organisation"), pk=pk)
    _check(user, school, capability)
    return school


def get_recognition(user: Any, pk: int) -> NationalStandard:
    """A recognition to be corrected."""
    row = get_object_or_404(NationalStandard.objects.select_related("school__organisation"), pk=pk)
    _check(user, row.school, Capability.EDIT_FACILITIES)
    return row


def get_planned(user: Any, pk: int) -> PlannedRecognition:
    """An expectation to be changed or given up."""
    row = get_object_or_404(PlannedRecognition.objects.select_related("school__organisation"), pk=pk)
    _check(user, row.school, Capability.EDIT_FACILITIES)
    return row


def _check(user: Any, school: School, capability: Capability) -> None:
    if not can(user, Capability.VIEW_FACILITIES, school):
        raise Http404
    if not can(user, capability, school):
        raise PermissionDenied

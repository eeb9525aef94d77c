"""Which self-assessment a page may show or change: what cannot be seen does not exist, the rest is forbidden."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from facilities.enums import AssessmentState, Capability
from facilities.models import SelfAssessment
from facilities.permissions import can
from schools.models import School


def get_assessed_school(user: Any, pk: int) -> School:
    """A school whose assessments the person may look at.

    Raises:
        Http404: it does not exist, or the person has nothing to do with it.
    """
    school = get_object_or_404(School.objects.select_related("organisation"), pk=pk)
    if not can(user, Capability.VIEW_FACILITIES, school):
        raise Http404
    return school


def get_assessment(user: Any, pk: int) -> SelfAssessment:
    """An assessment of such a school. What an unfinished one says is the school's own: see `may_read`.

    Raises:
        Http404: as `get_assessed_school`.
    """
    rows = SelfAssessment.objects.select_related("school__organisation", "rule", "done_by")
    assessment = get_object_or_404(rows, pk=pk)
    if not can(user, Capability.VIEW_FACILITIES, assessment.school):
        raise Http404
    return assessment


def get_own_assessment(user: Any, pk: int) -> SelfAssessment:
    """An assessment the person's own school writes.

    Raises:
        Http404: invisible. PermissionDenied: of another school.
    """
    assessment = get_assessment(user, pk)
    if not can(user, Capability.ASSESS, assessment.school):
        raise PermissionDenied
    return assessment


def may_read(user: Any, assessment: SelfAssessment) -> bool:
    """A finished assessment is there for everybody who looks at the school, an unfinished one for its writers."""
    return assessment.state == AssessmentState.DONE or can(user, Capability.ASSESS, assessment.school)

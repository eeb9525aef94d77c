"""The two answers to "may I": what a person cannot see does not exist, what they may not do is forbidden."""

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from plans.models import Plan, ReportingPeriod
from reports.enums import Capability
from reports.models import Submission
from reports.models.submission import SubmissionQuerySet
from reports.permissions import can
from reports.queries.targets import with_frozen_content

M = TypeVar("M", bound=Model)


def get_visible_or_404(queryset: QuerySet[M], user: Any, pk: int) -> M:
    """The object if `visible_to(user)` contains it.

    Raises:
        Http404: it does not exist or the person cannot see it; the two are not told apart.
    """
    return get_object_or_404(queryset.visible_to(user), pk=pk)  # type: ignore[attr-defined]


def require(user: Any, capability: Capability, obj: Any) -> None:
    """Raises:
    PermissionDenied: the person sees the object but may not do this with it.
    """
    if not can(user, capability, obj):
        raise PermissionDenied


def get_submission(user: Any, pk: int, capability: Capability, *, rows: SubmissionQuerySet | None = None) -> Submission:
    """A report with its plan, for a person who may do what the page does; `rows` brings annotations along.

    Raises:
        Http404: invisible. PermissionDenied: visible, but not for this.
    """
    queryset = (
        with_frozen_content(Submission.objects.all() if rows is None else rows)
        .select_related("organisation__school", "period__plan", "last_edited_by")
        .with_extension()
    )
    submission = get_visible_or_404(queryset, user, pk)
    require(user, capability, submission)
    return submission


def get_period(user: Any, pk: int, capability: Capability) -> ReportingPeriod:
    """A period for a person who may do what the page does with its plan.

    Raises:
        Http404: the plan is invisible. PermissionDenied: visible, but not for this.
    """
    period = get_object_or_404(ReportingPeriod.objects.select_related("plan"), pk=pk)
    # Who may do something with a plan sees it, so visibility is asked only about those who may not.
    if not can(user, capability, period):
        if not Plan.objects.visible_to(user).filter(pk=period.plan_id).exists():
            raise Http404
        raise PermissionDenied
    return period

"""The way into every page of a period's results: who may read them, and what narrows them."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from plans.models import Plan, ReportingPeriod
from reports.queries.neighbours import neighbours_of
from reports.results_filter import ResultsFilter


def read_filter(request: HttpRequest, pk: int) -> ResultsFilter:
    """The filter of the address, with the period and those around it, for a person who may read its results.

    Raises:
        Http404: the plan is invisible. PermissionDenied: visible, but its results are not.
    """
    try:
        neighbours = neighbours_of(pk, request.user)
    except ReportingPeriod.DoesNotExist:
        raise Http404 from None
    if not neighbours.is_readable:
        if Plan.objects.visible_to(request.user).filter(pk=neighbours.period.plan_id).exists():
            raise PermissionDenied
        raise Http404
    return ResultsFilter(request.GET, neighbours.period, request.user, neighbours=neighbours)

"""One request: its life, who it stands together with, and the forms of the steps a person may take."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from reports.documents.wording import joined
from reports.enums import Capability, RecommendationStatus
from reports.forms import ActionForm
from reports.models import Recommendation
from reports.models.recommendation import OWNER_SEATS
from reports.permissions import can
from reports.queries.request_owners import forwarding_targets
from reports.queries.requests import Ages, with_all
from reports.queries.similar_requests import alike
from reports.request_forms import AnswerForm, ForwardForm, SolvedForm, UnsolvedForm
from reports.services.request_answering import together_with
from reports.views.access import get_visible_or_404
from reports.views.requests import request_badge
from schools.queries import actor_of

MOST_SIMILAR = 8
NAMED = 6
OPEN, CLOSED = RecommendationStatus.OPEN, RecommendationStatus.CLOSED


def get_request(user: Any, pk: int) -> Recommendation:
    """A request the person may see, with its report, plan and bodies.

    Raises:
        Http404: it does not exist or they cannot see it.
    """
    return get_visible_or_404(with_all(Recommendation.objects.all()), user, pk)


@require_safe
def request_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The request with its timeline, and what the person may do about it."""
    return detail_page(request, get_request(request.user, pk))


def detail_page(
    request: HttpRequest, asked: Recommendation, *, forms: dict[str, ActionForm] | None = None, status: int = 200
) -> HttpResponse:
    """The page of one request; `forms` are those that came back with errors, by their name in the page."""
    user = request.user
    may_group = asked.status != CLOSED and can(user, Capability.GROUP_REQUESTS, asked.submission.period.plan)
    context = {
        "asked": asked,
        "submission": asked.submission,
        "badge": request_badge(asked),
        "age": Ages([asked], timezone.localdate()).of(asked),
        "events": asked.events.select_related("by", "organisation", "on_behalf_of").order_by("at", "pk"),
        "members": _members(asked, user),
        "may_open_report": can(user, Capability.VIEW_CONTENT, asked.submission),
        "may_group": may_group and asked.raised_at is not None,
        "similar": _similar(asked) if may_group else [],
        **_steps(asked, user),
        **(forms or {}),
    }
    return render(request, "reports/requests/detail.html", context, status=status)


def _members(asked: Recommendation, user: Any) -> list[Recommendation]:
    """The others of its group that the person may see: a school does not see what other schools ask."""
    if asked.group_id is None:
        return []
    rows = Recommendation.objects.visible_to(user).filter(group=asked.group_id).exclude(pk=asked.pk)
    return list(rows.select_related("submission__organisation").order_by("submission__organisation__sort_key", "pk"))


def _similar(asked: Recommendation) -> list[Recommendation]:
    """Open requests of the same plan that probably ask the same."""
    plan = asked.submission.period.plan_id
    rows = Recommendation.objects.raised().open().filter(submission__period__plan=plan).exclude(pk=asked.pk)
    if asked.group_id:
        rows = rows.exclude(group=asked.group_id)
    others = list(rows.select_related("submission__organisation").order_by("raised_at", "pk"))
    return alike(asked, others)[:MOST_SIMILAR]


def _steps(asked: Recommendation, user: Any) -> dict[str, Any]:
    """The forms of the steps that exist for its state and that the person may take, with what they lead to."""
    found: dict[str, Any] = {}
    seen = {"seen": asked.version}
    if asked.status != CLOSED and can(user, Capability.ANSWER_REQUEST, asked):
        together = together_with(asked, user, Capability.ANSWER_REQUEST)
        owns = asked.owner_id is None or asked.owner_id in actor_of(user).organisations(*OWNER_SEATS)
        found |= {
            "answer_form": AnswerForm(initial=seen, prefix="answer"),
            "told_names": _names(together),
            "told_count": len(together),
            "instead_of": None if owns else asked.owner,
        }
    if asked.status == OPEN and can(user, Capability.FORWARD_REQUEST, asked):
        targets = forwarding_targets(asked, timezone.localdate())
        if targets:
            found["forward_form"] = ForwardForm(initial=seen, prefix="forward", targets=targets)
            found["moved_count"] = len(together_with(asked, user, Capability.FORWARD_REQUEST))
    if can(user, Capability.JUDGE_ANSWER, asked):
        if asked.status != CLOSED:
            found["solved_form"] = SolvedForm(initial=seen, prefix="solved")
        if asked.status != OPEN:
            found["unsolved_form"] = UnsolvedForm(initial=seen, prefix="unsolved")
    return found


def _names(requests: list[Recommendation]) -> str:
    names = list(dict.fromkeys(row.submission.organisation.short_name for row in requests))
    more = len(names) - NAMED
    return joined([*names[:NAMED], f"{more} đơn vị khác"] if more > 0 else names)


request_detail_urls = [path("requests/<int:pk>/", request_detail, name="request_detail")]

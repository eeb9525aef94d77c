"""The steps a person takes about requests: answer, forward, solved or not, group and ungroup."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_POST

from reports.enums import Capability
from reports.forms import ActionForm
from reports.models import Recommendation
from reports.permissions import can
from reports.queries.request_owners import forwarding_targets
from reports.queries.requests import with_all
from reports.request_forms import AnswerForm, ForwardForm, GroupForm, SolvedForm, UnsolvedForm
from reports.services import request_answering, request_grouping, request_judging
from reports.services.errors import Conflict
from reports.views.access import require
from reports.views.request_detail import detail_page, get_request
from reports.views.requests import list_context

MOST_GROUPED = 200


@require_POST
def request_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a request, and with it all of its group."""
    asked = get_request(request.user, pk)
    require(request.user, Capability.ANSWER_REQUEST, asked)

    def step(form: ActionForm) -> str:
        rows = request_answering.answer(request=asked, by=request.user, **form.cleaned_data)
        return f"Đã trả lời {len(rows)} kiến nghị; đơn vị nêu kiến nghị nhận được thông báo."

    return _take(request, asked, "answer", AnswerForm, step)


@require_POST
def request_forward(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a request to the organisation that can decide."""
    asked = get_request(request.user, pk)
    require(request.user, Capability.FORWARD_REQUEST, asked)
    targets = forwarding_targets(asked, timezone.localdate())

    def step(form: ActionForm) -> str:
        rows = request_answering.forward(request=asked, by=request.user, **form.cleaned_data)
        return f"Đã chuyển {len(rows)} kiến nghị đến {form.cleaned_data['to'].name}."

    return _take(request, asked, "forward", ForwardForm, step, targets=targets)


@require_POST
def request_close(request: HttpRequest, pk: int) -> HttpResponse:
    """The school says that the matter is solved."""
    asked = get_request(request.user, pk)
    require(request.user, Capability.JUDGE_ANSWER, asked)

    def step(form: ActionForm) -> str:
        request_judging.close(request=asked, by=request.user, **form.cleaned_data)
        return "Đã ghi: kiến nghị được giải quyết. Kiến nghị không còn hiện trong báo cáo kỳ sau."

    return _take(request, asked, "solved", SolvedForm, step)


@require_POST
def request_reject(request: HttpRequest, pk: int) -> HttpResponse:
    """The school says that the matter is not solved, and why."""
    asked = get_request(request.user, pk)
    require(request.user, Capability.JUDGE_ANSWER, asked)

    def step(form: ActionForm) -> str:
        request_judging.reject_answer(request=asked, by=request.user, **form.cleaned_data)
        return "Đã ghi: chưa giải quyết. Đơn vị trả lời nhận được ý kiến của trường."

    return _take(request, asked, "unsolved", UnsolvedForm, step)


def _take(
    request: HttpRequest,
    asked: Recommendation,
    name: str,
    form_class: type[ActionForm],
    step: Callable[[Any], str],
    **options: Any,
) -> HttpResponse:
    """Take a step, or show the page again with what was typed and why the step was not taken."""
    form = form_class(request.POST, prefix=name, **options)
    if not form.is_valid():
        return detail_page(request, asked, forms={f"{name}_form": form}, status=422)
    try:
        messages.success(request, step(form))
    except Conflict as conflict:
        fresh = get_request(request.user, asked.pk)
        # What was typed stays, and pressing again is a decision about the state shown now.
        again = form_class({**request.POST.dict(), f"{name}-seen": fresh.version}, prefix=name, **options)
        again.add_error(None, conflict.message)
        return detail_page(request, fresh, forms={f"{name}_form": again}, status=409)
    return redirect("request_detail", pk=asked.pk)


@require_POST
def request_group(request: HttpRequest) -> HttpResponse:
    """Put the ticked requests together under one title."""
    form = GroupForm(request.POST)
    ids = [int(pk) for pk in request.POST.getlist("ids") if pk.isascii() and pk.isdigit() and len(pk) < 18]
    rows = list(with_all(Recommendation.objects.visible_to(request.user).filter(pk__in=ids[:MOST_GROUPED])))
    if any(not can(request.user, Capability.GROUP_REQUESTS, row.submission.period.plan) for row in rows):
        raise PermissionDenied
    if form.is_valid():
        try:
            made = request_grouping.group(requests=rows, by=request.user, title=form.cleaned_data["title"])
        except Conflict as conflict:
            form.add_error(None, conflict.message)
        else:
            messages.success(request, f"Đã gộp {made.recommendations.count()} kiến nghị: “{made.title}”.")
            return redirect("request_detail", pk=rows[0].pk)
    context = list_context(request, form) | {"ticked": {row.pk for row in rows}}
    return render(request, "reports/requests/list.html", context, status=422)


@require_POST
def request_ungroup(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request out of its group."""
    asked = get_request(request.user, pk)
    require(request.user, Capability.GROUP_REQUESTS, asked.submission.period.plan)
    try:
        request_grouping.ungroup(request=asked, by=request.user)
        messages.success(request, "Đã tách kiến nghị khỏi nhóm; từ nay trả lời riêng.")
    except Conflict as conflict:
        messages.error(request, conflict.message)
    return redirect("request_detail", pk=pk)


request_step_urls = [
    path("requests/group/", request_group, name="request_group"),
    path("requests/<int:pk>/answer/", request_answer, name="request_answer"),
    path("requests/<int:pk>/forward/", request_forward, name="request_forward"),
    path("requests/<int:pk>/solved/", request_close, name="request_close"),
    path("requests/<int:pk>/unsolved/", request_reject, name="request_reject"),
    path("requests/<int:pk>/ungroup/", request_ungroup, name="request_ungroup"),
]

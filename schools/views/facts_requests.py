"""A school asks to have its facts of a year mended; the office answers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Case, Q, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schools.enums import FactsRequestState, Grade
from schools.fact_values import differences, fingerprint, values_of
from schools.facts_forms import AnswerForm, FactsForm
from schools.models import FactsRequest, School
from schools.permissions import SCHOOL_ROLES, keeps_registry, may_ask_facts, may_view_request, sees_requests
from schools.proposed_year import warnings_if_confirmed
from schools.queries import actor_of
from schools.services import facts_requests
from vietnamese.dates import school_year_label, school_year_of

PAGE_SIZE = 50


@require_safe
def facts_request_list(request: HttpRequest) -> HttpResponse:
    """Requests of all schools for the office, of their own for a school's people; those that wait come first."""
    actor = actor_of(request.user)
    rows = FactsRequest.objects.select_related("school__organisation", "asked_by", "decided_by")
    if not sees_requests(request.user):
        raise Http404
    if not (keeps_registry(request.user) or actor.is_administrator):
        rows = rows.filter(school__organisation__in=actor.organisations(*SCHOOL_ROLES))
    state = request.GET.get("state", "")
    chosen = rows.filter(state=state) if state in FactsRequestState.values else rows
    waiting = Q(state=FactsRequestState.ASKED)
    page = Paginator(chosen.order_by(Case(When(waiting, then=0), default=1), "-asked_at", "-pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "state": state,
        "states": FactsRequestState.choices,
        "waiting": rows.filter(waiting).count(),
    }
    return render(request, "schools/requests.html", context)


def _visible(request: HttpRequest, pk: int) -> FactsRequest:
    rows = FactsRequest.objects.select_related("school__organisation", "asked_by", "decided_by")
    found = get_object_or_404(rows, pk=pk)
    if not may_view_request(request.user, found):
        raise Http404
    return found


@require_safe
def facts_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request: before and after, what has moved since, and what the office has answered or may answer."""
    return _page(request, _visible(request, pk))


@require_POST
def facts_request_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The office confirms or declines; what was typed stays when that fails."""
    asked = _visible(request, pk)
    if not keeps_registry(request.user):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if form.is_valid() and _decide(request, asked, form.cleaned_data):
        return redirect("facts_request", pk=pk)
    return _page(request, asked, form)


def _page(request: HttpRequest, asked: FactsRequest, form: AnswerForm | None = None) -> HttpResponse:
    stands = values_of(asked.school, asked.school_year)
    seen = fingerprint(asked, stands)
    if form is not None:  # whoever looks again at figures that have moved confirms what is shown now
        form.data = {**{name: str(text) for name, text in form.data.items()}, "seen": seen}
    is_open = asked.state == FactsRequestState.ASKED
    context = {
        "asked": asked,
        "year": school_year_label(asked.school_year),
        "differences": differences(asked, stands),
        "warnings": warnings_if_confirmed(asked, stands) if is_open else [],
        "form": form or AnswerForm(initial={"seen": seen}),
        "may_decide": keeps_registry(request.user) and is_open,
        "may_withdraw": may_ask_facts(request.user, asked.school) and is_open,
    }
    return render(request, "schools/request.html", context, status=422 if form else 200)


def _decide(request: HttpRequest, asked: FactsRequest, data: dict[str, Any]) -> bool:
    try:
        if data["decision"] == "confirm":
            facts_requests.confirm(request=asked, by=request.user, seen=data["seen"], answer=data["answer"])
            messages.success(request, "Đã xác nhận; danh mục đã ghi số mới.")
        else:
            facts_requests.decline(request=asked, by=request.user, answer=data["answer"])
            messages.success(request, "Đã trả lời trường; danh mục giữ nguyên.")
    except facts_requests.FactsRefused as refused:
        messages.error(request, str(refused))
        asked.refresh_from_db()
        return False
    return True


@require_POST
def facts_request_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The school takes its request back."""
    asked = _visible(request, pk)
    if not may_ask_facts(request.user, asked.school):
        raise PermissionDenied
    try:
        facts_requests.withdraw(request=asked, by=request.user)
        messages.success(request, "Đã rút đề nghị.")
    except facts_requests.FactsRefused as refused:
        messages.error(request, str(refused))
    return redirect("facts_request", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def facts_request_new(request: HttpRequest, pk: int, year: int) -> HttpResponse:
    """The facts of a year as they stand, to be corrected by the school and sent to the office with a reason."""
    school = get_object_or_404(School.objects.select_related("organisation"), pk=pk)
    if not may_ask_facts(request.user, school):
        raise PermissionDenied
    years = _years(school)
    if year not in years:
        raise Http404
    typed = request.POST if request.method == "POST" else None
    form = FactsForm(typed, grades=Grade.of_levels(school.levels), values=values_of(school, year), prefix="facts")
    if request.method == "POST" and form.is_valid():
        try:
            asked = facts_requests.ask(
                school=school,
                school_year=year,
                wanted=form.cleaned_values,
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except facts_requests.FactsRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Đã gửi đề nghị. Số đang ghi chưa đổi cho đến khi được xác nhận.")
            return redirect("facts_request", pk=asked.pk)
    context = {
        "school": school,
        "form": form,
        "year": year,
        "label": school_year_label(year),
        "years": [(one, school_year_label(one)) for one in years],
    }
    return render(request, "schools/request_new.html", context, status=422 if form.is_bound else 200)


def _years(school: School) -> list[int]:
    """The years on record, and the running one, which the school may be the first to tell."""
    known = set(school.yearly_facts.values_list("school_year", flat=True))
    return sorted(known | {school_year_of(timezone.localdate())}, reverse=True)


facts_request_urls = [
    path("schools/requests/", facts_request_list, name="facts_request_list"),
    path("schools/requests/<int:pk>/", facts_request, name="facts_request"),
    path("schools/requests/<int:pk>/decide/", facts_request_decide, name="facts_request_decide"),
    path("schools/requests/<int:pk>/withdraw/", facts_request_withdraw, name="facts_request_withdraw"),
    path("schools/<int:pk>/facts/<int:year>/", facts_request_new, name="facts_request_new"),
]

"""Each step in the life of a summary as one request."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from reports.enums import Capability
from reports.models import SummaryReport
from reports.queries.summary_numbers import numbered_as
from reports.services.errors import Conflict
from reports.services.finalising import finalise, withdraw_finalising
from reports.services.publishing import publish
from reports.services.registering import NumberRefused, NumberTaken, number_summary
from reports.services.replacing import correct, drop_correction
from reports.services.summary_conflicts import overtaken
from reports.summary_forms import CorrectionForm, NumberForm
from reports.views.access import get_visible_or_404, require
from reports.views.summary_life import number_form


def get_summary(request: HttpRequest, pk: int, capability: Capability) -> SummaryReport:
    """A summary the person sees and may do this with.

    Raises:
        Http404: invisible. PermissionDenied: visible, but not for this.
    """
    rows = SummaryReport.objects.select_related(
        "period__plan__receiver", "period__plan__issuer", "period__plan__forwarded_to", "replaces"
    )
    summary = get_visible_or_404(rows, request.user, pk)
    require(request.user, capability, summary)
    return summary


def _do(request: HttpRequest, summary: SummaryReport, step: Callable[..., Any], done: str, **details: Any) -> Any:
    """Take one step and say what came of it; back to the page of the period."""
    try:
        step(summary=summary, by=request.user, **details)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, done)
    return redirect("period_summary", pk=summary.period_id)


def _refuse(request: HttpRequest, summary: SummaryReport) -> HttpResponse:
    """The page of a step that the summary does not have now leads back, with the reason."""
    messages.error(request, overtaken(summary).message)
    return redirect("period_summary", pk=summary.period_id)


@require_POST
def summary_finalise(request: HttpRequest, pk: int) -> HttpResponse:
    """The head approves what the page showed."""
    summary = get_summary(request, pk, Capability.FINALISE_SUMMARY)
    done = "Đã chốt báo cáo. Văn thư ghi số, ngày rồi phát hành."
    return _do(request, summary, finalise, done, seen=request.POST.get("seen", ""))


@require_POST
def summary_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The head takes the approval back."""
    summary = get_summary(request, pk, Capability.FINALISE_SUMMARY)
    return _do(request, summary, withdraw_finalising, "Đã rút chốt. Báo cáo trở lại dự thảo theo số liệu hiện tại.")


@require_http_methods(["GET", "POST"])
def summary_number(request: HttpRequest, pk: int) -> HttpResponse:
    """The clerk enters number and day; a number that exists is asked about."""
    summary = get_summary(request, pk, Capability.ISSUE_SUMMARY)
    if summary.is_draft or summary.is_published:
        return _refuse(request, summary)
    form = NumberForm(request.POST) if request.method == "POST" else number_form(summary)
    try:
        if form.is_valid() and _number(request, summary, form):
            return redirect("period_summary", pk=summary.period_id)
    except Conflict as conflict:
        messages.error(request, conflict.message)
        return redirect("period_summary", pk=summary.period_id)
    context = {"summary": summary, "period": summary.period, "number_form": form}
    return render(request, "reports/summary/number.html", context, status=422 if form.errors else 200)


def _number(request: HttpRequest, summary: SummaryReport, form: NumberForm) -> bool:
    try:
        number_summary(summary=summary, by=request.user, **form.cleaned_data)
    except NumberRefused as refused:
        for name, message in refused.errors.items():
            form.add_error(name, message)
        return False
    except NumberTaken as taken:
        form.ask_again(taken.message)
        return False
    messages.success(request, f"Đã ghi {numbered_as(summary)}. Báo cáo sẵn sàng phát hành.")
    return True


@require_POST
def summary_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """The clerk publishes it to the leaders."""
    summary = get_summary(request, pk, Capability.ISSUE_SUMMARY)
    return _do(request, summary, publish, "Đã phát hành. Lãnh đạo nhận thông báo; tệp PDF, Word, Excel đang được tạo.")


@require_http_methods(["GET", "POST"])
def summary_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the revision that replaces a published summary."""
    summary = get_summary(request, pk, Capability.EDIT_SUMMARY)
    if not summary.is_published:
        return _refuse(request, summary)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = "Đã lập dự thảo thay thế. Bản đang phát hành vẫn có hiệu lực cho đến khi bản mới được phát hành."
        return _do(request, summary, correct, done, reason=form.cleaned_data["comment"])
    context = {"summary": summary, "period": summary.period, "correction_form": form}
    return render(request, "reports/summary/correct.html", context, status=422 if form.errors else 200)


@require_POST
def summary_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up the draft of a correction."""
    summary = get_summary(request, pk, Capability.EDIT_SUMMARY)
    return _do(request, summary, drop_correction, "Đã bỏ dự thảo thay thế. Bản đã phát hành vẫn có hiệu lực.")


summary_step_urls = [
    path("summaries/<int:pk>/finalise/", summary_finalise, name="summary_finalise"),
    path("summaries/<int:pk>/withdraw/", summary_withdraw, name="summary_withdraw"),
    path("summaries/<int:pk>/number/", summary_number, name="summary_number"),
    path("summaries/<int:pk>/publish/", summary_publish, name="summary_publish"),
    path("summaries/<int:pk>/correct/", summary_correct, name="summary_correct"),
    path("summaries/<int:pk>/drop/", summary_drop, name="summary_drop"),
]

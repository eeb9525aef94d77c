"""Forms by which the office notes recognitions, passed re-checks and what it expects."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from facilities.enums import Capability
from facilities.permissions import can
from facilities.services import recognising
from facilities.services.recognising import RecognitionChanged, RecognitionRefused
from facilities.standard_forms import PlannedForm, RecognitionForm
from facilities.views.standard_access import get_planned, get_recognition
from vietnamese.dates import format_date

CHANGED = (
    "Người khác vừa sửa dòng này. Nội dung đang ghi hiện ở trên; nội dung vừa nhập còn ở trong ô. Xem lại rồi lưu."
)


@require_http_methods(["GET", "POST"])
def standard_add(request: HttpRequest) -> HttpResponse:
    """Note a recognition or a passed re-check; `?school=` and `?level=` choose beforehand."""
    _ask_office(request)
    form = RecognitionForm(request.POST or None, initial=request.GET.dict())
    if form.is_valid():
        try:
            row = recognising.recognise(school=form.about, by=request.user, **form.values)
        except RecognitionRefused as refused:
            form.add_issues(refused.issues)
        else:
            due = format_date(row.recheck_due_on)
            messages.success(request, f"Đã ghi công nhận {row.school}; kiểm tra lại trước ngày {due}.")
            return redirect("standard_school", row.school_id)
    return _page(request, "facilities/standard/add.html", form)


@require_http_methods(["GET", "POST"])
def standard_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a row right; a row that somebody else has changed is shown beside what was typed."""
    row = get_recognition(request.user, pk)
    seen = recognising.fingerprint(row)
    stored = {name: getattr(row, name) for name in ("level", "decision", "recognised_on", "recheck_due_on")}
    form = RecognitionForm(request.POST or None, recognition=row, initial={**stored, "seen": seen})
    status = 422
    if form.is_valid():
        try:
            given = {**form.values, "seen": form.cleaned_data["seen"]}
            recognising.correct_recognition(recognition=row, by=request.user, **given)
        except RecognitionRefused as refused:
            form.add_issues(refused.issues)
        except RecognitionChanged:
            status = 409
            form.data = {**request.POST.dict(), "seen": seen}
            form.add_error(None, CHANGED)
        else:
            messages.success(request, "Đã sửa dòng công nhận.")
            return redirect("standard_school", row.school_id)
    return _page(request, "facilities/standard/edit.html", form, status, row=row, school=row.school)


@require_POST
def standard_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take out a row noted by mistake; the button that says so sends `confirm`."""
    row = get_recognition(request.user, pk)
    if request.POST.get("confirm") != "1":
        return redirect("standard_edit", pk)
    school = row.school_id
    recognising.remove_recognition(recognition=row, by=request.user)
    messages.success(request, f"Đã xóa lần công nhận ngày {format_date(row.recognised_on)}.")
    return redirect("standard_school", school)


@require_http_methods(["GET", "POST"])
def planned_add(request: HttpRequest) -> HttpResponse:
    """Note that a school is expected to be recognised; `?school=` and `?kind=` choose beforehand."""
    _ask_office(request)
    form = PlannedForm(request.POST or None, initial=request.GET.dict())
    return _expect(request, form, "facilities/standard/planned_add.html")


@require_http_methods(["GET", "POST"])
def planned_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is expected; what has become a recognition stays as it is."""
    row = get_planned(request.user, pk)
    if row.recognition_id is not None:
        messages.info(request, "Dự kiến này đã thành công nhận nên không sửa nữa.")
        return redirect("standard_school", row.school_id)
    stored = {name: getattr(row, name) for name in ("kind", "level", "expected_on", "note")}
    form = PlannedForm(request.POST or None, planned=row, initial=stored)
    return _expect(request, form, "facilities/standard/planned_edit.html", planned=row, school=row.school)


def _expect(request: HttpRequest, form: PlannedForm, template: str, **context: Any) -> HttpResponse:
    if form.is_valid():
        try:
            row = recognising.expect_recognition(school=form.about, planned=form.planned, **form.values)
        except RecognitionRefused as refused:
            form.add_issues(refused.issues)
        else:
            messages.success(request, f"Đã ghi dự kiến công nhận {row.school} ngày {format_date(row.expected_on)}.")
            return redirect("standard_school", row.school_id)
    return _page(request, template, form, **context)


@require_POST
def planned_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """The school will not be proposed; the forecast no longer counts it."""
    row = get_planned(request.user, pk)
    if recognising.give_up(planned=row):
        messages.success(request, f"Đã thôi đề nghị công nhận {row.school}; dự báo không còn tính trường này.")
    else:
        messages.info(request, "Dự kiến này đã kết thúc từ trước, không có gì thay đổi.")
    return redirect("standard_school", row.school_id)


def _ask_office(request: HttpRequest) -> None:
    if not can(request.user, Capability.EDIT_FACILITIES):
        raise PermissionDenied


def _page(request: HttpRequest, template: str, form: Form, status: int = 422, **context: Any) -> HttpResponse:
    context["form"] = form
    return render(request, template, context, status=status if form.is_bound and form.errors else 200)


standard_editing_urls = [
    path("facilities/standard/add/", standard_add, name="standard_add"),
    path("facilities/standard/recognitions/<int:pk>/", standard_edit, name="standard_edit"),
    path("facilities/standard/recognitions/<int:pk>/remove/", standard_remove, name="standard_remove"),
    path("facilities/standard/planned/add/", planned_add, name="planned_add"),
    path("facilities/standard/planned/<int:pk>/", planned_edit, name="planned_edit"),
    path("facilities/standard/planned/<int:pk>/give-up/", planned_give_up, name="planned_give_up"),
]

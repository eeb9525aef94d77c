"""The self-assessments of one school: its years, one of them to read, finishing and reopening it, Excel."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from facilities.enums import AssessmentState, Capability
from facilities.models import SelfAssessment, StandardRule
from facilities.permissions import can
from facilities.queries.assessments import history_of, sheet_of
from facilities.queries.rules import deciding_day, rules_for
from facilities.services import assessing
from facilities.services.assessing import NotReady
from facilities.views.assessment_access import get_assessed_school, get_assessment, get_own_assessment, may_read
from facilities.workbooks.assessments import assessment_workbook
from plans.services.errors import Conflict
from schools.downloads import workbook_response
from schools.models import School
from vietnamese.dates import school_year_label, school_year_of


@require_safe
def school_assessments(request: HttpRequest, pk: int) -> HttpResponse:
    """The years of a school; its people begin the one of this or of the last school year."""
    school = get_assessed_school(request.user, pk)
    may_assess = can(request.user, Capability.ASSESS, school)
    rows = history_of(school)
    context = {
        "school": school,
        "rows": rows,
        "offers": _offers(school, rows) if may_assess else [],
        "may_assess": may_assess,
        "done": AssessmentState.DONE,
    }
    return render(request, "facilities/assessments/school.html", context)


def _offers(school: School, rows: list[SelfAssessment]) -> list[tuple[int, StandardRule]]:
    """The school years and rules an assessment may be begun for and has not been yet."""
    today = timezone.localdate()
    begun = {(row.school_year, row.rule_id) for row in rows}
    years = (school_year_of(today), school_year_of(today) - 1)
    found = [(year, rule) for year in years for rule in rules_for(school, deciding_day(year, today))]
    return [(year, rule) for year, rule in found if (year, rule.pk) not in begun]


@require_POST
def assessment_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin one of the offered assessments; a second press leads to what the first one has begun."""
    school = get_assessed_school(request.user, pk)
    if not can(request.user, Capability.ASSESS, school):
        raise PermissionDenied
    posted = (request.POST.get("year", ""), request.POST.get("rule", ""))
    for year, rule in _offers(school, []):
        if posted == (str(year), str(rule.pk)):
            begun = assessing.start(school=school, rule=rule, school_year=year)
            return redirect("assessment_edit", pk=begun.pk)
    messages.error(request, "Chọn một năm học có trong danh sách.")
    return redirect("school_assessments", pk=pk)


@require_safe
def assessment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One assessment to read; of an unfinished one the office sees how far the school is."""
    assessment = get_assessment(request.user, pk)
    is_open_to_me = may_read(request.user, assessment)
    context = {
        "assessment": assessment,
        "sheet": sheet_of(assessment),
        "may_read": is_open_to_me,
        "may_assess": can(request.user, Capability.ASSESS, assessment.school),
        "is_done": assessment.state == AssessmentState.DONE,
    }
    return render(request, "facilities/assessments/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """What is still open, or the sentence that says what finishing means and the button."""
    assessment = get_own_assessment(request.user, pk)
    if request.method == "POST":
        try:
            assessing.finish(assessment=assessment, by=request.user)
        except Conflict as error:
            messages.error(request, error.message)
            return redirect("assessment_detail", pk=pk)
        except NotReady:
            return _finish_page(request, assessment, status=409)
        messages.success(request, "Đã hoàn thành bản tự đánh giá.")
        return redirect("assessment_detail", pk=pk)
    if assessment.state == AssessmentState.DONE:
        return redirect("assessment_detail", pk=pk)
    return _finish_page(request, assessment)


def _finish_page(request: HttpRequest, assessment: SelfAssessment, status: int = 200) -> HttpResponse:
    sheet = sheet_of(assessment)
    context: dict[str, Any] = {
        "assessment": assessment,
        "sheet": sheet,
        "open_lines": [line for line in sheet.lines if assessing.is_unready(line)],
    }
    return render(request, "facilities/assessments/finish.html", context, status=status)


@require_POST
def assessment_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """The school writes again."""
    assessment = get_own_assessment(request.user, pk)
    try:
        assessing.reopen(assessment=assessment)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã mở lại bản tự đánh giá. Hoàn thành lại thì số liệu mới được tính.")
    return redirect("assessment_edit", pk=pk)


@require_POST
def assessment_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill the untouched lines from the year before."""
    assessment = get_own_assessment(request.user, pk)
    try:
        count = assessing.copy_earlier(assessment=assessment)
    except Conflict as error:
        messages.error(request, error.message)
    else:
        messages.success(
            request, f"Đã chép {count} tiêu chí từ năm học trước. Xem lại từng tiêu chí trước khi hoàn thành."
        )
    return redirect("assessment_edit", pk=pk)


@require_safe
def assessment_export(request: HttpRequest, pk: int) -> HttpResponse:
    """One assessment as an Excel file, for those who may read it."""
    assessment = get_assessment(request.user, pk)
    if not may_read(request.user, assessment):
        raise PermissionDenied
    name = f"Tự đánh giá {assessment.school} {school_year_label(assessment.school_year)}"
    return workbook_response(assessment_workbook(sheet_of(assessment)), name)


assessment_urls = [
    path("facilities/schools/<int:pk>/assessments/", school_assessments, name="school_assessments"),
    path("facilities/schools/<int:pk>/assessments/start/", assessment_start, name="assessment_start"),
    path("facilities/assessments/<int:pk>/", assessment_detail, name="assessment_detail"),
    path("facilities/assessments/<int:pk>/finish/", assessment_finish, name="assessment_finish"),
    path("facilities/assessments/<int:pk>/reopen/", assessment_reopen, name="assessment_reopen"),
    path("facilities/assessments/<int:pk>/copy/", assessment_copy, name="assessment_copy"),
    path("facilities/assessments/<int:pk>/export/", assessment_export, name="assessment_export"),
]

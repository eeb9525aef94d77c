"""The school's way through a report: read, write, check, send."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plans.enums import SectionKind, TaskStatus
from reports import permissions, workflow
from reports.checks import check_sheet, errors_of, warnings_of
from reports.enums import Action, Addressee, Capability, RequestVerdict, SubmissionStatus
from reports.forms import ReasonForm
from reports.models import Submission
from reports.presentation import status_badge
from reports.queries.comments import comments_context, comments_of
from reports.queries.corrections import comment_issues
from reports.queries.evidence import evidence_limits
from reports.queries.figure_sheets import definitions_of
from reports.queries.history import history_of, latest_request
from reports.queries.last_year import add_last_year
from reports.queries.sheet import SectionRow, Sheet, load_sheet
from reports.services import carrying, editing, submitting
from reports.services.correcting import locked_sentence
from reports.services.errors import Conflict, ReportIncomplete
from reports.views.access import get_submission
from reports.views.corrections import correction_context
from vietnamese.dates import format_datetime


@require_GET
def submission_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it stands, with its history. Read-only."""
    submission = get_submission(request.user, pk, Capability.VIEW_CONTENT)
    sheet = load_sheet(submission)
    events = history_of(submission)
    context = {
        "submission": submission,
        "sheet": sheet,
        "badge": status_badge(submission),
        "events": events,
        "extension_request": latest_request(events),
        "may_ask": permissions.can(request.user, Capability.ASK_EXTENSION, submission),
        "actions": permissions.allowed_actions(request.user, submission),
        "nil_form": ReasonForm(),
        **comments_context(sheet, request.user),
    }
    return render(request, "reports/submission_detail.html", context)


@require_http_methods(["GET", "POST"])
def submission_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One section of the report at a time. Moving on saves, so nothing typed is left behind."""
    submission = get_submission(request.user, pk, Capability.EDIT)
    if not submission.is_editable:
        words = submission.words
        text = f"{words.capital} đã {words.sending} nên chỉ đọc. Muốn sửa, thu hồi hoặc đề nghị người duyệt trả lại."
        messages.info(request, text)
        return redirect("submission_detail", pk=pk)
    if request.method == "POST":
        return _save_section(request, submission)
    sheet = load_sheet(submission)
    add_last_year(sheet)
    section = sheet.section(request.GET.get("section")) or sheet.sections[0]
    return render(request, "reports/submission_edit.html", edit_context(sheet, section))


def _save_section(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Store what was typed; when somebody else changed the same section meanwhile, show both and let one be chosen."""
    changes = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    sheet = load_sheet(submission)
    section = sheet.section(changes.get("section")) or sheet.sections[0]
    current = sheet.digest_of(section)
    if changes.get("digest") != current:
        stored = load_sheet(submission)
        editing.overlay(sheet, changes)
        if sheet.digest_of(section) != current:
            context = edit_context(sheet, section) | {"stored": stored, "digest": current}
            return render(request, "reports/submission_edit.html", context, status=409)
    try:
        sheet = editing.save_report(submission=submission, by=request.user, changes=changes)
    except (Conflict, workflow.TransitionNotAllowed) as error:
        messages.error(request, str(error))
        return render(request, "reports/submission_edit.html", edit_context(sheet, section), status=409)
    if sheet.refused:
        return render(request, "reports/submission_edit.html", edit_context(sheet, section), status=422)
    return _after_save(request, sheet, section)


def _after_save(request: HttpRequest, sheet: Sheet, section: SectionRow) -> HttpResponse:
    target = request.POST.get("go", "")
    if target == "check":
        return redirect("submission_check", pk=sheet.submission.pk)
    following = sheet.section(target) or section
    if following.code == section.code and target != "stay-quietly":
        messages.success(request, f"Đã lưu lúc {format_datetime(sheet.submission.last_edited_at)}.")
    url = f"{request.path}?section={following.code}"
    return redirect(url)


def tell_refused(request: HttpRequest, refused: Mapping[str, str]) -> None:
    """Say on the next page what was typed at a shut place and not stored."""
    for typed in refused.values():
        messages.error(request, locked_sentence(typed))


def edit_context(sheet: Sheet, section: SectionRow) -> dict[str, Any]:
    """What the edit page shows: the outline with its ticks, the section, its issues."""
    issues = check_sheet(sheet)
    here = [issue for issue in issues if issue.section == section.code]
    wrong = [issue for issue in here if not issue.is_missing]
    outline = [(row, *sheet.progress_of(row)) for row in sheet.sections]
    position = sheet.sections.index(section)
    return {
        "submission": sheet.submission,
        "sheet": sheet,
        "section": section,
        "outline": outline,
        "following": sheet.sections[position + 1] if position + 1 < len(sheet.sections) else None,
        "digest": sheet.digest_of(section),
        "issues": wrong,
        "missing": [issue for issue in here if issue.is_missing],
        "issue_by_field": {issue.field: issue for issue in reversed(wrong)},
        "warned_rows": {issue.field.rsplit("-", 1)[0] for issue in wrong if not issue.is_error},
        "kinds": SectionKind,
        "task_statuses": TaskStatus.choices,
        "addressees": Addressee.choices,
        "recommendation_lines": _recommendation_lines(sheet),
        "answered_requests": [row for row in sheet.recommendations if row.is_answered],
        "verdicts": RequestVerdict.choices,
        "limits": evidence_limits(),
        "definitions": definitions_of(sheet.grid) if sheet.submission.is_figures else {},
        **correction_context(sheet, section, issues),
    }


def _recommendation_lines(sheet: Sheet) -> list[tuple[int, str, str, str]]:
    """The requests entered so far that nobody has answered, and three empty lines below."""
    written = [row for row in sheet.recommendations if not row.is_answered]
    lines = [(number, row.addressee, row.text, str(row.pk or "")) for number, row in enumerate(written)]
    return lines + [(len(lines) + extra, Addressee.OFFICE.value, "", "") for extra in range(3)]


@require_POST
def submission_carry(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy what is still empty from the period before; what was typed on the page is saved first."""
    submission = get_submission(request.user, pk, Capability.EDIT)
    changes = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    try:
        copied = carrying.carry_over(submission=submission, by=request.user, changes=changes)
    except (Conflict, workflow.TransitionNotAllowed) as error:
        messages.error(request, str(error))
    else:
        count = copied.count
        text = f"Đã chép {count} mục từ kỳ trước vào chỗ còn trống." if count else "Không có gì để chép từ kỳ trước."
        messages.success(request, text)
        tell_refused(request, copied.refused)
    return redirect(f"{reverse('submission_edit', args=[pk])}?section={changes.get('section', '')}")


@require_GET
def submission_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything missing or suspicious in one list, and the report as it will look."""
    submission = get_submission(request.user, pk, Capability.EDIT)
    if not submission.is_editable:
        return redirect("submission_detail", pk=pk)
    return render(request, "reports/submission_check.html", check_context(request, submission))


def check_context(request: HttpRequest, submission: Submission) -> dict[str, Any]:
    """What the check page shows."""
    sheet = load_sheet(submission)
    issues = comment_issues(sheet, comments_of(submission, for_school=True)) + check_sheet(sheet)
    return {
        "submission": submission,
        "sheet": sheet,
        "errors": errors_of(issues),
        "warnings": warnings_of(issues),
        "may_submit": Action.SUBMIT in permissions.allowed_actions(request.user, submission),
        "started": submission.status != SubmissionStatus.NOT_STARTED,
    }


@require_POST
def submission_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the report; with errors, say all of them and send nothing."""
    submission = get_submission(request.user, pk, Capability.SUBMIT)
    try:
        submitting.submit(submission=submission, by=request.user)
    except ReportIncomplete:
        context = check_context(request, submission)
        return render(request, "reports/submission_check.html", context, status=422)
    except (Conflict, workflow.TransitionNotAllowed) as error:
        messages.error(request, str(error))
        return redirect("submission_detail", pk=pk)
    messages.success(request, f"Đã {submission.words.send.lower()}. Số biên nhận {submission.receipt_code}.")
    return redirect("submission_detail", pk=pk)


@require_POST
def submission_nil(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that there is nothing to report."""
    submission = get_submission(request.user, pk, Capability.SUBMIT)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Báo cáo không phát sinh phải ghi rõ lý do.")
        return redirect("submission_detail", pk=pk)
    try:
        submitting.file_nil(submission=submission, by=request.user, reason=form.cleaned_data["comment"])
    except (Conflict, workflow.TransitionNotAllowed) as error:
        messages.error(request, str(error))
    return redirect("submission_detail", pk=pk)


@require_POST
def submission_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the report back while no reviewer has opened it."""
    submission = get_submission(request.user, pk, Capability.WITHDRAW)
    try:
        submitting.withdraw(submission=submission, by=request.user)
    except (Conflict, workflow.TransitionNotAllowed) as error:
        messages.error(request, str(error))
        return redirect("submission_detail", pk=pk)
    messages.success(request, f"Đã {submission.words.withdraw.lower()}; cần {submission.words.sending} lại.")
    return redirect("submission_edit", pk=pk)


submission_urls = [
    path("submissions/<int:pk>/", submission_detail, name="submission_detail"),
    path("submissions/<int:pk>/edit/", submission_edit, name="submission_edit"),
    path("submissions/<int:pk>/carry/", submission_carry, name="submission_carry"),
    path("submissions/<int:pk>/check/", submission_check, name="submission_check"),
    path("submissions/<int:pk>/submit/", submission_submit, name="submission_submit"),
    path("submissions/<int:pk>/nil/", submission_nil, name="submission_nil"),
    path("submissions/<int:pk>/withdraw/", submission_withdraw, name="submission_withdraw"),
]

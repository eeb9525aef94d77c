"""Letters of reminder (công văn đôn đốc): drawing one up, reading it, taking it away as PDF or Word."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from plans.models import ReportingPeriod
from reports.documents.content import LetterDocument
from reports.documents.docx import render_docx
from reports.documents.letter import build_letter
from reports.documents.wording import period_text
from reports.enums import Capability, FileState
from reports.letter_filters import LetterFilter
from reports.letter_forms import LetterForm
from reports.models import ReminderLetter, Submission
from reports.permissions import OFFICE_ROLES, can
from reports.presentation import status_badge
from reports.queries.letters import sent_since, submissions_of
from reports.services import lettering, rendering
from reports.services.errors import Conflict
from reports.views.access import get_period, get_visible_or_404
from reports.views.files import file_response, word_response
from schools.downloads import workbook_response
from schools.enums import Role
from schools.queries import actor_of
from schools.workbooks.lists import Column, Kind, list_workbook
from vietnamese.dates import format_date

PAGE_SIZE = 30
COLUMNS = (
    Column("Lập lúc", 17, Kind.DATETIME),
    Column("Kế hoạch", 36),
    Column("Kỳ", 18),
    Column("Số đơn vị", 12, Kind.NUMBER),
    Column("Đã gửi sau đó", 14, Kind.NUMBER),
    Column("Đề nghị gửi trước", 17, Kind.DATETIME),
    Column("Người lập", 26),
)


@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest, pk: int) -> HttpResponse:
    """The late organisations of a period, to be ticked; POST draws up the letter and asks for its file."""
    period = get_period(request.user, pk, Capability.CHASE)
    late = lettering.late_submissions(period, timezone.localdate())
    if request.method != "POST":
        asked = numbers(request.GET.getlist("submissions"))
        respond_by = timezone.localtime(lettering.default_respond_by(timezone.now()))
        form = LetterForm(initial={"respond_on": respond_by.date(), "respond_at": respond_by.time()})
        return render(request, "reports/letter_new.html", new_context(period, late, form, asked))
    chosen, form = numbers(request.POST.getlist("submissions")), LetterForm(request.POST)
    if form.is_valid() and chosen:
        try:
            letter = lettering.create_letter(
                period=period,
                submissions=chosen,
                by=request.user,
                respond_by=form.respond_by,
                note=form.cleaned_data["note"],
            )
        except Conflict as error:
            form.add_error(None, error.message)
        else:
            rendering.request_letter(letter=letter, by=request.user)
            _tell_of_the_others(request, letter, chosen)
            return redirect("letter_detail", pk=letter.pk)
    elif not chosen:
        form.add_error(None, "Chọn ít nhất một đơn vị.")
    context = new_context(period, late, form, chosen) | {"none_chosen": not chosen}
    return render(request, "reports/letter_new.html", context, status=422)


def new_context(period: ReportingPeriod, late: list[Submission], form: LetterForm, asked: set[int]) -> dict[str, Any]:
    """The late organisations, those asked for ticked: all of them when none was named."""
    found = {submission.pk for submission in late}
    ticked = asked & found if asked else found
    return {
        "period": period,
        "form": form,
        "rows": [(row, _commune(row), status_badge(row), row.pk in ticked) for row in late],
        "ticked_count": len(ticked),
        "left_out": len(asked - found),
        "none_chosen": False,
    }


def _commune(submission: Submission) -> str:
    school = getattr(submission.organisation, "school", None)
    commune = school.commune_on(submission.period.data_to) if school else None
    return commune.short_name if commune else ""


def numbers(values: Iterable[str]) -> set[int]:
    """The ids in `1,2` and in repeated parameters; whatever is no number is no id."""
    return {int(part) for value in values for part in value.split(",") if part.strip().isdecimal() and len(part) < 19}


def _tell_of_the_others(request: HttpRequest, letter: ReminderLetter, chosen: set[int]) -> None:
    missing = len(chosen) - len(letter.rows)
    messages.success(request, f"Đã lập công văn cho {len(letter.rows)} đơn vị.")
    if missing:
        messages.info(request, f"{missing} đơn vị đã gửi báo cáo hoặc đã được gia hạn nên không có trong công văn.")


@require_GET
def letter_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in the letter and the state of its file; the file's part alone when the page asks again."""
    letter = _letter(request, pk)
    document = build_letter(letter)
    context = {"letter": letter, "document": document, **_file_context(letter, document)}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "reports/letter_file.html", context)
    now = submissions_of(letter)
    rows = [(row, status_badge(now[row.submission]) if row.submission in now else None) for row in letter.late_rows]
    context |= {
        "rows": rows,
        "sent": sum(submission.is_sent for submission in now.values()),
        "may_chase": can(request.user, Capability.CHASE, letter.period),
    }
    return render(request, "reports/letter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def letter_pdf(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The finished file; the letter's page when there is none yet. POST asks for it."""
    letter = _letter(request, pk)
    if request.method == "POST":
        rendering.request_letter(letter=letter, by=request.user)
        return redirect("letter_detail", pk=pk)
    file = rendering.letter_file_of(letter, build_letter(letter))
    if file is None or not rendering.is_usable(file):
        return redirect("letter_detail", pk=pk)
    return file_response(request, file, file_name(letter, "pdf"), as_attachment=True)


@require_safe
def letter_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The same letter as Word, for the clerk who numbers it and the head who changes a word."""
    letter = _letter(request, pk)
    return word_response(render_docx(build_letter(letter)), file_name(letter, "docx"))


@require_GET
def letter_list(request: HttpRequest) -> HttpResponse:
    """All letters the person may see, the newest first."""
    found = _found(request)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    sent = sent_since(page.object_list)
    rows = [(letter, len(letter.rows), sent[letter.pk]) for letter in page.object_list]
    return render(request, "reports/letter_list.html", {"filter": found, "page": page, "rows": rows})


@require_GET
def letter_export(request: HttpRequest) -> HttpResponse:
    """The filtered list as an Excel file."""
    letters = list(_found(request).qs)
    sent = sent_since(letters)
    rows = [
        (
            letter.created_at,
            letter.period.plan.title,
            letter.period.report_name,
            len(letter.rows),
            sent[letter.pk],
            letter.respond_by,
            letter.created_by.get_full_name() if letter.created_by else "",
        )
        for letter in letters
    ]
    return workbook_response(list_workbook("Công văn đôn đốc", COLUMNS, rows), "Công văn đôn đốc")


def _found(request: HttpRequest) -> LetterFilter:
    """The letters the person may see, as the address asks for them.

    Raises:
        PermissionDenied: the person holds no seat from which letters are written or watched.
    """
    if not actor_of(request.user).has_role(*OFFICE_ROLES, Role.ADMINISTRATOR):
        raise PermissionDenied
    return LetterFilter(request.GET, visible=ReminderLetter.objects.visible_to(request.user))


def file_name(letter: ReminderLetter, ending: str) -> str:
    """`Công văn đôn đốc 6 tháng năm 2018 - 13.06.2018.pdf`."""
    day = format_date(letter.as_of).replace("/", ".")
    return f"Công văn đôn đốc {period_text(letter.period)} - {day}.{ending}"


def _letter(request: HttpRequest, pk: int) -> ReminderLetter:
    queryset = ReminderLetter.objects.select_related("period__plan", "created_by")
    return get_visible_or_404(queryset, request.user, pk)


def _file_context(letter: ReminderLetter, document: LetterDocument) -> dict[str, Any]:
    """The file and what may be done with it. A file that vanished from the storage counts as none."""
    file = rendering.letter_file_of(letter, document)
    if file is not None and file.state == FileState.READY and not rendering.is_usable(file):
        file = None
    state = file.state if file is not None else None
    return {
        "file": file,
        "is_ready": state == FileState.READY,
        "is_failed": state == FileState.FAILED,
        "is_working": state in (FileState.QUEUED, FileState.RENDERING),
    }


letter_urls = [
    path("periods/<int:pk>/letters/new/", letter_new, name="letter_new"),
    path("letters/", letter_list, name="letter_list"),
    path("letters/export/", letter_export, name="letter_export"),
    path("letters/<int:pk>/", letter_detail, name="letter_detail"),
    path("letters/<int:pk>/pdf/", letter_pdf, name="letter_pdf"),
    path("letters/<int:pk>/docx/", letter_word, name="letter_word"),
]

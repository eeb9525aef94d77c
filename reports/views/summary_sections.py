"""Writing one section of a summary, with its preview beside it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from plans.digests import READ_AS
from reports.documents.section_texts import clean, united
from reports.enums import Capability
from reports.models import SummaryReport
from reports.queries.section_history import changes_of, words_before
from reports.queries.summary_sections import WorkedSection, worked_sections
from reports.services import summarising
from reports.services.errors import Conflict
from reports.services.summarising import SectionChanged
from reports.views.access import get_visible_or_404, require
from reports.views.section_page import Told, preview_context, section_context

SAVED = "Đã lưu mục này."
KEPT = "Đã giữ lời đã sửa, coi như đã xem số liệu mới."
FOLLOWS_DATA = "Mục này nay đúng như bản soạn từ số liệu và sẽ đổi theo số liệu."
TAKEN = "Đã lấy bản soạn từ số liệu. Lời đã sửa còn ở “Các lần sửa”, lấy lại được."
MERGED = "Đã ghép hai bản, chưa lưu. Bỏ những dòng trùng ý rồi bấm Lưu."
RESTORED = "Đang xem lời trước lần sửa đã chọn, chưa lưu. Bấm Lưu để dùng lại lời này."
PREVIEW_ONLY = "X-Preview"


@require_http_methods(["GET", "HEAD", "POST"])
def summary_section(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A section to edit; POST previews, saves, keeps, puts two versions together or takes the words of the data."""
    summary = get_visible_or_404(SummaryReport.objects.select_related("period__plan"), request.user, pk)
    require(request.user, Capability.EDIT_SUMMARY, summary)
    if not summary.is_draft:
        return _closed(request, summary)
    sections = worked_sections(summary)
    if key not in sections:
        raise Http404
    page = Page(request, summary, sections, key)
    if request.method == "POST":
        return _answer(page)
    entry = changes_of(summary, key).filter(pk=_number(request.GET.get("restore"))).first()
    return page.show(Told(words_before(entry), note=RESTORED) if entry else Told(sections[key].text))


@dataclass
class Page:
    """One section in one request."""

    request: HttpRequest
    summary: SummaryReport
    sections: dict[str, WorkedSection]
    key: str

    @property
    def section(self) -> WorkedSection:
        return self.sections[self.key]

    def show(self, told: Told, status: int = 200) -> HttpResponse:
        context = section_context(self.summary, self.sections, self.key, told, self.request.POST)
        return render(self.request, "reports/summary/section.html", context, status=status)

    def reload(self) -> None:
        """Read the sections again: somebody was faster."""
        self.sections = worked_sections(self.summary)


def _answer(page: Page) -> HttpResponse:
    request, text = page.request, page.request.POST.get("text", "")
    action = request.POST.get("action", "")
    if action == "preview":
        if PREVIEW_ONLY in request.headers:
            return render(request, "reports/summary/_preview.html", preview_context(page.section, text))
        return page.show(Told(text, is_typed=True))
    if action == "merge":
        return page.show(Told(united(page.section.text, clean(text)), note=MERGED, is_typed=True))
    try:
        message = _do(page, action)
    except SectionChanged as error:
        page.reload()
        told = Told(text, clash=error.message, stored=page.section.text, stored_row=error.stored, is_typed=True)
        return page.show(told, status=409)
    except Conflict as error:
        return page.show(Told(text, refusal=error.message, is_typed=True), status=409)
    except ValidationError as error:
        return page.show(Told(text, problem=" ".join(error.messages), is_typed=True), status=422)
    messages.success(request, message)
    if action == "take" and page.section.is_gone:
        return redirect("period_summary", pk=page.summary.period_id)
    return redirect("summary_section", pk=page.summary.pk, key=page.key)


def _do(page: Page, action: str) -> str:
    """The verb that was pressed; returns what to tell the person."""
    posted = page.request.POST
    read: dict[str, Any] = {"key": page.key, "read_as": posted.get(READ_AS, ""), "by": page.request.user}
    if action == "take":
        summarising.take_draft(summary=page.summary, **read)
        return TAKEN
    text = posted.get("text", "")
    if action == "keep":
        kept = summarising.keep_section(summary=page.summary, text=text, draft=posted.get("seen", ""), **read)
        return KEPT if kept else FOLLOWS_DATA
    saved = summarising.save_section(summary=page.summary, text=text, draft=posted.get("draft", ""), **read)
    return SAVED if saved else FOLLOWS_DATA


def _closed(request: HttpRequest, summary: SummaryReport) -> HttpResponse:
    """Finalised meanwhile: nothing is to be edited, but what was typed is shown to be copied."""
    if request.method != "POST":
        return redirect("period_summary", pk=summary.period_id)
    context = {"summary": summary, "period": summary.period, "text": request.POST.get("text", "")}
    return render(request, "reports/summary/closed.html", context, status=409)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


summary_section_urls = [path("summaries/<int:pk>/sections/<str:key>/", summary_section, name="summary_section")]

"""A plan as paper: the PDF is made by a worker and waited for, the Word file is written at once."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from plans.models import Plan
from reports.documents.docx import render_docx
from reports.documents.plan import build_plan
from reports.enums import FileState
from reports.services import rendering
from reports.views.access import get_visible_or_404
from reports.views.files import file_response, word_response

# The tables of assignments, targets and periods come along when the address asks for them.
ANNEXES = "annexes"


@require_http_methods(["GET", "HEAD", "POST"])
def plan_paper(request: HttpRequest, pk: int, ending: str) -> HttpResponseBase:
    """The plan as it stands now, as PDF or as Word. While there is no PDF, its state; POST asks for it."""
    plan = get_visible_or_404(Plan.objects.all(), request.user, pk)
    annexes = request.GET.get(ANNEXES) == "1"
    if ending == "docx" and request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if ending == "docx":
        return word_response(render_docx(build_plan(plan, annexes=annexes)), file_name(plan, "docx"))
    if ending != "pdf":
        raise Http404
    if request.method == "POST":
        rendering.request_plan(plan=plan, annexes=annexes, by=request.user)
        return redirect(_address(plan, annexes))
    return _pdf(request, plan, annexes=annexes)


def _pdf(request: HttpRequest, plan: Plan, *, annexes: bool) -> HttpResponseBase:
    file = rendering.plan_file_of(plan, annexes=annexes)
    polled = request.htmx  # type: ignore[attr-defined]
    if file is not None and rendering.is_usable(file):
        if polled:
            return HttpResponseClientRedirect(_address(plan, annexes))
        return file_response(request, file, file_name(plan, "pdf"), as_attachment=False)
    context: dict[str, Any] = {
        "plan": plan,
        "file": file,
        "address": _address(plan, annexes),
        "annexes": annexes,
        "is_working": file is not None and file.state in (FileState.QUEUED, FileState.RENDERING),
        "is_failed": file is not None and file.state == FileState.FAILED,
    }
    return render(request, "reports/paper_file.html" if polled else "reports/plan_paper.html", context)


def file_name(plan: Plan, ending: str) -> str:
    """`Kế hoạch 04 - Nhiệm vụ trọng tâm 2 năm 2018.pdf`; the number is left out while it is not known."""
    kind = plan.get_document_type_display() if plan.document_type else "Kế hoạch"
    number = f" {plan.number}" if plan.number else ""
    return f"{kind}{number} - {plan.title}.{ending}".replace("/", "-")


def _address(plan: Plan, annexes: bool) -> str:
    return f"{reverse('plan_paper', args=[plan.pk, 'pdf'])}{f'?{ANNEXES}=1' if annexes else ''}"


plan_paper_urls = [path("plans/<int:pk>/paper/<str:ending>/", plan_paper, name="plan_paper")]

"""The last look at an import before it becomes a draft, and its whole source."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from plans.enums import ImportState
from plans.import_forms.review import Review
from plans.import_forms.summing import summed
from plans.imports.excerpt import source_pages
from plans.imports.parts import Part
from plans.services import building
from plans.services.errors import Conflict
from plans.views.imports import get_import, number_in


@require_http_methods(["GET", "HEAD", "POST"])
def plan_import_save(request: HttpRequest, pk: int) -> HttpResponse:
    """What the plan will hold and what it will not; POST makes the draft."""
    row = get_import(request.user, pk)
    if row.state != ImportState.READY:
        return redirect("plan_import", pk=pk)
    review = Review(row)
    summing = summed(review)
    refused: list[str] = []
    if request.method == "POST" and summing.can_be_saved:
        try:
            plan = building.build_plan(plan_import=row, content=summing.content, by=request.user)
        except Conflict as conflict:
            messages.warning(request, conflict.message)
            return redirect("plan_import", pk=pk)
        except ValidationError as error:
            refused = error.messages
        else:
            left = f" {len(summing.left)} chỗ không đưa vào: xem ở trang nguồn." if summing.left else ""
            messages.success(request, f"Đã lưu thành kế hoạch dự thảo.{left}")
            return redirect("plan_edit", pk=plan.pk)
    context = {"row": row, "parts": list(Part), "summing": summing, "refused": refused}
    return render(request, "plans/import/save.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def plan_import_text(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole source with its line numbers."""
    row = get_import(request.user, pk)
    if not row.proposal:
        return redirect("plan_import", pk=pk)
    pages = source_pages(Review(row).lines)
    asked = request.GET.get("page", "")
    number = min(max(number_in(asked), 1), len(pages))
    context = {"row": row, "lines": pages[number - 1], "number": number, "numbers": range(1, len(pages) + 1)}
    return render(request, "plans/import/text.html", context)


import_saving_urls = [
    path("plans/import/<int:pk>/text/", plan_import_text, name="plan_import_text"),
    path("plans/import/<int:pk>/save/", plan_import_save, name="plan_import_save"),
]

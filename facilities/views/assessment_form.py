"""Writing a self-assessment: one page with a line for each criterion, saved as a whole or while somebody types."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from facilities.enums import AssessmentState, CriterionResult
from facilities.models import AssessmentLine, SelfAssessment
from facilities.queries.assessments import AssessmentSheet, earlier_of, sheet_of
from facilities.services.assessment_lines import Cell, SavedCells, digest, save_cells, seen_as, texts_of, whole_texts
from facilities.views.assessment_access import get_own_assessment
from plans.digests import READ_AS
from plans.services.errors import Conflict
from schools.enums import StandardLevel
from vietnamese.dates import format_time
from vietnamese.numbers import format_number

LARGEST_BODY = 256 * 1024
MOST_CELLS = 400
CLASH = "Người khác vừa ghi ô này: “{stored}”. Bản của thầy/cô còn trong ô, chưa lưu; bấm Lưu lần nữa để thay."


@dataclass(frozen=True)
class Row:
    """One line of the form: what its inputs show, and what is to be said about them by part."""

    line: AssessmentLine
    texts: Mapping[str, str]
    told: Mapping[str, str]


@require_http_methods(["GET", "HEAD", "POST"])
def assessment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of an open assessment. Saving keeps every text: what cannot be stored comes back in its box."""
    assessment = get_own_assessment(request.user, pk)
    if request.method != "POST":
        if assessment.state == AssessmentState.DONE:
            return redirect("assessment_detail", pk=pk)
        return _show(request, assessment)
    try:
        saved = save_cells(assessment=assessment, cells=_posted(request))
    except Conflict as error:
        return _closed(request, assessment, error.message)
    if not saved.is_complete:
        return _show(request, assessment, saved, status=409 if saved.conflicts else 422)
    if request.POST.get("action") == "finish":
        return redirect("assessment_finish", pk=pk)
    messages.success(request, "Đã lưu bản tự đánh giá.")
    return redirect("assessment_edit", pk=pk)


@require_POST
def assessment_cells(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was just typed. Body: `{"cells": [[name, text, what I saw before], …]}`."""
    assessment = get_own_assessment(request.user, pk)
    cells = _read_body(request)
    if cells is None:
        return JsonResponse({"message": "Dữ liệu gửi lên không đúng dạng."}, status=400)
    try:
        saved = save_cells(assessment=assessment, cells=cells)
    except Conflict as error:
        return JsonResponse({"message": error.message}, status=409)
    answer = {
        "at": format_time(saved.at),
        "conflicts": saved.conflicts,
        "locked": saved.refused,
        "progress": progress_text(sheet_of(assessment)),
    }
    return JsonResponse(answer)


def progress_text(sheet: AssessmentSheet) -> str:
    """How far the school is, and what its gaps cost."""
    cost = f" · cần {format_number(sheet.cost, trim=True)} triệu đồng" if sheet.cost else ""
    return f"Đã đánh giá {sheet.judged}/{len(sheet.lines)} tiêu chí{cost}"


def _posted(request: HttpRequest) -> list[Cell]:
    """The cells of the form; an input nobody saw (a page without the digests) is never taken for an untouched one."""
    try:
        seen = json.loads(request.POST.get(READ_AS, ""))
    except ValueError:
        seen = {}
    known = seen if isinstance(seen, dict) else {}
    return [
        Cell(name, str(value), str(known.get(name, "")))
        for name, value in request.POST.items()
        if name.startswith("line-")
    ]


def _read_body(request: HttpRequest) -> list[Cell] | None:
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        return None
    try:
        rows = json.loads(request.body)["cells"]
        if len(rows) > MOST_CELLS or not all(
            isinstance(text, str) for name, value, _ in rows for text in (name, value)
        ):
            return None
        return [Cell(name, value, None if base is None else seen_as(name, str(base))) for name, value, base in rows]
    except (ValueError, KeyError, TypeError):
        return None


def _show(
    request: HttpRequest, assessment: SelfAssessment, saved: SavedCells | None = None, status: int = 200
) -> HttpResponse:
    assessment.refresh_from_db(fields=["aimed_level", "conclusion", "version"])
    sheet = sheet_of(assessment)
    told = _told(saved)
    seen = {name: digest(text) for name, text in _stored(assessment, sheet).items() if text}
    whole = whole_texts(assessment)
    context = {
        "assessment": assessment,
        "sheet": sheet,
        "progress": progress_text(sheet),
        "parts": [(part, [_row(line, told, request.POST) for line in part.lines]) for part in sheet.parts],
        "aim": _kept("line-0-aim", whole["aim"], told, request.POST),
        "conclusion": _kept("line-0-conclusion", whole["conclusion"], told, request.POST),
        "told": told,
        "results": CriterionResult.choices,
        "aims": [(str(value), label) for value, label in StandardLevel.choices],
        "earlier": earlier_of(assessment),
        READ_AS: json.dumps(seen, separators=(",", ":")),
    }
    return render(request, "facilities/assessments/edit.html", context, status=status)


def _told(saved: SavedCells | None) -> dict[str, str]:
    if saved is None:
        return {}
    labels = dict(CriterionResult.choices) | {str(value): label for value, label in StandardLevel.choices}
    clashes = {
        name: CLASH.format(stored=labels.get(text, text) or "(để trống)") for name, text in saved.conflicts.items()
    }
    return {**clashes, **saved.refused}


def _stored(assessment: SelfAssessment, sheet: AssessmentSheet) -> dict[str, str]:
    texts = {f"line-0-{part}": text for part, text in whole_texts(assessment).items()}
    for line in sheet.lines:
        texts |= {f"line-{line.pk}-{part}": text for part, text in texts_of(line).items()}
    return texts


def _row(line: AssessmentLine, told: Mapping[str, str], typed: Mapping[str, Any]) -> Row:
    stored = texts_of(line)
    names = {part: f"line-{line.pk}-{part}" for part in stored}
    shown = {part: _kept(names[part], text, told, typed) for part, text in stored.items()}
    return Row(line, shown, {part: told[name] for part, name in names.items() if name in told})


def _kept(name: str, stored: str, told: Mapping[str, str], typed: Mapping[str, Any]) -> str:
    """What could not be stored stays in its box."""
    return str(typed.get(name, stored)) if name in told else stored


def _closed(request: HttpRequest, assessment: SelfAssessment, message: str) -> HttpResponse:
    """Finished meanwhile: what was typed and is not stored is shown to be copied."""
    sheet = sheet_of(assessment)
    labels = {str(line.pk): line.criterion for line in sheet.lines}
    stored = _stored(assessment, sheet)
    lost = [
        (labels.get(cell.name.split("-")[1]), cell.value)
        for cell in _posted(request)
        if cell.value.strip() and seen_as(cell.name, cell.value) != digest(stored.get(cell.name, ""))
    ]
    context = {"assessment": assessment, "message": message, "lost": lost}
    return render(request, "facilities/assessments/closed.html", context, status=409)


assessment_form_urls = [
    path("facilities/assessments/<int:pk>/edit/", assessment_edit, name="assessment_edit"),
    path("facilities/assessments/<int:pk>/cells/", assessment_cells, name="assessment_cells"),
]

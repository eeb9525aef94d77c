"""What the form's script talks to: saving single cells, and who else is writing. Small JSON both ways."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from reports import workflow
from reports.enums import Capability
from reports.services import editing
from reports.services.autosaving import MOST_CELLS, Autosave, Cell, save_cells, update_filled
from reports.services.correcting import refusals
from reports.services.errors import Conflict
from reports.services.presence import note_presence
from reports.views.access import get_submission
from vietnamese.dates import format_time

LARGEST_BODY = 256 * 1024


@require_POST
def submission_cells(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was just typed. Body: `{"cells": [[name, text, what I saw before], …]}`."""
    cells = _read(request)
    if cells is None:
        return JsonResponse({"message": "Dữ liệu gửi lên không đúng dạng."}, status=400)
    if any(cell.name.startswith("rec-") for cell in cells):
        return _slow_way(request, pk, cells)  # requests are one list and are stored as one
    result = save_cells(submission_id=pk, user=request.user, cells=cells)
    if result is None:
        return _slow_way(request, pk, cells)
    answer = _answer(result)
    if result.fill_changed:
        # Only a cell that became filled or empty moves the percentage, so most saves do not come here.
        answer["filled"] = update_filled(submission=get_submission(request.user, pk, Capability.EDIT))
    return JsonResponse(answer)


def _read(request: HttpRequest) -> list[Cell] | None:
    if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY:
        return None
    try:
        rows = json.loads(request.body)["cells"]
        if len(rows) > MOST_CELLS:
            return None
        return [_cell(*row) for row in rows]
    except (ValueError, KeyError, TypeError):
        return None


def _cell(name: Any, value: Any, base: Any = None) -> Cell:
    if not isinstance(name, str) or not isinstance(value, str) or not isinstance(base, str | None) or "\0" in value:
        raise TypeError("a cell is made of texts")
    return Cell(name, value, base)


def _answer(result: Autosave) -> dict[str, Any]:
    answer: dict[str, Any] = {"at": format_time(result.at)}
    if result.problems:
        answer["problems"] = result.problems
    if result.conflicts:
        answer["conflicts"] = result.conflicts
    if result.locked:
        answer["locked"] = result.locked
    return answer


def _slow_way(request: HttpRequest, pk: int, cells: list[Cell]) -> HttpResponse:
    """The first save of a report, or the reason why it cannot be saved."""
    submission = get_submission(request.user, pk, Capability.EDIT)
    try:
        sheet = editing.save_report(
            submission=submission, by=request.user, changes={cell.name: cell.value for cell in cells}
        )
    except (Conflict, workflow.TransitionNotAllowed) as error:
        return JsonResponse({"message": str(error)}, status=409)
    answer = {"at": format_time(submission.last_edited_at), "filled": sheet.filled_percent}
    if sheet.refused:
        answer["locked"] = refusals(sheet)
    return JsonResponse(answer)


@require_POST
def submission_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """A sign of life of an open form; answers who else is in it and whether it can still be written."""
    submission = get_submission(request.user, pk, Capability.EDIT)
    others = note_presence(submission_id=pk, user=request.user)
    return JsonResponse({"others": others, "editable": submission.is_editable})


cell_urls = [
    path("submissions/<int:pk>/cells/", submission_cells, name="submission_cells"),
    path("submissions/<int:pk>/presence/", submission_presence, name="submission_presence"),
]

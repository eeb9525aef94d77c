"""What is about to happen to the chosen schools, and what has happened: for whom, who is left out and why."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.models import Submission
from reports.views.board_selection import Selection

MOST_NAMES = 8


def preview(
    request: HttpRequest,
    chosen: Selection,
    template: str,
    concerned: Iterable[Submission],
    skipped: Mapping[str, Iterable[Submission]],
    *,
    status: int = 200,
    **details: Any,
) -> HttpResponse:
    """What is about to happen, for whom, who is left out and why."""
    context = {
        "period": chosen.period,
        "chosen": chosen,
        "names": chosen.named(concerned),
        "left_out": chosen.left_out(skipped),
        "form": None,
        "until": None,
        "punctual": [],
        "reason": "",
        **details,
    }
    return render(request, template, context, status=status)


def left_out_sentence(left_out: Mapping[str, list[str]]) -> str:
    """` Bỏ qua 2 đơn vị: hôm nay đã nhắc (MN A, TH B).`; "" when nobody was left out."""
    if not left_out:
        return ""
    parts = []
    for reason, names in left_out.items():
        more = f" và {len(names) - MOST_NAMES} đơn vị khác" if len(names) > MOST_NAMES else ""
        parts.append(f"{reason.rstrip('.')} ({', '.join(names[:MOST_NAMES])}{more})")
    return f" Bỏ qua {sum(map(len, left_out.values()))} đơn vị: {'; '.join(parts)}."

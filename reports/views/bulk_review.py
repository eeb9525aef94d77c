"""Accepting many reports at once, after a look at their figures."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports.models import Submission
from reports.presentation import addresses
from reports.purposes import words_for
from reports.queries.review import clean_sheets
from reports.queries.rows import GridRow
from reports.queries.sheet import Sheet
from reports.services.accepting import BulkResult, accept_many
from reports.views.queue import carry, queue_filter, queue_of

MOST = 60  # reports of one preview: more cannot be looked through before agreeing
SHOWN_FIGURES = 4


@dataclass(frozen=True, slots=True)
class Preview:
    """One report that could be accepted, with its figures in short."""

    submission: Submission
    figures: list[GridRow]
    given: int
    asked: int

    @property
    def key(self) -> str:
        """What the form sends: the report and the sending that was seen."""
        return f"{self.submission.pk}:{self.submission.revision}"


@require_http_methods(["GET", "HEAD", "POST"])
def review_bulk(request: HttpRequest) -> HttpResponse:
    """Waiting reports without warnings and open comments, all of them ticked; then what became of them."""
    found = queue_filter(request)
    if request.method == "POST":
        return _accept(request)
    waiting = found.qs.select_related("organisation__school", "period__plan").with_extension()
    oldest = list(waiting[: MOST + 1])
    here = oldest[:MOST]
    sheets = clean_sheets(here)
    url_of = addresses("submission_review")
    queue = queue_of(request)
    context = {
        "rows": [
            (preview_of(submission, sheets[submission.pk]), f"{url_of(submission.pk)}{carry(queue)}")
            for submission in here
            if submission.pk in sheets
        ],
        "looked_at": len(here),
        "has_more": len(oldest) > MOST,
        "most": MOST,
        "filters": queue,
        "words": words_for(request.GET.get("purpose", "")),
    }
    return render(request, "reports/review_bulk.html", context)


def preview_of(submission: Submission, sheet: Sheet) -> Preview:
    """The figures the plan sets targets for come first; they are what the office answers for."""
    given = [row for row in sheet.grid if row.actual is not None]
    wanted = sorted(given, key=lambda row: row.target is None)
    return Preview(submission, wanted[:SHOWN_FIGURES], len(given), len(sheet.grid))


def _accept(request: HttpRequest) -> HttpResponse:
    result = accept_many(chosen=_chosen(request), by=request.user)
    queue = queue_of(request)
    if not result.accepted and not result.refused:
        messages.warning(request, "Chưa chọn báo cáo nào.")
        return redirect(reverse("review_bulk") + (f"?{queue}" if queue else ""))
    return render(request, "reports/review_bulk_done.html", _done(result) | {"filters": queue})


def _done(result: BulkResult) -> dict[str, Any]:
    return {"accepted": result.accepted, "refused": result.refused, "at": timezone.now()}


def _chosen(request: HttpRequest) -> dict[int, int]:
    """The ticked reports and their revisions; what is not of this form is left out."""
    chosen = {}
    for key in request.POST.getlist("report"):
        pk, _, revision = key.partition(":")
        if pk.isdecimal() and revision.isdecimal() and len(pk) < 19 and len(revision) < 6:
            chosen[int(pk)] = int(revision)
    return dict(list(chosen.items())[:MOST])


bulk_review_urls = [path("review/bulk/", review_bulk, name="review_bulk")]

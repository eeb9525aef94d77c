"""The documents of a period: who owes a report, and the reports of all bodies in one file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports.enums import BundleScope, Capability, CollectionKind, FileFormat
from reports.models import CollectedFile, Submission
from reports.permissions import can
from reports.queries.bundles import count_of
from reports.views.access import get_period
from reports.views.collection_offers import Offer, ask, with_files


@require_http_methods(["GET", "HEAD", "POST"])
def period_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """The files of the period with their states; POST asks for one. Asked again by the page, the files alone."""
    period = get_period(request.user, pk, Capability.VIEW_BOARD)
    accepted, sent = (count_of(period, scope) for scope in (BundleScope.ACCEPTED, BundleScope.SENT))
    lists, bundles = _lists(), _bundles(accepted, sent)
    if request.method == "POST":
        ask(request, [*lists, *bundles], plan=period.plan, period=period)
        return redirect("period_papers", pk=pk)
    rows = list(CollectedFile.objects.filter(period=period))
    expected = Submission.objects.reports().filter(period=period).count()
    lists, bundles = with_files(lists, rows), with_files(bundles, rows)
    context = {
        "period": period,
        "today": timezone.localdate(),
        "expected": expected,
        "accepted": accepted,
        "sent": sent,
        "owed": expected - sent,
        "lists": lists,
        "bundles": bundles,
        "is_working": any(offer.is_working for offer in (*lists, *bundles)),
        "may_chase": can(request.user, Capability.CHASE, period),
    }
    polled = request.htmx  # type: ignore[attr-defined]
    return render(request, "reports/papers/_period.html" if polled else "reports/papers/period.html", context)


def _lists() -> list[Offer]:
    return [
        Offer(CollectionKind.UNREPORTED, FileFormat.PDF, label="PDF"),
        Offer(CollectionKind.UNREPORTED, FileFormat.DOCX, label="Word"),
    ]


def _bundles(accepted: int, sent: int) -> list[Offer]:
    return [
        Offer(CollectionKind.REPORTS, file_format, scope, label=f"{words}, {label}", is_possible=bool(count))
        for scope, words, count in (
            (BundleScope.ACCEPTED, f"{accepted} báo cáo đã duyệt", accepted),
            (BundleScope.SENT, f"{sent} báo cáo đã nộp, kể cả chờ duyệt", sent),
        )
        for file_format, label in ((FileFormat.PDF, "một tệp PDF"), (FileFormat.ZIP, "ZIP từng báo cáo"))
    ]


period_paper_urls = [path("periods/<int:pk>/papers/", period_papers, name="period_papers")]

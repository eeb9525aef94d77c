"""The yearbook of a plan: what was published of its periods, in one file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from plans.models import Plan
from reports.enums import Capability, CollectionKind, FileFormat
from reports.models import CollectedFile
from reports.queries.bundles import periods_to_bind
from reports.views.access import get_visible_or_404, require
from reports.views.collection_offers import Offer, ask, with_files


@require_http_methods(["GET", "HEAD", "POST"])
def plan_yearbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The periods with what was published of each, and the book; POST asks for it."""
    plan = get_visible_or_404(Plan.objects.all(), request.user, pk)
    require(request.user, Capability.VIEW_RESULTS, plan)
    bound = periods_to_bind(plan)
    published = sum(one.summary is not None for one in bound)
    offers = [Offer(CollectionKind.YEARBOOK, FileFormat.PDF, label="PDF", is_possible=bool(published))]
    if request.method == "POST":
        ask(request, offers, plan=plan)
        return redirect("plan_yearbook", pk=pk)
    offers = with_files(offers, CollectedFile.objects.filter(plan=plan, kind=CollectionKind.YEARBOOK))
    context = {
        "plan": plan,
        "bound": bound,
        "published": published,
        "offers": offers,
        "is_working": any(offer.is_working for offer in offers),
    }
    polled = request.htmx  # type: ignore[attr-defined]
    return render(request, "reports/papers/_yearbook.html" if polled else "reports/papers/yearbook.html", context)


yearbook_urls = [path("plans/<int:pk>/yearbook/", plan_yearbook, name="plan_yearbook")]

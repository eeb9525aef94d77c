"""The form of the minutes of an inspection, filled in with what the portal knows of the body visited."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from plans.models import Plan
from reports.documents.minutes import latest_sent
from reports.enums import Capability, CollectionKind, FileFormat
from reports.models import CollectedFile
from reports.permissions import can
from reports.queries.unit_reports import unit_reports
from reports.views.collection_offers import Offer, ask, with_files


@require_http_methods(["GET", "HEAD", "POST"])
def unit_minutes(request: HttpRequest, plan_pk: int, org_pk: int) -> HttpResponse:
    """The form as PDF and Word; POST asks for one.

    Raises:
        Http404: the plan is invisible, or the body reports nothing in it. PermissionDenied: visible, but not this.
    """
    unit = unit_reports(plan_pk, org_pk)
    if unit is None:
        raise Http404
    plan, organisation = unit.plan, unit.unit
    if not can(request.user, Capability.VIEW_BOARD, plan):
        if not Plan.objects.visible_to(request.user).filter(pk=plan.pk).exists():
            raise Http404
        raise PermissionDenied
    offers = [Offer(CollectionKind.MINUTES, form, label=label) for form, label in FORMATS]
    if request.method == "POST":
        ask(request, offers, plan=plan, organisation=organisation)
        return redirect("unit_minutes", plan_pk=plan_pk, org_pk=org_pk)
    rows = CollectedFile.objects.filter(
        plan=plan, organisation=organisation, inspection=None, kind=CollectionKind.MINUTES
    )
    offers = with_files(offers, rows)
    context = {
        "plan": plan,
        "unit": organisation,
        "report": latest_sent(plan, organisation),
        "offers": offers,
        "is_working": any(offer.is_working for offer in offers),
    }
    polled = request.htmx  # type: ignore[attr-defined]
    return render(request, "reports/papers/_minutes.html" if polled else "reports/papers/minutes.html", context)


FORMATS = ((FileFormat.PDF, "PDF"), (FileFormat.DOCX, "Word"))
minutes_urls = [path("plans/<int:plan_pk>/schools/<int:org_pk>/minutes/", unit_minutes, name="unit_minutes")]

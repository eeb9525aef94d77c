"""The minutes of a visit as PDF and Word, for everybody who may read the visit."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from facilities.enums import InspectionState
from facilities.models import Inspection
from facilities.queries.inspections import visible_inspections
from plans.enums import PlanStatus
from plans.models import Plan
from reports.enums import CollectionKind, FileFormat
from reports.models import CollectedFile
from reports.views.collection_offers import Offer, ask, with_files

FORMATS = ((FileFormat.PDF, "Biên bản (PDF)"), (FileFormat.DOCX, "Biên bản (Word)"))
PART = "reports/papers/_inspection_minutes.html"
NO_PLAN = "Cơ quan kiểm tra chưa có kế hoạch nào để biên bản căn cứ vào."


def plan_of_visit(visit: Inspection) -> Plan | None:
    """The plan whose carrying out the visit looks at: the latest one sent to its office, of its year or before,
    that had been issued by its day; else the first that came later."""
    plans = Plan.objects.filter(receiver=visit.office_id).exclude(status=PlanStatus.DRAFT)
    known = plans.exclude(issued_on__gt=visit.visited_on).filter(year__lte=visit.visited_on.year)
    return known.order_by("-year", "-pk").first() or plans.order_by("year", "pk").first()


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The files that are there, and asking for one; the progress alone when the page asks again.

    Raises:
        Http404: the visit is invisible, or has not ended.
    """
    ended = visible_inspections(request.user).filter(state=InspectionState.DONE)
    visit = get_object_or_404(ended.select_related("school__organisation", "office"), pk=pk)
    plan = plan_of_visit(visit)
    offers = [Offer(CollectionKind.MINUTES, form, label=label, is_possible=plan is not None) for form, label in FORMATS]
    if request.method == "POST":
        if plan is None:
            messages.error(request, NO_PLAN)
        else:
            ask(request, offers, plan=plan, organisation=visit.school.organisation, inspection=visit)
        return redirect("inspection_minutes", pk=pk)
    rows = CollectedFile.objects.filter(inspection=visit, kind=CollectionKind.MINUTES)
    offers = with_files(offers, rows)
    is_working = any(offer.is_working for offer in offers)
    context = {"visit": visit, "offers": offers, "is_working": is_working, "no_plan": "" if plan else NO_PLAN}
    polled = request.htmx  # type: ignore[attr-defined]
    return render(request, PART if polled else "reports/papers/inspection_minutes.html", context)


inspection_minutes_urls = [
    path("facilities/inspections/<int:pk>/minutes/", inspection_minutes, name="inspection_minutes")
]

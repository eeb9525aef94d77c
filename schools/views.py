"""Pages of the registry."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from schools.facts import year_figures
from schools.forms import SchoolFilter
from schools.models import School
from schools.permissions import can_view_people
from schools.queries import people_of, schools_page
from vietnamese.text import rank_matches

PAGE_SIZE = 100


def school_list(request: HttpRequest) -> HttpResponse:
    """All schools, searched, filtered, in Vietnamese order; names with the very marks typed come first."""
    filters = SchoolFilter(request.GET, queryset=School.objects.order_by("organisation__sort_key", "pk"))
    rows = filters.qs.values_list("pk", "organisation__short_name", "commune__short_name")
    found = rank_matches(filters.words, rows, key=lambda row: f"{row[1]} {row[2]}") if filters.words else list(rows)
    page = Paginator([row[0] for row in found], PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "schools": schools_page(list(page.object_list)),
        "is_filtered": any(request.GET.get(name) for name in ("q", "level", "commune")),
        "today": timezone.localdate(),
    }
    return render(request, "schools/list.html", context)


def school_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One school: facts by year with ratios, recognitions, and, for those who may know, who acts for it."""
    school = get_object_or_404(School.objects.select_related("organisation__parent", "commune"), pk=pk)
    sees_people = can_view_people(request.user, school)
    context = {
        "school": school,
        "years": year_figures(school),
        "standards": school.standards.all(),
        "sees_people": sees_people,
        "people": people_of(school.organisation) if sees_people else [],
        "today": timezone.localdate(),
    }
    return render(request, "schools/detail.html", context)

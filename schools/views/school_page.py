"""One school's page, put together from the cards of every app (`schools.cards`)."""

from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from schools.cards import cards_of
from schools.enums import Grade
from schools.fact_fields import groups_of
from schools.fact_values import requests_told
from schools.facts import year_figures
from schools.models import NationalStandard, OrganisationChangeParty, School, SchoolAffiliation
from schools.models.school import SchoolQuerySet
from schools.permissions import can_view_people, keeps_registry, may_ask_facts
from schools.year_checks import warnings

YEARS_ON_PAGE = 6


def _schools_for_page() -> SchoolQuerySet:
    """With the commune of today, and whether there is a history or a recognition at all: the page of a school without
    them asks nothing more."""
    places = SchoolAffiliation.objects.on(timezone.localdate()).filter(school=OuterRef("pk"))
    changes = OrganisationChangeParty.objects.filter(organisation=OuterRef("organisation"))
    return School.objects.select_related("organisation__parent").annotate(
        place=Subquery(places.values("commune__short_name")[:1]),
        place_id=Subquery(places.values("commune")[:1]),
        has_history=Exists(changes),
        has_standards=Exists(NationalStandard.objects.filter(school=OuterRef("pk"))),
    )


def school_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One school: what the apps know about it, each in its card, as far as the person may know it."""
    school = get_object_or_404(_schools_for_page(), pk=pk)
    main, aside = cards_of(request, school)
    context = {
        "school": school,
        "main_cards": main,
        "aside_cards": aside,
        "sees_people": can_view_people(request.user, school),
        "today": timezone.localdate(),
    }
    return render(request, "schools/detail.html", context)


@require_safe
def school_of(request: HttpRequest, org_pk: int) -> HttpResponse:
    """Lead on to the page of the school that the organisation is, for pages that know only the seat of a person."""
    return redirect("school_detail", get_object_or_404(School, organisation=org_pk).pk)


def _sees_requests(user: Any, school: School) -> bool:
    return can_view_people(user, school) or keeps_registry(user)


@require_safe
def school_years(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is told about the school's years, side by side."""
    school = get_object_or_404(School.objects.select_related("organisation"), pk=pk)
    years = year_figures(school)[:YEARS_ON_PAGE][::-1]
    context = {
        "school": school,
        "years": years,
        "latest_year": years[-1].facts.school_year if years else None,
        "groups": groups_of(years, Grade.of_levels(school.levels)),
        "warned": [(year, found) for year in reversed(years) if (found := warnings(school, year))],
        "may_ask": may_ask_facts(request.user, school),
        "requests": requests_told(school) if _sees_requests(request.user, school) else [],
    }
    return render(request, "schools/years.html", context)


school_page_urls = [
    path("schools/of/<int:org_pk>/", school_of, name="school_of"),
    path("schools/<int:pk>/", school_detail, name="school_detail"),
    path("schools/<int:pk>/years/", school_years, name="school_years"),
]

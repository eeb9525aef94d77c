"""What the registry itself shows on a school's page (see `schools.cards`)."""

from typing import Any

from django.http import HttpRequest

from schools.cards import register
from schools.facts import year_figures
from schools.models import School
from schools.permissions import can_view_people
from schools.queries import people_of


def years(request: HttpRequest, school: School) -> dict[str, Any]:
    """Counts and ratios of each school year, latest first."""
    return {"years": year_figures(school)}


def standards(request: HttpRequest, school: School) -> dict[str, Any]:
    """Recognitions at the national standard, latest first."""
    return {"standards": school.standards.all()}


def place(request: HttpRequest, school: School) -> dict[str, Any]:
    """What the school is and where."""
    return {}


def people(request: HttpRequest, school: School) -> dict[str, Any] | None:
    """Who acts for the school, for those who may know."""
    return {"people": people_of(school.organisation)} if can_view_people(request.user, school) else None


register(10, "schools/cards/years.html", years)
register(20, "schools/cards/standards.html", standards)
register(10, "schools/cards/place.html", place, aside=True)
register(20, "schools/cards/people.html", people, aside=True)

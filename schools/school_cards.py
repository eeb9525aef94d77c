"""What the registry itself shows on a school's page (see `schools.cards`)."""

from typing import Any

from django.http import HttpRequest

from schools.cards import register
from schools.fact_fields import summary_lines
from schools.facts import year_figures
from schools.histories import history_of
from schools.models import School
from schools.people_rights import reach_of
from schools.permissions import can_view_people, may_ask_facts
from schools.queries import people_of
from schools.year_checks import warnings

YEARS_ON_CARD = 3


def years(request: HttpRequest, school: School) -> dict[str, Any]:
    """The headlines of the last years side by side, and what in the latest is beyond a norm: one query. The page of all
    years also looks at the grades."""
    known = year_figures(school, with_grades=False)
    shown = known[:YEARS_ON_CARD][::-1]
    return {
        "years": shown,
        "lines": summary_lines(shown),
        "warnings": warnings(school, known[0]) if known else [],
        "latest": known[0] if known else None,
        "may_ask": may_ask_facts(request.user, school),
    }


def standards(request: HttpRequest, school: School) -> dict[str, Any]:
    """Recognitions at the national standard, latest first."""
    has_any = school.has_standards  # type: ignore[attr-defined]  # annotated for the page
    return {"standards": school.standards.all() if has_any else ()}


def history(request: HttpRequest, school: School) -> dict[str, Any] | None:
    """Mergers, splits, new names: one query for schools to which something happened."""
    if not school.has_history:  # type: ignore[attr-defined]  # annotated for the page
        return None
    return {"events": history_of(school.organisation)}


def place(request: HttpRequest, school: School) -> dict[str, Any]:
    """What the school is and where."""
    return {}


def people(request: HttpRequest, school: School) -> dict[str, Any] | None:
    """Who acts for the school and how many of them were never in, for those who may know."""
    if not can_view_people(request.user, school):
        return None
    seats = people_of(school.organisation)
    manages = reach_of(request.user).sees(school.organisation)
    return {"people": seats, "never": sum(seat.user.last_login is None for seat in seats), "manages": manages}


register(10, "schools/cards/years.html", years)
register(20, "schools/cards/standards.html", standards)
register(10, "schools/cards/place.html", place, aside=True)
register(20, "schools/cards/people.html", people, aside=True)
register(15, "schools/cards/history.html", history, aside=True)

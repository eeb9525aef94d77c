"""Which officers look after which reports (`ReviewAssignment`)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from reports.models import ReviewAssignment, Submission
from schools.models import School, SchoolAffiliation


def responsible_users(submissions: Iterable[Submission]) -> dict[int, frozenset[int]]:
    """Report id → ids of the people assigned to it; empty where no assignment fits, which makes it everybody's.

    Two queries, whatever the number. Needs `period.plan` loaded.
    """
    rows = list(submissions)
    lines = defaultdict(list)
    assignments = ReviewAssignment.objects.filter(receiver__in={row.period.plan.receiver_id for row in rows})
    for receiver, user, level, commune in assignments.order_by().values_list("receiver", "user", "level", "commune"):
        lines[receiver].append((user, level, commune))
    levels, places = _schools({row.organisation_id for row in rows}) if lines else ({}, {})
    return {
        row.pk: frozenset(
            user
            for user, level, commune in lines[row.period.plan.receiver_id]
            if (not level or level in levels.get(row.organisation_id, "").split())
            and (commune is None or _is_in(commune, places[row.organisation_id], row.period.data_to))
        )
        for row in rows
    }


def _schools(organisations: set[int]) -> tuple[dict[int, str], dict[int, list[SchoolAffiliation]]]:
    """What the schools teach, and where they belonged and belong, by organisation: one query."""
    levels: dict[int, str] = {}
    places: dict[int, list[SchoolAffiliation]] = defaultdict(list)
    columns = [f"affiliations__{name}" for name in ("commune", "valid_from", "valid_to")]
    found = School.objects.filter(organisation__in=organisations).order_by()
    for pk, taught, commune, valid_from, valid_to in found.values_list("organisation", "levels", *columns):
        levels[pk] = taught
        places[pk].append(SchoolAffiliation(commune_id=commune, valid_from=valid_from, valid_to=valid_to))
    return levels, places


def _is_in(commune: int, places: list[SchoolAffiliation], day: dt.date) -> bool:
    return any(place.commune_id == commune and place.covers(day) for place in places)

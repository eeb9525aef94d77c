"""Which officers look after which reports (`ReviewAssignment`)."""

from collections import defaultdict
from collections.abc import Iterable

from reports.models import ReviewAssignment, Submission
from schools.models import School


def responsible_users(submissions: Iterable[Submission]) -> dict[int, frozenset[int]]:
    """Report id → ids of the people assigned to it; empty where no assignment fits, which makes it everybody's.

    Two queries, whatever the number. Needs `period.plan` loaded.
    """
    rows = list(submissions)
    lines = defaultdict(list)
    assignments = ReviewAssignment.objects.filter(receiver__in={row.period.plan.receiver_id for row in rows})
    for receiver, user, level, commune in assignments.order_by().values_list("receiver", "user", "level", "commune"):
        lines[receiver].append((user, level, commune))
    schools = {}
    if lines:
        found = School.objects.filter(organisation__in={row.organisation_id for row in rows}).order_by()
        schools = {
            pk: (levels, commune) for pk, levels, commune in found.values_list("organisation", "levels", "commune")
        }
    return {
        row.pk: frozenset(
            user
            for user, level, commune in lines[row.period.plan.receiver_id]
            if _fits(level, commune, *schools.get(row.organisation_id, ("", None)))
        )
        for row in rows
    }


def _fits(level: str, commune: int | None, school_levels: str, school_commune: int | None) -> bool:
    return (not level or level in school_levels.split()) and (commune is None or commune == school_commune)

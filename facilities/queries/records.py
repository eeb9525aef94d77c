"""The schools of the area over time, as shares count them."""

import datetime as dt

from facilities.shares import Recognised, SchoolRecord, Stay
from schools.models import School


def school_records() -> tuple[SchoolRecord, ...]:
    """All schools that ever belonged to the area, in Vietnamese order: one query, each combination of a place and a
    recognition a row of it."""
    rows = (
        School.objects.filter(affiliations__isnull=False)
        .order_by("organisation__sort_key", "pk")
        .values_list(
            "pk",
            "levels",
            "organisation__short_name",
            "affiliations__commune",
            "organisation__valid_from",
            "organisation__valid_to",
            "affiliations__valid_from",
            "affiliations__valid_to",
            "standards__recognised_on",
            "standards__recheck_due_on",
        )
    )
    about: dict[int, tuple[str, str]] = {}
    stays: dict[int, dict[Stay, None]] = {}
    recognitions: dict[int, set[Recognised]] = {}
    for pk, taught, name, commune, founded, closed, came, left, recognised_on, recheck_due_on in rows:
        about[pk] = taught, name
        start = max(founded or dt.date.min, came or dt.date.min)
        stays.setdefault(pk, {})[Stay(commune, start, min(closed or dt.date.max, left or dt.date.max))] = None
        known = recognitions.setdefault(pk, set())
        if recognised_on is not None:
            known.add((recognised_on, recheck_due_on))
    return tuple(
        SchoolRecord(tuple(stays[pk]), tuple(sorted(known)), *about[pk], pk) for pk, known in recognitions.items()
    )

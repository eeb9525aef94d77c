"""Where schools belong, day by day: a new commune ends the one before, an ended commune lets its schools go."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db import transaction

from schools.models import SchoolAffiliation
from schools.services.row_sync import Changes

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Move:
    """A school belongs to a commune from a day on; from the beginning without one."""

    school_id: int
    commune_id: int
    since: dt.date | None


@transaction.atomic
def affiliate(moves: Sequence[Move], changes: Changes) -> None:
    """Write where the schools belong; three statements and one for each row that changes.

    The commune before a move ends the day before it, and what is known to come after it keeps its days, so that no day
    has two communes whatever the order in which the moves are told. Saying the same again changes nothing.
    """
    rows: dict[int, list[SchoolAffiliation]] = defaultdict(list)
    before: dict[int, tuple[int, dt.date | None]] = {}
    schools = {move.school_id for move in moves}
    for row in SchoolAffiliation.objects.select_for_update().filter(school__in=schools).order_by("pk"):
        rows[row.school_id].append(row)
        before[row.pk] = (row.commune_id, row.valid_to)
    for move in moves:
        known = next((row for row in rows[move.school_id] if row.valid_from == move.since), None)
        if known is None:
            known = SchoolAffiliation(school_id=move.school_id, valid_from=move.since)
            rows[move.school_id].append(known)
        known.commune_id = move.commune_id
    for places in rows.values():
        _chain(places)
    found = [row for places in rows.values() for row in places]
    different = [row for row in found if row.pk and before[row.pk] != (row.commune_id, row.valid_to)]
    new = [row for row in found if row.pk is None]
    SchoolAffiliation.objects.bulk_update(different, ["commune", "valid_to"])  # the old ones end before a new one opens
    SchoolAffiliation.objects.bulk_create(new)
    _count(changes, created=len(new), updated=len(different))


def leave(communes: Iterable[int], last_day: dt.date, changes: Changes) -> None:
    """The communes exist until the last day: nothing belongs to them afterwards."""
    goes_on = SchoolAffiliation.objects.filter(commune__in=list(communes)).exclude(valid_to__lte=last_day)
    ended = goes_on.exclude(valid_from__gt=last_day).update(valid_to=last_day)
    _count(changes, updated=ended)


def _chain(places: list[SchoolAffiliation]) -> None:
    places.sort(key=lambda row: row.first_day)
    for earlier, later in pairwise(places):
        if earlier.last_day >= later.first_day:
            earlier.valid_to = later.first_day - ONE_DAY


def _count(changes: Changes, *, created: int = 0, updated: int = 0) -> None:
    name = str(SchoolAffiliation._meta.verbose_name)
    for counter, number in ((changes.created, created), (changes.updated, updated)):
        if number:
            counter[name] += number

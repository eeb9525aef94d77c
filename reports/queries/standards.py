"""The schools of the area on a day with their national standard, in the order of communes and names."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from facilities import shares
from facilities.shares import Recognised
from schools.models import Organisation, SchoolAffiliation


@dataclass(frozen=True, slots=True)
class Recognition:
    """One recognition; it lapses after `due_on` (Plan 04 III.3.5)."""

    on: dt.date
    due_on: dt.date
    level: int


@dataclass(frozen=True)
class SchoolStanding:
    """A school as the registry knows it on a day. `recognitions` are those made by then, the oldest first."""

    organisation: int
    name: str
    levels: str
    commune: str
    commune_id: int
    day: dt.date
    recognitions: tuple[Recognition, ...] = ()

    @property
    def latest(self) -> Recognition | None:
        return self.recognitions[-1] if self.recognitions else None

    @property
    def _days(self) -> list[Recognised]:
        return [(row.on, row.due_on) for row in self.recognitions]

    @property
    def is_at_standard(self) -> bool:
        """Recognised and not past the re-check."""
        return shares.is_valid(self._days, self.day)

    @property
    def is_new(self) -> bool:
        """Recognised for the first time since 1 January of the day's year (domain reference §3.1, B01)."""
        return shares.is_new(self._days, self.day.replace(month=1, day=1), self.day)

    @property
    def was_due(self) -> bool:
        """Whether a re-check fell due since 1 January, renewed by then or not (domain reference §3.3, B52)."""
        return shares.was_due(self._days, self.day.replace(month=1, day=1), self.day)

    @property
    def has_lapsed(self) -> bool:
        return bool(self.recognitions) and not self.is_at_standard

    @property
    def due_later(self) -> dt.date | None:
        """The day of the re-check that is still to come this year."""
        latest = self.latest
        is_to_come = latest and self.day < latest.due_on and latest.due_on.year == self.day.year
        return latest.due_on if latest and is_to_come else None


def standings_on(day: dt.date) -> tuple[SchoolStanding, ...]:
    """The schools that belong to the area on the day, as `School.belonging` has it: one query."""
    rows = (
        SchoolAffiliation.objects.on(day)
        .filter(school__organisation__in=Organisation.objects.in_force(day))
        .order_by("commune__sort_key", "school__organisation__sort_key", "pk", "school__standards__recognised_on")
        .values_list(
            "school__organisation",
            "school__organisation__short_name",
            "school__levels",
            "commune__short_name",
            "commune",
            "school__standards__recognised_on",
            "school__standards__recheck_due_on",
            "school__standards__level",
        )
    )
    found: dict[tuple[int, str, str, str, int], list[Recognition]] = {}
    for organisation, name, levels, commune, commune_id, on, due_on, level in rows:
        known = found.setdefault((organisation, name, levels, commune, commune_id), [])
        if on is not None and on <= day:
            known.append(Recognition(on, due_on, level))
    return tuple(SchoolStanding(*school, day, tuple(known)) for school, known in found.items())


def without_standard(schools: Iterable[SchoolStanding]) -> list[str]:
    """The communes with schools of which none is at the standard (domain reference §3.3, B51)."""
    has: dict[str, bool] = {}
    for school in schools:
        has[school.commune] = has.get(school.commune, False) or school.is_at_standard
    return [commune for commune, any_has in has.items() if not any_has]

"""Which part of the area a figure is about: all of it, one level, one commune, or both at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from plans.enums import EnteredBy
from reports.queries.completeness import UnitStatus


@dataclass(frozen=True)
class Cut:
    """`level` is a school level ("" for all), `commune` the id of a commune (None for all)."""

    level: str = ""
    commune: int | None = None

    @property
    def is_whole(self) -> bool:
        return not self.level and self.commune is None

    def splits(self, entered_by: str) -> bool:
        """Whether figures entered so can be told for the part: what the office enters is about the whole area, what
        communes enter knows no levels."""
        if entered_by == EnteredBy.OFFICE:
            return self.is_whole
        return entered_by != EnteredBy.COMMUNE or not self.level

    def covers(self, levels: str | None, commune: int | None, organisation: int | None = None) -> bool:
        """Whether a unit with these levels and this commune is in the part; a commune itself is in its own."""
        if self.level and self.level not in (levels or "").split():
            return False
        return self.commune is None or self.commune in (commune, organisation)

    def of(self, units: Iterable[UnitStatus]) -> list[UnitStatus]:
        """The units of the part, in their order."""
        return [unit for unit in units if self.covers(unit.levels, unit.commune_id, unit.organisation_id)]


WHOLE = Cut()


def levels_of(units: Collection[UnitStatus]) -> list[str]:
    """The levels that the units teach, in the order of schooling."""
    taught = {level for unit in units for level in (unit.levels or "").split()}
    return [level for level in ("MN", "TH", "THCS") if level in taught]

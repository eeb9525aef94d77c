"""Who owes a report of a period, as the summary counts them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from plans.deadlines import local_day
from reports.queries.completeness import Completeness, UnitStatus, count
from schools.enums import Levels

OTHER_UNITS = "Đơn vị khác"


@dataclass(frozen=True)
class Reporting:
    """The expected reports of a period on a day. `unit` is what the reporting bodies are called together."""

    units: Sequence[UnitStatus]
    today: dt.date
    area_word: str

    @property
    def is_of_one_area(self) -> bool:
        """Whether several schools all lie in one place: then counts by place say nothing."""
        areas = {unit.commune for unit in self.units}
        return len(areas) == 1 < len(self.units)

    @property
    def unit(self) -> str:
        return "trường" if all(unit.levels for unit in self.units) else "đơn vị"

    @property
    def has_levels(self) -> bool:
        """Whether any of them teaches: bodies that are no schools are not counted by level."""
        return any(unit.levels for unit in self.units)

    @property
    def total(self) -> Completeness:
        return count(self.units, today=self.today)

    def by_level(self) -> list[tuple[str, list[UnitStatus]]]:
        """The units by what they teach, in the order of the levels, empty groups left out."""
        groups = [(label, [unit for unit in self.units if unit.levels == levels]) for levels, label in Levels.choices]
        groups.append((OTHER_UNITS, [unit for unit in self.units if not unit.levels]))
        return [(label, units) for label, units in groups if units]


def days_late(unit: UnitStatus) -> int:
    """Days between the last on-time day and the first sending; 0 when on time or not sent."""
    if unit.first_submitted_at is None:
        return 0
    return max((local_day(unit.first_submitted_at) - unit.first_last_day).days, 0)

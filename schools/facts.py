"""What follows from a school's yearly counts: pure arithmetic on one row, nothing is stored twice."""

from dataclasses import dataclass
from decimal import Decimal

from schools.models import School, SchoolYearFacts
from vietnamese.dates import school_year_label


@dataclass(frozen=True)
class YearFigures:
    """The facts of one school year with their ratios. Ratios are None when the divisor is 0 or unknown.

    `land_area_m2` is None when the land of that year is not known.
    """

    facts: SchoolYearFacts
    land_area_m2: Decimal | None = None

    @property
    def label(self) -> str:
        return school_year_label(self.facts.school_year)

    @property
    def rooms(self) -> int:
        """All class rooms, the school's own and borrowed ones."""
        facts = self.facts
        return facts.rooms_permanent + facts.rooms_semi_permanent + facts.rooms_temporary + facts.rooms_borrowed

    @property
    def pupils_per_class(self) -> Decimal | None:
        return Decimal(self.facts.pupils) / self.facts.classes if self.facts.classes else None

    @property
    def land_per_pupil_m2(self) -> Decimal | None:
        """Square metres of the school's land per pupil (the norm is 25 m², Plan 04 III.2.1b)."""
        if self.land_area_m2 is None or not self.facts.pupils:
            return None
        return self.land_area_m2 / self.facts.pupils

    @property
    def rooms_per_class(self) -> Decimal | None:
        """Rooms for each class; below 1 some classes have no room of their own."""
        return Decimal(self.rooms) / self.facts.classes if self.facts.classes else None


def year_figures(school: School) -> list[YearFigures]:
    """The school's years, latest first. The land on record is today's, so only the latest year is divided by it."""
    years = list(school.yearly_facts.order_by("-school_year"))
    return [YearFigures(facts, school.land_area_m2 if place == 0 else None) for place, facts in enumerate(years)]

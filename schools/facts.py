"""What follows from a school's yearly counts: pure arithmetic on one row, nothing is stored twice."""

from dataclasses import dataclass
from decimal import Decimal

from schools.models import GradeFacts, School, SchoolYearFacts
from vietnamese.dates import school_year_label


@dataclass(frozen=True)
class YearFigures:
    """The facts of one school year with their ratios. Ratios are None when the divisor is 0 or unknown. `grades` are
    empty when they were not asked for.

    `land_area_m2` is None when the land of that year is not known, `campuses` likewise.
    """

    facts: SchoolYearFacts
    land_area_m2: Decimal | None = None
    campuses: int | None = None
    grades: tuple[GradeFacts, ...] = ()

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
    def teachers_per_class(self) -> Decimal | None:
        return Decimal(self.facts.teachers) / self.facts.classes if self.facts.classes else None

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


def year_figures(school: School, *, with_grades: bool = True) -> list[YearFigures]:
    """The school's years, latest first: one query, and one more with their grades.

    A year has the land and the campuses that were told for it. The school's record of today stands in for them in its
    latest year only, because nobody knows since when it is so.
    """
    rows = school.yearly_facts.order_by("-school_year")
    years = list(rows.prefetch_related("grades") if with_grades else rows)
    return [
        _figures(school, facts, tuple(facts.grades.all()) if with_grades else (), is_latest=place == 0)
        for place, facts in enumerate(years)
    ]


def _figures(school: School, facts: SchoolYearFacts, grades: tuple[GradeFacts, ...], *, is_latest: bool) -> YearFigures:
    land, campuses = facts.land_area_m2, facts.campuses
    if is_latest:
        land = school.land_area_m2 if land is None else land
        campuses = school.campuses if campuses is None else campuses
    return YearFigures(facts, land, campuses, grades)

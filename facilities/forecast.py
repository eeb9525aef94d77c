"""Pupils of the coming school years from cohorts: pure arithmetic, no database (Plan 04 III.5).

A cohort is the children of one grade in one year; a year later they are in the following grade. How many arrive is the
survival rate: Σ following / Σ before over some years, never a mean of rates (domain reference §3.6 rule 1). A rate may
exceed 1 where families move in. Every figure of a year is rounded before the next year leans on it, so that a person
can follow the arithmetic with the numbers on the page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from schools.enums import Grade, Level

YEARS_AHEAD = 5
YEARS_BACK = 3  # transitions from one year to the next that a rate is taken from, as far as there are figures

Counts = Mapping[Grade, int]
History = Mapping[int, Mapping[int, Counts]]  # school year → school → pupils by grade


class Origin(Enum):
    """Where a figure comes from."""

    COUNTED = "counted"
    COHORT = "cohort"  # last year's grade below times the survival rate
    EXPECTED = "expected"  # what the office wrote down
    KEPT = "kept"  # as in the year before: there is no cohort and nobody wrote anything down


@dataclass(frozen=True)
class Transition:
    """From one grade to the following: sums over the pairs of years that were looked at. `rate` is 1 when nobody was
    there to look at, and `is_assumed` then."""

    before: Grade
    after: Grade
    pupils_before: int = 0
    pupils_after: int = 0

    @property
    def is_assumed(self) -> bool:
        return self.pupils_before == 0

    @property
    def rate(self) -> Fraction:
        return Fraction(self.pupils_after, self.pupils_before) if self.pupils_before else Fraction(1)

    @property
    def percent(self) -> Decimal:
        """The rate for people to read."""
        return Decimal(100 * self.rate.numerator) / self.rate.denominator


@dataclass(frozen=True)
class Figure:
    """Pupils of one grade in one year."""

    pupils: int
    origin: Origin


@dataclass
class Forecast:
    """`figures` by year, the base year first, then by grade."""

    base_year: int
    transitions: dict[Grade, Transition]
    figures: dict[int, dict[Grade, Figure]] = field(default_factory=dict)

    @property
    def years(self) -> list[int]:
        return list(self.figures)

    def total(self, year: int, grades: Iterable[Grade]) -> int:
        return sum(self.figures[year][grade].pupils for grade in grades)


def transitions(history: History, base_year: int) -> dict[Grade, Transition]:
    """The way into each grade but the youngest. In each pair of years only schools with figures of both years count:
    one that did not report, or came later, would look like children who left."""
    found = {}
    for grade in Grade:
        if grade.following is not None:
            sums = [0, 0]
            for year in range(base_year - YEARS_BACK, base_year):
                now, then = history.get(year, {}), history.get(year + 1, {})
                both = now.keys() & then.keys()
                sums[0] += sum(now[school].get(grade, 0) for school in both)
                sums[1] += sum(then[school].get(grade.following, 0) for school in both)
            found[grade.following] = Transition(grade, grade.following, *sums)
    return found


def forecast(
    history: History, base_year: int, *, expected: Mapping[tuple[int, Grade], int], years: int = YEARS_AHEAD
) -> Forecast:
    """Pupils by grade of the base year and the `years` that follow. `expected` figures go before cohorts; a grade
    that nobody grows into keeps its number."""
    ways = transitions(history, base_year)
    counted = history.get(base_year, {}).values()
    base = {grade: sum(counts.get(grade, 0) for counts in counted) for grade in Grade}
    result = Forecast(base_year, ways)
    result.figures[base_year] = {grade: Figure(pupils, Origin.COUNTED) for grade, pupils in base.items()}
    for year in range(base_year + 1, base_year + years + 1):
        result.figures[year] = {
            grade: _figure(grade, year, result.figures[year - 1], ways, expected) for grade in Grade
        }
    return result


def _figure(
    grade: Grade,
    year: int,
    last: Mapping[Grade, Figure],
    ways: Mapping[Grade, Transition],
    expected: Mapping[tuple[int, Grade], int],
) -> Figure:
    if (year, grade) in expected:
        return Figure(expected[year, grade], Origin.EXPECTED)
    way = ways.get(grade)
    if way and (last[way.before].pupils or not way.is_assumed):
        return Figure(half_up(last[way.before].pupils * way.rate), Origin.COHORT)
    return Figure(last[grade].pupils, Origin.KEPT)


def half_up(number: Fraction) -> int:
    """The nearest whole number, a half upwards, as Excel rounds."""
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def classes_needed(pupils: int, class_size: int) -> int:
    """Classes of at most `class_size` pupils.

    Raises:
        ValueError: a class of nobody.
    """
    if class_size < 1:
        raise ValueError("a class has at least one pupil")
    return -(-pupils // class_size)


@dataclass(frozen=True)
class RoomNeed:
    """Rooms of one level in one year. `coming` are those that works bring before the year begins."""

    level: Level
    year: int
    pupils: int
    classes: int
    existing: int
    coming: int

    @property
    def missing(self) -> int:
        return max(self.classes - self.existing - self.coming, 0)


def room_needs(
    result: Forecast, sizes: Mapping[Grade, int], existing: Mapping[Level, int], coming: Mapping[tuple[Level, int], int]
) -> list[RoomNeed]:
    """One room for each class, by level and year; `coming` by level and school year in which the rooms are there for
    the first time. A level without pupils and rooms is left out."""
    needs = []
    for level in Level:
        grades = [grade for grade in Grade if grade.level == level]
        if not existing.get(level) and not any(result.total(year, grades) for year in result.years):
            continue
        for year in result.years:
            classes = sum(classes_needed(result.figures[year][grade].pupils, sizes[grade]) for grade in grades)
            built = sum(rooms for (of, since), rooms in coming.items() if of == level and since <= year)
            needs.append(RoomNeed(level, year, result.total(year, grades), classes, existing.get(level, 0), built))
    return needs

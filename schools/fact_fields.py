"""What is told about a school year, in the groups and the order in which officers read it (domain reference §3.4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from schools.enums import Grade
from schools.facts import YearFigures
from schools.models import GradeFacts, SchoolYearFacts

Number = Decimal | int | None
PUPILS, ROOMS, GROUND, STAFF = "Lớp và học sinh", "Phòng", "Đất và sân chơi", "Đội ngũ"
GROUPS: dict[str, tuple[str, ...]] = {
    PUPILS: ("classes", "combined_classes", "pupils", "girls", "minority_pupils", "disabled_pupils"),
    ROOMS: (
        "rooms_permanent",
        "rooms_semi_permanent",
        "rooms_temporary",
        "rooms_borrowed",
        "computer_rooms",
        "language_rooms",
        "art_rooms",
        "laboratories",
        "libraries",
        "health_rooms",
        "toilets",
    ),
    GROUND: ("campuses", "land_area_m2", "play_area_m2"),
    STAFF: (
        "managers",
        "teachers",
        "teachers_permanent",
        "teachers_contract",
        "teachers_female",
        "teachers_party",
        "teachers_at_standard",
        "teachers_above_standard",
        "staff",
    ),
}
GRADE_PARTS = ("classes", "pupils")


def label_of(name: str) -> str:
    """The name of a field of `SchoolYearFacts` as a heading."""
    column: Any = SchoolYearFacts._meta.get_field(name)
    label = str(column.verbose_name)
    return label[0].upper() + label[1:]


def grade_key(grade: Grade, part: str) -> str:
    """How a figure of a grade is named beside the fields of the year: `grade:MG3:pupils`."""
    return f"grade:{grade.value}:{part}"


def grade_label(grade: Grade, part: str) -> str:
    column: Any = GradeFacts._meta.get_field(part)
    return f"{grade.label}: {column.verbose_name}"


def label_of_key(key: str) -> str:
    """The words of a key of either kind."""
    if not key.startswith("grade:"):
        return label_of(key)
    _, grade, part = key.split(":")
    return grade_label(Grade(grade), part)


@dataclass(frozen=True)
class Cell:
    """A figure of one year and what it was the year before; None is not known."""

    value: Number
    before: Number = None

    @property
    def change(self) -> Number:
        return None if self.value is None or self.before is None else self.value - self.before


@dataclass(frozen=True)
class Line:
    """One figure over the years; `decimals` is how many it is shown with, `is_derived` that nobody enters it."""

    label: str
    cells: list[Cell]
    decimals: int | None = None
    is_derived: bool = False


@dataclass(frozen=True)
class Group:
    title: str
    lines: list[Line]


Read = Callable[[YearFigures], Number]
RATIOS: dict[str, tuple[tuple[str, Read, int], ...]] = {
    PUPILS: (("Học sinh, trẻ/lớp", lambda year: year.pupils_per_class, 1),),
    ROOMS: (("Phòng học", lambda year: year.rooms, 0), ("Phòng học/lớp", lambda year: year.rooms_per_class, 2)),
    GROUND: (("m² đất/học sinh", lambda year: year.land_per_pupil_m2, 1),),
    STAFF: (("Giáo viên/lớp", lambda year: year.teachers_per_class, 2),),
}
SUMMARY = (
    ("Lớp, nhóm", lambda year: year.facts.classes, None),
    ("Học sinh, trẻ", lambda year: year.facts.pupils, None),
    *RATIOS[PUPILS],
    *RATIOS[ROOMS],
    ("Điểm trường", lambda year: year.campuses, None),
    *RATIOS[GROUND],
    ("Giáo viên", lambda year: year.facts.teachers, None),
    *RATIOS[STAFF],
)


def summary_lines(years: Sequence[YearFigures]) -> list[Line]:
    """The headlines of some years, which are given earliest first; the first year has nothing to be compared with."""
    return [_line(label, years, read, decimals) for label, read, decimals in SUMMARY]


def groups_of(years: Sequence[YearFigures], grades: Sequence[Grade]) -> list[Group]:
    """Everything that is told about the years, given earliest first, and what follows from it."""
    return [
        Group(title, [*_told(names, years), *_grades(title, years, grades), *_derived(title, years)])
        for title, names in GROUPS.items()
    ]


def _told(names: Sequence[str], years: Sequence[YearFigures]) -> list[Line]:
    return [_line(label_of(name), years, lambda year, name=name: _value(year, name), None) for name in names]  # type: ignore[misc]


def _value(year: YearFigures, name: str) -> Number:
    return getattr(year if name in ("land_area_m2", "campuses") else year.facts, name)


def _grades(title: str, years: Sequence[YearFigures], grades: Sequence[Grade]) -> list[Line]:
    if title != PUPILS:
        return []
    known = [{(row.grade, part): getattr(row, part) for row in year.grades for part in GRADE_PARTS} for year in years]
    keys = [
        (grade, part) for grade in grades for part in GRADE_PARTS if any((grade.value, part) in row for row in known)
    ]
    return [
        Line(grade_label(grade, part), _cells([row.get((grade.value, part)) for row in known])) for grade, part in keys
    ]


def _derived(title: str, years: Sequence[YearFigures]) -> list[Line]:
    return [_line(label, years, read, decimals, is_derived=True) for label, read, decimals in RATIOS[title]]


def _line(
    label: str, years: Sequence[YearFigures], read: Read, decimals: int | None, *, is_derived: bool = False
) -> Line:
    return Line(label, _cells([read(year) for year in years]), decimals, is_derived)


def _cells(values: list[Number]) -> list[Cell]:
    return [Cell(value, before) for value, before in zip(values, [None, *values], strict=False)]

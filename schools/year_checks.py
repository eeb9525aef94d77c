"""A school's year against norms and against its own sums. It warns and never blocks (domain reference §3.5)."""

from collections.abc import Iterator
from decimal import Decimal

from schools.enums import Grade, Level
from schools.facts import YearFigures
from schools.models import School
from schools.norms import CLASS_SIZE
from vietnamese.numbers import format_number

# Teachers for one class. A primary school that teaches mornings only needs 1.2; who teaches all day, 1.5.
TEACHERS = {Level.TH: Decimal("1.2"), Level.THCS: Decimal("1.9")}
LAND_PER_PUPIL_M2 = 25  # Plan 04 III.2.1, for schools that move to a new site
KINDERGARTEN_CAMPUSES = 3  # Plan 04 III.2.1, one of them the central one


def warnings(school: School, year: YearFigures) -> list[str]:
    """What about the year is beyond a norm or does not add up, as sentences."""
    return [*_sizes(school, year), *_rooms(school, year), *_places(school, year), *_sums(year)]


def _sizes(school: School, year: YearFigures) -> Iterator[str]:
    for row in year.grades:
        most = CLASS_SIZE[Grade(row.grade)]
        if row.pupils > row.classes * most:
            each = (
                f"{format_number(Decimal(row.pupils) / row.classes, decimals=1)} em/lớp"
                if row.classes
                else "chưa có lớp"
            )
            yield f"{row.get_grade_display()}: {each}, định mức không quá {most}."
    most = max(CLASS_SIZE[grade] for grade in Grade.of_levels(school.levels))
    if not year.grades and year.pupils_per_class is not None and year.pupils_per_class > most:
        yield f"Bình quân {format_number(year.pupils_per_class, decimals=1)} em/lớp, định mức không quá {most}."


def _rooms(school: School, year: YearFigures) -> Iterator[str]:
    missing = year.facts.classes - year.rooms
    if missing > 0:
        yield f"Thiếu {missing} phòng để mỗi lớp có một phòng học."
    least = min((TEACHERS[Level(level)] for level in school.level_set if level in TEACHERS), default=None)
    if least is not None and year.teachers_per_class is not None and year.teachers_per_class < least:
        have = format_number(year.teachers_per_class, decimals=2)
        yield f"{have} giáo viên/lớp, định mức {format_number(least)}."


def _places(school: School, year: YearFigures) -> Iterator[str]:
    land = year.land_per_pupil_m2
    if school.is_on_new_site and land is not None and land < LAND_PER_PUPIL_M2:
        have = format_number(land, decimals=1)
        yield f"Trường quy hoạch ra vị trí mới có {have} m²/học sinh, chuẩn là {LAND_PER_PUPIL_M2} m²."
    if Level.MN in school.level_set and (year.campuses or 0) > KINDERGARTEN_CAMPUSES:
        yield (
            f"{year.campuses} điểm trường; trường mầm non có không quá {KINDERGARTEN_CAMPUSES} điểm, "
            "trong đó có một điểm trung tâm."
        )


def _sums(year: YearFigures) -> Iterator[str]:
    facts, grades = year.facts, year.grades
    for name, label in (("classes", "lớp"), ("pupils", "học sinh")):
        of_grades, whole = sum(getattr(row, name) for row in grades), getattr(facts, name)
        if grades and of_grades != whole:
            yield f"Cộng các khối được {format_number(of_grades)} {label}, khác tổng số {format_number(whole)}."
    permanent, contract = facts.teachers_permanent, facts.teachers_contract
    if permanent is not None and contract is not None and permanent + contract != facts.teachers:
        yield f"Biên chế và hợp đồng cộng lại là {permanent + contract} giáo viên, khác tổng số {facts.teachers}."

"""What the registry says about each school year in the demonstration: grades as cohorts of children, rooms, people.

All of it is illustrative. Children born in one year in one commune move on together, from the kindergarten through the
primary to the lower secondary school, so that a forecast finds in the figures what was put there (domain
reference §3.4, plan 04 III.5).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from reports.demo.clock import dice
from reports.demo.cohorts import apportion, children_of
from schools.enums import Grade, Level
from schools.models import GradeFacts, School, SchoolYearFacts
from schools.services.registry_schools import FACTS

YEARS_BEFORE = 2
FILLED = (
    "combined_classes",
    "girls",
    "minority_pupils",
    "disabled_pupils",
    "campuses",
    "land_area_m2",
    "play_area_m2",
    "computer_rooms",
    "language_rooms",
    "art_rooms",
    "laboratories",
    "libraries",
    "health_rooms",
    "toilets",
    "teachers_permanent",
    "teachers_contract",
    "teachers_female",
    "teachers_party",
    "teachers_at_standard",
    "teachers_above_standard",
)
WOMEN = {Level.MN: 1.0, Level.TH: 0.82, Level.THCS: 0.68}
BATCH = 500


@dataclass(frozen=True)
class Year:
    """One school year of one school with its grades: (grade, classes, pupils)."""

    facts: SchoolYearFacts
    grades: list[tuple[Grade, int, int]]


def write_years(schools: Sequence[School]) -> int:
    """Give the schools two years more before those the registry names, and fill in what it leaves open; the number of
    school years. `schools` come with `yearly_facts` and `affiliations` prefetched."""
    years = [year for school in schools for year in _years(school)]
    stored = SchoolYearFacts.objects.bulk_create(
        [year.facts for year in years],
        update_conflicts=True,
        unique_fields=["school", "school_year"],
        update_fields=FILLED,
        batch_size=BATCH,
    )
    GradeFacts.objects.filter(facts__school__in=schools).delete()
    GradeFacts.objects.bulk_create(
        GradeFacts(facts=facts, grade=grade, classes=classes, pupils=pupils)
        for facts, year in zip(stored, years, strict=True)
        for grade, classes, pupils in year.grades
    )
    return len(years)


def _years(school: School) -> Iterator[Year]:
    """Years that follow each other are told as one stretch, from two years before its first one."""
    known = {facts.school_year: facts for facts in school.yearly_facts.all()}
    told = {early for latest in known for early in range(latest - YEARS_BEFORE, latest + 1)}
    for year in sorted(told):
        # A year nobody has told is counted back from the one after it that somebody has.
        model = known.get(year) or next(known[later] for later in sorted(known) if later > year)
        children = children_of(school, year)
        if year in known:
            pupils, classes = model.pupils, model.classes
        else:
            pupils = round(model.pupils * sum(children.values()) / sum(children_of(school, model.school_year).values()))
            classes = min(model.classes, max(len(children), round(model.classes * pupils / model.pupils)))
        facts = _facts(school, model, year, pupils, classes)
        by_grade = apportion(pupils, list(children.values()))
        of_grade = apportion(classes, by_grade, least=1 if classes >= len(children) else 0)
        yield Year(facts, list(zip(children, of_grade, by_grade, strict=True)))


def _facts(school: School, model: SchoolYearFacts, year: int, pupils: int, classes: int) -> SchoolYearFacts:
    """A new row: written over the year's own one if there is one, where it only fills in what is open."""
    chance = dice("facts", school.organisation.code, year)
    teachers = model.teachers if year == model.school_year else round(model.teachers * classes / (model.classes or 1))
    counts = {name: getattr(model, name) for name in (*FACTS, "managers", "staff")}
    counts |= {"classes": classes, "pupils": pupils, "teachers": teachers}
    return SchoolYearFacts(
        school=school,
        school_year=year,
        **counts,
        **_children(chance, pupils),
        **_places(school),
        **_staff(school, teachers),
    )


def _children(chance: Random, pupils: int) -> dict[str, int]:
    return {
        "combined_classes": 0,
        "girls": round(pupils * chance.uniform(0.46, 0.5)),
        "minority_pupils": chance.randint(0, 3),
        "disabled_pupils": round(pupils * chance.uniform(0.002, 0.01)),
    }


def _places(school: School) -> dict[str, int | Decimal | None]:
    """Rooms for subjects and the ground: the same in all years, since nobody has built in between."""
    chance, levels = dice("places", school.organisation.code), school.level_set
    teaches_subjects, has_laboratories = levels - {Level.MN}, Level.THCS in levels
    land = school.land_area_m2
    play = land * Decimal(chance.randint(24, 36)) / 100 if land else None
    return {
        "campuses": school.campuses,
        "land_area_m2": land,
        "play_area_m2": play.quantize(Decimal("0.1"), ROUND_HALF_UP) if play else None,
        "computer_rooms": chance.randint(1, 2) if teaches_subjects else 0,
        "language_rooms": chance.randint(0, 1) if teaches_subjects else 0,
        "art_rooms": 1 if Level.MN in levels else chance.randint(0, 2),
        "laboratories": chance.randint(1, 3) if has_laboratories else 0,
        "libraries": 1 if teaches_subjects else 0,
        "health_rooms": chance.randint(0, 1) if school.campuses == 1 else 1,
        "toilets": school.campuses * 2 + chance.randint(0, 3),
    }


def _staff(school: School, teachers: int) -> dict[str, int]:
    chance = dice("staff", school.organisation.code)
    contract = round(teachers * chance.uniform(0.04, 0.16))
    women = WOMEN[max(school.level_set, key=Level.values.index)]  # type: ignore[index]
    at_standard = teachers - chance.randint(0, 1)
    return {
        "teachers_permanent": teachers - contract,
        "teachers_contract": contract,
        "teachers_female": round(teachers * women),
        "teachers_party": round(teachers * chance.uniform(0.35, 0.6)),
        "teachers_at_standard": max(at_standard, 0),
        "teachers_above_standard": round(max(at_standard, 0) * chance.uniform(0.6, 0.9)),
    }

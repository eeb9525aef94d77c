"""More schools than the district has, for measuring. They are invented through and through."""

from collections.abc import Sequence
from itertools import cycle

from schools.enums import Level, OrganisationKind
from schools.models import Organisation, School, SchoolAffiliation, SchoolYearFacts

LEVEL_NAMES = {Level.MN: "Trường Mầm non", Level.TH: "Trường Tiểu học", Level.THCS: "Trường THCS"}


def add_schools(schools: Sequence[School], wanted: int) -> None:
    """Copy the real schools in turn, with their sizes, until there are `wanted` of them."""
    missing = wanted - len(schools)
    if missing <= 0:
        return
    patterns = cycle(sorted(schools, key=lambda school: school.organisation.position))
    bodies, copies, facts, places = [], [], [], []
    for number in range(1, missing + 1):
        pattern = next(patterns)
        level = pattern.levels.split()[0]
        name = f"{pattern.organisation.short_name.removeprefix(level).strip()} số {number}"
        body = Organisation(
            kind=OrganisationKind.SCHOOL,
            parent_id=pattern.organisation.parent_id,
            code=f"minh-hoa-{number:04d}",
            name=f"{LEVEL_NAMES[Level(level)]} {name}",
            short_name=f"{level} {name}",
            is_illustrative=True,
            position=100_000 + number,
        )
        school = School(
            organisation=body,
            levels=pattern.levels,
            campuses=pattern.campuses,
            land_area_m2=pattern.land_area_m2,
        )
        bodies.append(body)
        copies.append(school)
        places.append(SchoolAffiliation(school=school, commune=pattern.commune))
        for row in pattern.yearly_facts.all():
            values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
            del values["id"], values["school_id"]
            facts.append(SchoolYearFacts(school=school, **values))
    Organisation.objects.bulk_create(bodies)
    School.objects.bulk_create(copies)
    SchoolYearFacts.objects.bulk_create(facts)
    SchoolAffiliation.objects.bulk_create(places)

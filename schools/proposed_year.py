"""A school year as it would be once a request about it was confirmed, so that the office is warned before it is."""

from collections.abc import Mapping
from decimal import Decimal

from schools.enums import Grade
from schools.fact_fields import GRADE_PARTS, GROUPS, grade_key
from schools.facts import YearFigures
from schools.models import FactsRequest, GradeFacts, SchoolYearFacts
from schools.year_checks import warnings


def warnings_if_confirmed(request: FactsRequest, stands: Mapping[str, str]) -> list[str]:
    """What would be beyond a norm or would not add up; `stands` is what the registry says now (`values_of`)."""
    values = {**stands, **request.proposed}
    names = [name for group in GROUPS.values() for name in group]
    told = {name: Decimal(values[name]) for name in names if values.get(name)}
    facts = SchoolYearFacts(school=request.school, school_year=request.school_year, **told)
    grades = tuple(_grades(request, values))
    campuses = facts.campuses and int(facts.campuses)
    return warnings(request.school, YearFigures(facts, facts.land_area_m2, campuses, grades))


def _grades(request: FactsRequest, values: Mapping[str, str]) -> list[GradeFacts]:
    rows = []
    for grade in Grade.of_levels(request.school.levels):
        counts = {part: int(values.get(grade_key(grade, part)) or 0) for part in GRADE_PARTS}
        if any(counts.values()):
            rows.append(GradeFacts(grade=grade, **counts))
    return rows

"""What finished self-assessments say together on a day: the sentence of a summary about missing criteria."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from facilities.enums import AssessmentState, CriterionResult
from facilities.models import AssessmentLine
from schools.models import School
from vietnamese.sorting import sort_key


@dataclass(frozen=True)
class Assessed:
    """How many schools had finished the assessment of a school year by a day, how many meet everything, the unmet
    criteria with their number of schools (most schools first), the cost in million đồng of closing the gaps, and how
    many gaps have no cost yet."""

    school_year: int
    schools: int = 0
    all_met: int = 0
    unmet: tuple[tuple[str, int], ...] = ()
    cost: Decimal = Decimal(0)
    uncosted: int = 0


def assessed_by(school_year: int, day: dt.date) -> Assessed:
    """The assessments of a school year that were finished by the day, of the schools that belong to the area then. One
    query."""
    rows = (
        AssessmentLine.objects.filter(
            assessment__school_year=school_year,
            assessment__state=AssessmentState.DONE,
            assessment__done_at__date__lte=day,
            assessment__school__in=School.objects.belonging(day),
        )
        .order_by("pk")
        .values_list("assessment__school", "result", "criterion__name", "cost_million")
    )
    gaps: dict[int, list[str]] = defaultdict(list)
    cost, uncosted = Decimal(0), 0
    for school, result, criterion, million in rows:
        names = gaps[school]
        if result == CriterionResult.UNMET:
            names.append(criterion)
            cost += million or 0
            uncosted += million is None
    return Assessed(school_year, len(gaps), sum(not names for names in gaps.values()), _ranked(gaps), cost, uncosted)


def _ranked(gaps: dict[int, list[str]]) -> tuple[tuple[str, int], ...]:
    schools: dict[str, set[int]] = defaultdict(set)
    for school, names in gaps.items():
        for name in names:
            schools[name].add(school)
    ranked = sorted(schools.items(), key=lambda item: (-len(item[1]), sort_key(item[0])))
    return tuple((name, len(found)) for name, found in ranked)

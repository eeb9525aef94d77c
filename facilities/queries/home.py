"""The one figure of each part of the facilities: eight queries whatever the size of the area."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, Subquery

from facilities.enums import AssessmentState, InspectionState
from facilities.models import (
    Allocation,
    Expenditure,
    Inspection,
    ProgrammeUnit,
    SelfAssessment,
    Work,
)
from facilities.queries.inspections import open_findings, overdue
from facilities.queries.rooms import COUNTED, latest_room_year
from facilities.queries.works import line_of, sums_of
from facilities.rooms import RoomCount, RoomTotals, totals
from plans.enums import PlanStatus
from plans.models import Plan
from schools.models import NationalStandard, School

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the cards say. Amounts in million đồng, of plans in force that the person may read."""

    year: int
    schools: int
    at_standard: int
    assessed: int
    assessed_year: int | None  # None before anybody has assessed itself
    programme_units: int
    programme_done: int
    works: int
    late: int
    rooms: RoomTotals
    pupils: int
    inspections: int
    findings_overdue: int
    allocated: Decimal
    spent: Decimal


def home_figures(user: Any, today: dt.date) -> Figures:
    """Everything the page of the facilities shows."""
    year = latest_room_year(today)
    rows = _schools(year, today)
    units = ProgrammeUnit.objects.aggregate(all=Count("pk"), done=Count("pk", filter=Q(finished_on__isnull=False)))
    works = sums_of(line_of(work, today) for work in Work.objects.order_by("pk"))
    plans = Plan.objects.visible_to(user).filter(status=PlanStatus.IN_FORCE).values("pk")
    return Figures(
        year=year,
        schools=len(rows),
        at_standard=sum(row["valid"] for row in rows),
        assessed=sum(row["assessed"] for row in rows),
        assessed_year=next((row["assessed_year"] for row in rows), None),
        programme_units=units["all"],
        programme_done=units["done"],
        works=works.works,
        late=works.late,
        rooms=totals((_count(row), 0) for row in rows),
        pupils=sum(row["facts__pupils"] or 0 for row in rows),
        inspections=_visits(today),
        findings_overdue=open_findings().filter(overdue(today)).count(),
        allocated=_sum(Allocation.objects.filter(plan__in=plans)),
        spent=_sum(Expenditure.objects.filter(allocation__plan__in=plans)),
    )


def _schools(year: int, today: dt.date) -> list[dict[str, Any]]:
    """The schools of the area today with their standing, their self-assessment and their figures of the year."""
    standards = NationalStandard.objects.filter(
        school=OuterRef("pk"), recognised_on__lte=today, recheck_due_on__gte=today
    )
    # Facts and assessments need not be of the same school year: each is shown as of its latest one.
    latest = Subquery(SelfAssessment.objects.order_by("-school_year").values("school_year")[:1])
    done = SelfAssessment.objects.filter(school=OuterRef("pk"), school_year=latest, state=AssessmentState.DONE)
    schools = School.objects.belonging(today).annotate(
        valid=Exists(standards),
        assessed=Exists(done),
        assessed_year=latest,
        facts=FilteredRelation("yearly_facts", condition=Q(yearly_facts__school_year=year)),
    )
    facts = ("facts__pupils", *(f"facts__{name}" for name in COUNTED))
    return list(schools.values("valid", "assessed", "assessed_year", *facts))


def _visits(today: dt.date) -> int:
    """Visits of the quarter that have ended; one that is being written down is the office's alone."""
    quarter = dt.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return Inspection.objects.filter(state=InspectionState.DONE, visited_on__range=(quarter, today)).count()


def _count(row: dict[str, Any]) -> RoomCount | None:
    numbers = [row[f"facts__{name}"] or 0 for name in COUNTED]
    return RoomCount(*numbers) if any(numbers) else None


def _sum(rows: Any) -> Decimal:
    """Added here: SQLite adds decimals as floating point numbers."""
    amounts: Iterable[Decimal] = rows.order_by("pk").values_list("amount_million", flat=True)
    return sum(amounts, ZERO)

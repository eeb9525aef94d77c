"""The programmes of plans with their units, milestones and the state of the schools behind them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from facilities.enums import AssessmentState
from facilities.models import Programme, ProgrammeMilestone, ProgrammeUnit, SelfAssessment
from facilities.queries.assessments import with_counts
from plans.enums import PlanStatus
from plans.models import Plan
from schools.enums import OrganisationKind
from schools.models import School, SchoolAffiliation
from vietnamese.dates import school_year_of


@dataclass(frozen=True)
class SchoolState:
    """A school of a unit: whether its recognition is in force, and its latest finished self-assessment by the day."""

    school: School
    is_at_standard: bool
    assessment: SelfAssessment | None

    @property
    def cost(self) -> Decimal | None:
        """What its gaps cost, in million đồng; None when it has not said."""
        return getattr(self.assessment, "cost", None)


@dataclass
class UnitState:
    """One school or commune of a programme on a day."""

    unit: ProgrammeUnit
    today: dt.date
    schools: list[SchoolState] = field(default_factory=list)

    @property
    def milestones(self) -> list[ProgrammeMilestone]:
        return list(self.unit.milestones.all())

    @property
    def is_finished(self) -> bool:
        return self.unit.finished_on is not None

    @property
    def late(self) -> list[ProgrammeMilestone]:
        """Milestones whose day has passed and which are not reached; a finished unit is late with nothing."""
        return [] if self.is_finished else [row for row in self.milestones if is_late(row, self.today)]

    @property
    def reached(self) -> int:
        return sum(row.reached_on is not None for row in self.milestones)

    @property
    def following(self) -> ProgrammeMilestone | None:
        """The next milestone to be reached."""
        return next((row for row in self.milestones if row.reached_on is None), None)

    @property
    def is_commune(self) -> bool:
        return self.unit.organisation.kind == OrganisationKind.COMMUNE

    @property
    def at_standard(self) -> int:
        return sum(school.is_at_standard for school in self.schools)

    @property
    def cost(self) -> Decimal:
        return sum((school.cost or Decimal(0) for school in self.schools), Decimal(0))


@dataclass(frozen=True)
class ProgrammeState:
    """A programme on a day: how many units are finished and what is late."""

    programme: Programme
    units: Sequence[UnitState]

    @property
    def finished(self) -> int:
        return sum(unit.is_finished for unit in self.units)

    @property
    def late(self) -> int:
        """Late milestones of all units."""
        return sum(len(unit.late) for unit in self.units)

    @property
    def late_units(self) -> int:
        return sum(bool(unit.late) for unit in self.units)


def is_late(milestone: ProgrammeMilestone, today: dt.date) -> bool:
    """A milestone is late from the day after its planned day on until it is reached."""
    return milestone.reached_on is None and milestone.planned_on < today


def programmes_of(plans: QuerySet[Plan]) -> QuerySet[Programme]:
    """The programmes of these plans with everything a state is made of: three queries."""
    units = ProgrammeUnit.objects.select_related("organisation").prefetch_related("milestones")
    return (
        Programme.objects.filter(plan__in=plans)
        .select_related("plan", "target__indicator")
        .prefetch_related(Prefetch("units", units))
        .order_by("-plan__year", "plan", "position", "pk")
    )


def states_of(programmes: Iterable[Programme], today: dt.date) -> list[ProgrammeState]:
    return [
        ProgrammeState(programme, [UnitState(unit, today) for unit in programme.units.all()])
        for programme in programmes
    ]


def add_schools(units: Sequence[UnitState], day: dt.date) -> None:
    """Put the schools of the day behind each unit: the school itself, or those of the commune. Four queries."""
    found: dict[int, list[School]] = defaultdict(list)
    bodies = [unit.unit.organisation_id for unit in units]
    for school in School.objects.filter(organisation__in=bodies).select_related("organisation"):
        found[school.organisation_id].append(school)
    places = SchoolAffiliation.objects.on(day).filter(commune__in=bodies).select_related("school__organisation")
    for row in places.order_by("school__organisation__sort_key", "pk"):
        found[row.commune_id].append(row.school)
    wanted = [school.pk for schools in found.values() for school in schools]
    recognised = set(School.objects.at_standard(day).filter(pk__in=wanted).values_list("pk", flat=True))
    assessed = _latest_assessments(wanted, day)
    for unit in units:
        unit.schools = [
            SchoolState(school, school.pk in recognised, assessed.get(school.pk))
            for school in found[unit.unit.organisation_id]
        ]


def _latest_assessments(schools: Iterable[int], day: dt.date) -> dict[int, SelfAssessment]:
    """By school, the latest finished assessment of a school year that had begun on the day."""
    rows = with_counts(
        SelfAssessment.objects.filter(
            school__in=list(schools), state=AssessmentState.DONE, school_year__lte=school_year_of(day)
        )
    )
    return {row.school_id: row for row in rows.order_by("school_year", "pk")}


def units_of_school(school: School, today: dt.date) -> list[UnitState]:
    """What a school has before it: its places in the programmes of plans in force. Two queries, one without any."""
    rows: Any = ProgrammeUnit.objects.filter(
        organisation=school.organisation_id, programme__plan__status=PlanStatus.IN_FORCE
    ).select_related("programme__plan")
    found = rows.prefetch_related("milestones").order_by("-programme__plan__year", "programme__position", "pk")
    return [UnitState(unit, today) for unit in found]

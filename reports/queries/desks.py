"""Who of an office looks after what, and which schools nobody looks after."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from plans.enums import PlanStatus
from plans.models import PlanReporter
from reports.models import ReviewAssignment
from reports.permissions import OFFICE_ROLES
from reports.queries.communes import with_communes
from schools.enums import Levels, Role
from schools.models import Membership, Organisation, School
from schools.queries import Actor


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who reviews for an office, with what was assigned."""

    id: int
    name: str
    role: str
    lines: list[ReviewAssignment]


@dataclass(frozen=True, slots=True)
class Desk:
    """One office that receives reports. `free` are the schools that no assignment covers."""

    office: Organisation
    people: list[Person]
    communes: list[tuple[int, str]]
    schools: int
    free: list[School]
    may_edit: bool


@dataclass
class _Rows:
    """What was read, by office."""

    people: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))
    lines: dict[int, list[ReviewAssignment]] = field(default_factory=lambda: defaultdict(list))
    schools: dict[int, list[School]] = field(default_factory=lambda: defaultdict(list))


def desks_of(actor: Actor) -> list[Desk]:
    """The offices of the person that receive reports: five queries whatever their number."""
    offices = Organisation.objects.filter(
        pk__in=actor.organisations(*OFFICE_ROLES), received_plans__status=PlanStatus.IN_FORCE
    ).distinct()
    found = list(offices.order_by("sort_key", "pk"))
    rows = _read([office.pk for office in found])
    heads = actor.organisations(Role.HEAD)
    return [_desk(office, rows, may_edit=office.pk in heads) for office in found]


def _read(offices: list[int]) -> _Rows:
    rows = _Rows()
    seats = Membership.objects.in_force().filter(organisation__in=offices, role__in=OFFICE_ROLES, user__is_active=True)
    for seat in seats.select_related("user").order_by("user__sort_key", "role", "pk"):
        rows.people[seat.organisation_id].append(seat)
    lines = ReviewAssignment.objects.filter(receiver__in=offices).select_related("commune")
    for line in lines.order_by("level", "commune__sort_key", "pk"):
        # A line of somebody who has left counts no more.
        if any(seat.user_id == line.user_id for seat in rows.people[line.receiver_id]):
            rows.lines[line.receiver_id].append(line)
    duties = PlanReporter.objects.filter(
        plan__receiver__in=offices, plan__status=PlanStatus.IN_FORCE, organisation__school__isnull=False
    )
    schools = duties.select_related("plan", "organisation__school").prefetch_related(with_communes())
    seen = set()
    for duty in schools.order_by("organisation__sort_key", "pk"):
        if (key := (duty.plan.receiver_id, duty.organisation_id)) not in seen:
            seen.add(key)
            school = duty.organisation.school
            school.organisation = duty.organisation
            rows.schools[duty.plan.receiver_id].append(school)
    return rows


def _desk(office: Organisation, rows: _Rows, *, may_edit: bool) -> Desk:
    schools, lines = rows.schools[office.pk], rows.lines[office.pk]
    by_person: dict[int, list[ReviewAssignment]] = defaultdict(list)
    for line in lines:
        by_person[line.user_id].append(line)
    people = {
        seat.user_id: Person(seat.user_id, str(seat.user), Role(seat.role).label, by_person[seat.user_id])
        for seat in rows.people[office.pk]
    }
    communes = {commune.pk: commune for school in schools if (commune := school.commune)}
    return Desk(
        office=office,
        people=list(people.values()),
        communes=[(pk, row.short_name) for pk, row in sorted(communes.items(), key=lambda pair: pair[1].sort_key)],
        schools=len(schools),
        free=[school for school in schools if not _is_covered(school, lines)],
        may_edit=may_edit,
    )


def _is_covered(school: School, lines: Iterable[ReviewAssignment]) -> bool:
    """The rule of `reports.queries.assignments` as of today, over rows that were read already; a test compares the
    two."""
    commune = school.commune
    return any(
        (not line.level or school.levels in Levels.containing(line.level))
        and (line.commune_id is None or line.commune_id == (commune and commune.pk))
        for line in lines
    )

"""The schools of the demonstration with their pupils, and the malnutrition counts that add up to the district's story.

The rates are Σn/Σd over all kindergartens. To hit them to the second decimal, Σd is moved by a child here and there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from plans.models import Plan, ReportingPeriod
from reports.demo import story
from reports.demo.clock import dice
from reports.demo.story import Part, Story
from schools.models import Organisation, School, SchoolYearFacts

# Percent by the end of each period. The first is told exactly (reference §5.4), the others come as near as whole
# children allow.
RATES = {
    "B04": ("1.08", "1.04", "1.01", "0.98"),
    "B05": ("1.69", "1.64", "1.61", "1.57"),
    "B06": ("1.80", "1.75", "1.72", "1.68"),
    "B07": ("1.92", "1.87", "1.84", "1.80"),
}
OF_NURSERY = ("B04", "B06")


@dataclass(frozen=True)
class Profile:
    """What stays the same about a school for a plan year."""

    organisation_id: int
    key: str
    name: str
    level: str
    commune: str
    classes: int
    teachers: int
    rooms: int
    borrowed: int
    campuses: int
    land: Decimal | None
    is_on_new_site: bool
    part: Part | None


@dataclass
class Case:
    """One school at the end of one period."""

    school: Profile
    year: int
    position: int
    pupils: int
    nursery: int = 0
    preschool: int = 0
    pairs: dict[str, tuple[int, int]] = field(default_factory=dict)


def profile_of(
    school: School, facts: SchoolYearFacts | None, commune: Organisation | None, part: Part | None
) -> Profile:
    facts = facts or SchoolYearFacts(classes=12, pupils=360, rooms_permanent=12, teachers=20)
    return Profile(
        organisation_id=school.organisation_id,
        key=school.organisation.code,
        name=school.organisation.short_name,
        level=school.levels.split()[0],
        commune=commune.name if commune else "",
        classes=facts.classes,
        teachers=facts.teachers or 2 * facts.classes,
        rooms=facts.rooms_permanent + facts.rooms_semi_permanent,
        borrowed=facts.rooms_borrowed,
        campuses=school.campuses,
        land=school.land_area_m2,
        is_on_new_site=school.is_on_new_site,
        part=part,
    )


def build_cases(
    plan: Plan, periods: Sequence[ReportingPeriod], schools: Sequence[School], tale: Story
) -> dict[int, dict[int, Case]]:
    """position → organisation → case, for a whole plan year."""
    years = {school.pk: {facts.school_year: facts for facts in school.yearly_facts.all()} for school in schools}
    cases: dict[int, dict[int, Case]] = {}
    for period in periods:
        found = cases[period.position] = {}
        for school in schools:
            known = years[school.pk]
            facts = known.get(period.school_year) or known.get(max(known, default=0))
            part = tale.part_of(school.organisation.short_name)
            profile = profile_of(school, facts, school.commune_on(period.data_to), part)
            case = Case(profile, plan.year, period.position, pupils=facts.pupils if facts else 360)
            if case.school.part is Part.OUTLIER:
                case.pupils = story.OUTLIER_PUPILS
            found[school.organisation_id] = case
        kindergartens = [case for case in found.values() if case.school.level == "MN"]
        _count_children(kindergartens, period.position)
    return cases


def _count_children(cases: list[Case], position: int) -> None:
    """Nursery and preschool children, how many were weighed and measured, and how many of them are malnourished."""
    if not cases:
        return
    measured: list[int] = []
    for case in cases:
        chance = dice("children", case.school.key, case.year)
        case.nursery = round(case.pupils * chance.uniform(0.22, 0.28))
        if case.school.part is Part.COVERAGE:
            case.nursery = story.NURSERY_WITH_GAP
        measured.append(case.nursery - dice("absent", case.school.key, case.year, position).randint(0, 2))
    sick, weighed = _whole_children(sum(measured), RATES["B04"][position - 1])
    _spread(cases, measured, weighed - sum(measured))
    for case in cases:
        case.preschool = case.pupils - case.nursery
    wholes = {"nursery": measured, "preschool": [case.preschool - case.nursery % 3 for case in cases]}
    for code, rates in RATES.items():
        whole = wholes["nursery" if code in OF_NURSERY else "preschool"]
        count = sick if code == "B04" else _whole_children(sum(whole), rates[position - 1])[0]
        for case, n, d in zip(cases, _share_out(cases, whole, count, code), whole, strict=True):
            case.pairs[code] = (n, d)


def _whole_children(total: int, rate: str) -> tuple[int, int]:
    """The counts (n, d) with d nearest to `total` for which 100·n/d rounds to `rate`."""
    percent = Decimal(rate)
    n = int((percent * total / 100).to_integral_value())
    return n, int((100 * n / percent).to_integral_value())


def _spread(cases: list[Case], measured: list[int], difference: int) -> None:
    """Move the number of children by `difference`, one at a time, so that no school changes noticeably."""
    movable = [index for index, case in enumerate(cases) if case.school.part is not Part.COVERAGE]
    step = 1 if difference > 0 else -1
    for turn in range(abs(difference)):
        index = movable[turn % len(movable)]
        measured[index] += step
        cases[index].nursery += step


def _share_out(cases: Sequence[Case], whole: Sequence[int], count: int, code: str) -> list[int]:
    """`count` children over the schools by size; a smaller count takes children away and moves none."""
    order = dice("malnutrition", code, cases[0].year).choices(
        range(len(cases)), weights=[8 + d for d in whole_of(cases)], k=count
    )
    shares = [0] * len(cases)
    for index in order:
        shares[index] += 1
    return [min(n, d) for n, d in zip(shares, whole, strict=True)]


def whole_of(cases: Sequence[Case]) -> list[int]:
    """Weights that stay the same all year, so that the draws do."""
    return [case.school.classes for case in cases]

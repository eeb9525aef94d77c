"""The money of a plan by school and by source, in a constant number of queries whatever the number of schools.

Amounts are added in Python: SQLite adds decimals as floating point numbers.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q

from facilities.enums import WorkState
from facilities.models import Allocation, Contribution, Expenditure, FundKeeper, FundSource, Work
from facilities.money import ZERO, Money, total, total_gap
from plans.enums import PlanStatus
from plans.models import Plan, PlanReporter
from schools.enums import OrganisationKind, Role
from schools.models import Organisation, School
from schools.queries import actor_of


@dataclass(frozen=True)
class SchoolMoney:
    """One line of the table: a school, or None for what all schools share."""

    school: Any
    money: Money


@dataclass(frozen=True)
class Overview:
    """The money of a plan: lines of schools in Vietnamese order, the shared line, sources, and the sums."""

    lines: list[SchoolMoney]
    shared: Money
    sources: list[tuple[FundSource, Money]]
    money: Money
    gap: Decimal


def fund_plans(user: Any) -> list[Plan]:
    """Plans on which schools report and whose funds the person may read or keeps, latest first, drafts left out."""
    seats = actor_of(user).organisations(Role.OFFICER, Role.HEAD)
    kept = FundKeeper.objects.filter(organisation__in=seats).values("plan")
    visible = Plan.objects.visible_to(user).values("pk")
    schools = PlanReporter.objects.filter(plan=OuterRef("pk"), organisation__kind=OrganisationKind.SCHOOL)
    plans = Plan.objects.filter(Q(pk__in=visible) | Q(pk__in=kept), Exists(schools)).exclude(status=PlanStatus.DRAFT)
    return list(plans.select_related("receiver", "fund_keeper__organisation").order_by("-year", "-issued_on", "pk"))


def keeper_of(plan: Plan) -> Organisation:
    """The organisation that keeps the plan's funds: the one named, otherwise the receiver of its reports."""
    keeper: FundKeeper | None = getattr(plan, "fund_keeper", None)
    return keeper.organisation if keeper else plan.receiver


@dataclass(frozen=True)
class Paid:
    """Allocations and expenditures as plain rows: school (None for all of them), source, amount."""

    given: list[tuple[int | None, int, Decimal]]
    spent: list[tuple[int | None, int, Decimal]]


def paid(plan: Plan, school: int | None = None) -> Paid:
    """What was given and spent, of one school only if it is named; two queries."""
    allocations = Allocation.objects.filter(plan=plan)
    spent = Expenditure.objects.filter(allocation__plan=plan)
    if school is not None:
        allocations, spent = allocations.filter(school=school), spent.filter(allocation__school=school)
    return Paid(
        list(allocations.values_list("school", "source", "amount_million")),
        list(spent.values_list("allocation__school", "allocation__source", "amount_million")),
    )


def money_of_schools(plan: Plan, rows: Paid, school: int | None = None) -> dict[int | None, Money]:
    """The money of each school by its id, None for what is shared; two queries besides `rows`."""
    found: dict[int | None, dict[str, Any]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for pk, _, amount in rows.given:
        found[pk]["allocated"] += amount
    for pk, _, amount in rows.spent:
        found[pk]["spent"] += amount
    given, works = Contribution.objects.filter(plan=plan), Work.objects.filter(plan=plan)
    if school is not None:
        given, works = given.filter(school=school), works.filter(school=school)
    for pk, gift, days in given.values_list("school", "amount_million", "labour_days"):
        found[pk]["contributed"] += gift or ZERO
        found[pk]["labour_days"] += days or ZERO
    for pk, value in works.exclude(state=WorkState.STOPPED).values_list("school", "value_million"):
        found[pk]["unvalued" if value is None else "needed"] += 1 if value is None else value
    return {pk: Money(**{**amounts, "unvalued": int(amounts["unvalued"])}) for pk, amounts in found.items()}


def money_of_sources(rows: Paid) -> list[tuple[FundSource, Money]]:
    """What each source gave and what was spent of it, in the order of the sources; one query besides `rows`."""
    given: dict[int, Decimal] = defaultdict(lambda: ZERO)
    spent: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for _, source, amount in rows.given:
        given[source] += amount
    for _, source, amount in rows.spent:
        spent[source] += amount
    return [(source, Money(allocated=given[source.pk], spent=spent[source.pk])) for source in FundSource.objects.all()]


def overview(plan: Plan, schools: Iterable[School]) -> Overview:
    """The money of the plan for these schools; what is shared counts in the sums only where no school is left out, so
    the caller says which schools and gets lines for all of them, those without money included."""
    rows = paid(plan)
    known = money_of_schools(plan, rows)
    lines = [SchoolMoney(school, known.get(school.pk, Money())) for school in schools]
    shared = known.get(None, Money())
    return Overview(
        lines=lines,
        shared=shared,
        sources=money_of_sources(rows),
        money=total(line.money for line in lines),
        gap=total_gap(line.money for line in lines),
    )

"""The money of a plan by school and by source, in a constant number of queries whatever the number of schools.

Amounts are added in Python: SQLite adds decimals as floating point numbers.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import DecimalField, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

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


def plans_with_funds(user: Any) -> QuerySet[Plan]:
    """Plans on which schools report and whose funds the person may read or keeps, latest first, drafts left out."""
    seats = actor_of(user).organisations(Role.OFFICER, Role.HEAD)
    kept = FundKeeper.objects.filter(organisation__in=seats).values("plan")
    visible = Plan.objects.visible_to(user).values("pk")
    schools = PlanReporter.objects.filter(plan=OuterRef("pk"), organisation__kind=OrganisationKind.SCHOOL)
    plans = Plan.objects.filter(Q(pk__in=visible) | Q(pk__in=kept), Exists(schools)).exclude(status=PlanStatus.DRAFT)
    return plans.select_related("receiver", "fund_keeper__organisation").order_by("-year", "-issued_on", "pk")


def keeper_of(plan: Plan) -> Organisation:
    """The organisation that keeps the plan's funds: the one named, otherwise the receiver of its reports."""
    keeper: FundKeeper | None = getattr(plan, "fund_keeper", None)
    return keeper.organisation if keeper else plan.receiver


class Entry(NamedTuple):
    """One amount: "given", "spent", "gift" or "work", of a school (None for all of them) and maybe a source. The amount
    of a work is its value, None when nobody has said it; only gifts of labour have days."""

    kind: str
    school: int | None
    source: int | None
    amount: Decimal | None
    days: Decimal | None


def ledger(plan: Plan, school: int | None = None, until: dt.date | None = None) -> list[Entry]:
    """Every amount of a plan, of one school only if it is named, up to a day if one is; one query. Works that stopped
    are left out; their value has no history, so `until` does not change it."""
    given, spent = Allocation.objects.filter(plan=plan), Expenditure.objects.filter(allocation__plan=plan)
    gifts = Contribution.objects.filter(plan=plan)
    works = Work.objects.filter(plan=plan).exclude(state=WorkState.STOPPED)
    if school is not None:
        given, spent = given.filter(school=school), spent.filter(allocation__school=school)
        gifts, works = gifts.filter(school=school), works.filter(school=school)
    if until is not None:
        given, spent = given.filter(allocated_on__lte=until), spent.filter(spent_on__lte=until)
        gifts = gifts.filter(received_on__lte=until)
    parts = [
        _entries(given, "given", "school", "source"),
        _entries(spent, "spent", "allocation__school", "allocation__source"),
        _entries(gifts, "gift", "school", days="labour_days"),
        _entries(works, "work", "school", amount="value_million"),
    ]
    return [Entry(*row) for row in parts[0].union(*parts[1:], all=True)]


def _entries(
    rows: QuerySet[Any], kind: str, school: str, source: str = "", amount: str = "amount_million", days: str = ""
) -> QuerySet[Any, Any]:
    """The columns of `Entry`, so that tables of different shapes can be read in one query."""
    # PostgreSQL takes an empty column of a union for text unless it is told what it is.
    number = Cast(Value(None), IntegerField())
    money = Cast(Value(None), DecimalField(max_digits=12, decimal_places=3))
    return rows.order_by().values_list(
        Value(kind),
        F(school),
        F(source) if source else number,
        F(amount),
        F(days) if days else money,
    )


def money_of_schools(entries: Iterable[Entry]) -> dict[int | None, Money]:
    """The money of each school by its id, None for what is shared."""
    names = {"given": "allocated", "spent": "spent", "gift": "contributed", "work": "needed"}
    found: dict[int | None, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        sums = found[entry.school]
        sums[names[entry.kind]] += entry.amount or ZERO
        sums["labour_days"] += entry.days or ZERO
        sums["unvalued"] += entry.kind == "work" and entry.amount is None
    return {pk: Money(**sums) for pk, sums in found.items()}


def money_of_sources(entries: Iterable[Entry]) -> list[tuple[FundSource, Money]]:
    """What each source gave and what was spent of it, in the order of the sources, those without money left out; one
    query besides the entries."""
    found: dict[int | None, dict[str, Any]] = defaultdict(lambda: defaultdict(int))
    for entry in entries:
        if entry.kind in ("given", "spent"):
            found[entry.source]["allocated" if entry.kind == "given" else "spent"] += entry.amount or ZERO
    sources = FundSource.objects.filter(pk__in=[pk for pk in found if pk is not None])
    return [(source, Money(**found[source.pk])) for source in sources]


@dataclass(frozen=True)
class Standing:
    """The money of a plan in one line: the sums, and what is missing at the schools."""

    money: Money
    gap: Decimal


def standing(plan: Plan, until: dt.date) -> Standing | None:
    """The money of the whole plan up to a day; None where nobody has entered works or amounts. One query."""
    known = money_of_schools(ledger(plan, until=until))
    if not known:
        return None
    return Standing(total(known.values()), total_gap(money for pk, money in known.items() if pk is not None))


def overview(plan: Plan, schools: Iterable[School]) -> Overview:
    """The money of the plan for these schools; what is shared counts in the sums only where no school is left out, so
    the caller says which schools and gets lines for all of them, those without money included."""
    entries = ledger(plan)
    known = money_of_schools(entries)
    lines = [SchoolMoney(school, known.get(school.pk, Money())) for school in schools]
    shared = known.get(None, Money())
    return Overview(
        lines=lines,
        shared=shared,
        sources=money_of_sources(entries),
        money=total(line.money for line in lines),
        gap=total_gap(line.money for line in lines),
    )

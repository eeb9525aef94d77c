"""Money for the works of the demonstration: invented amounts of million đồng, marked so."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random

from facilities.enums import ContributionKind, WorkState
from facilities.models import Allocation, Contribution, Expenditure, FundKeeper, FundSource, Work
from plans.models import Plan
from reports.demo.clock import dice
from schools.enums import OrganisationKind
from schools.models import Organisation, School

GIVERS = ("Ban đại diện cha mẹ học sinh", "Hội khuyến học", "Doanh nghiệp trên địa bàn", "Cựu học sinh của trường")
GIFTS = {
    ContributionKind.MONEY: "Mua sắm thiết bị dạy học",
    ContributionKind.LABOUR: "Vệ sinh, trồng cây trong khuôn viên",
    ContributionKind.IN_KIND: "Bàn ghế, sách cho thư viện",
}


def write_funds(plan: Plan, schools: Sequence[School], day: dt.date, keeper: Organisation | None) -> int:
    """Allocations for the plan's works, what was spent of them and what the community gave until then; how many rows.

    Without works or sources nothing is allocated. `keeper` is the office that enters the figures.
    """
    if keeper:
        FundKeeper.objects.update_or_create(plan=plan, defaults={"organisation": keeper})
    sources = list(FundSource.objects.filter(is_community=False).order_by("position", "code"))
    given = _allocations(plan, sources, day)
    Allocation.objects.bulk_create(given)
    spent = Expenditure.objects.bulk_create([row for one in given for row in _spending(one, day)])
    gifts = Contribution.objects.bulk_create(_contributions(plan, schools, day))
    return len(given) + len(spent) + len(gifts)


def finance_office(day: dt.date) -> Organisation | None:
    """The office of the area that looks after money, found by its name."""
    offices = Organisation.objects.in_force(day).filter(kind=OrganisationKind.OFFICE)
    return next((found for words in ("tai chinh", "kinh te") if (found := offices.matching(words).first())), None)


def _allocations(plan: Plan, sources: Sequence[FundSource], day: dt.date) -> list[Allocation]:
    works = Work.objects.filter(plan=plan, value_million__isnull=False).exclude(state=WorkState.PLANNED)
    first = (plan.issued_on or dt.date(plan.year, 1, 15)) + dt.timedelta(days=10)
    rows = []
    for number, work in enumerate(works.select_related("school").prefetch_related("funding").order_by("pk"), start=1):
        on = first + dt.timedelta(days=dice("allocation", plan.year, number).randint(0, 25))
        if on > day:
            continue
        shares = [(row.source_id, row.amount_million) for row in work.funding.all() if not row.source.is_community]
        if not shares and sources:
            shares = [(sources[number % len(sources)].pk, (work.value_million or Decimal(0)) * 6 / 10)]
        rows += [
            Allocation(
                plan=plan,
                school=work.school,
                work=work,
                source_id=source,
                purpose=work.name,
                amount_million=amount,
                allocated_on=on,
                decision=f"{100 + number}/QĐ-UBND",
                is_illustrative=True,
            )
            for source, amount in shares
            if amount > 0
        ]
    return rows


def _spending(row: Allocation, day: dt.date) -> list[Expenditure]:
    chance = dice("spending", row.plan.year, row.decision)
    found = []
    for part, days in ((Decimal("0.3"), 30), (Decimal("0.35"), 95), (Decimal("0.2"), 160)):
        on = row.allocated_on + dt.timedelta(days=days + chance.randint(0, 15))
        if on <= day:
            amount = (row.amount_million * part).quantize(Decimal("0.1"))
            found.append(Expenditure(allocation=row, amount_million=amount, spent_on=on, note="Thanh toán khối lượng"))
    return [one for one in found if one.amount_million > 0]


def _contributions(plan: Plan, schools: Sequence[School], day: dt.date) -> list[Contribution]:
    rows = []
    for school in schools:
        chance = dice("contribution", plan.year, school.organisation.code)
        on = dt.date(plan.year, 1, 15) + dt.timedelta(days=chance.randint(0, 200))
        if chance.random() < 0.35 and on <= day:
            rows.append(_contribution(plan, school, on, chance))
    return rows


def _contribution(plan: Plan, school: School, on: dt.date, chance: Random) -> Contribution:
    kind = chance.choice(list(GIFTS))
    is_labour = kind is ContributionKind.LABOUR
    return Contribution(
        plan=plan,
        school=school,
        kind=kind,
        amount_million=None if is_labour else Decimal(chance.randint(10, 120)) / 2,
        labour_days=Decimal(chance.randint(10, 80)) if is_labour else None,
        giver=chance.choice(GIVERS),
        note=GIFTS[kind],
        received_on=on,
        is_illustrative=True,
    )

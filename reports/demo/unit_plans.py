"""Plans of their own that most schools have registered under the year's plan: invented, and marked so."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from random import Random

from plans.enums import Direction, Operator, UnitRule
from plans.models import Indicator, Plan, Target, UnitPlan, UnitTarget
from plans.own_indicators import asked_of
from reports.demo.clock import dice, moment
from reports.demo.story import Part, Story
from schools.models import School

REGISTERED_SHARE = 0.85
MOST_TARGETS = 8
OPERATORS = {Direction.LOWER: Operator.AT_MOST, Direction.HIGHER: Operator.AT_LEAST}


def write_unit_plans(plan: Plan, tale: Story, schools: Sequence[School], now: dt.datetime) -> int:
    """Register the plans of most schools that had time to make one; returns how many. The school whose principal shows
    the portal has not registered yet, so that it can be tried."""
    duties = set(plan.reporters.values_list("organisation_id", flat=True))
    rows = []
    for school in schools:
        chance = dice("unit plan", plan.year, school.organisation.code)
        is_owing = tale.part_of(school.organisation.short_name) is Part.OWING
        day = (plan.issued_on or dt.date(plan.year, 1, 10)) + dt.timedelta(days=chance.randint(5, 25))
        stays_away = is_owing or chance.random() > REGISTERED_SHARE
        if school.organisation_id not in duties or stays_away or moment(day) >= now:
            continue
        rows.append(_row(plan, school, day, chance))
    UnitPlan.objects.bulk_create(rows)
    by_school = {school.organisation_id: school for school in schools}
    targets = [target for row in rows for target in _targets(row, plan, by_school[row.organisation_id])]
    UnitTarget.objects.bulk_create(targets)
    return len(rows)


def _row(plan: Plan, school: School, day: dt.date, chance: Random) -> UnitPlan:
    level, *place = school.organisation.short_name.split()
    at = moment(day, dt.time(chance.randint(8, 16), chance.randint(0, 59)))
    return UnitPlan(
        plan=plan,
        organisation=school.organisation,
        number=f"{chance.randint(2, 30):02}",
        symbol=f"KH-{level}{''.join(word[0] for word in place)}",
        issued_on=day,
        subject=f"Thực hiện {plan.title[:1].lower()}{plan.title[1:]}",
        registered_at=at,
        changed_at=at,
        is_illustrative=True,
    )


def _targets(row: UnitPlan, plan: Plan, school: School) -> list[UnitTarget]:
    """What the school wants: mostly a little better than asked, now and then a little worse."""
    facts = next(iter(school.yearly_facts.all()), None)
    pupils = (facts.pupils if facts else 0) or 200
    found = []
    for indicator, wanted in asked_of(plan, school.organisation)[:MOST_TARGETS]:
        chance = dice("unit target", plan.year, school.organisation.code, indicator.code)
        if indicator.is_ratio and indicator.unit == "%":
            found.append(_rate(row, indicator, wanted, pupils, chance))
        elif wanted and indicator.unit_rule == UnitRule.MAXIMUM and wanted.value is not None:
            value = min(Decimal(school.campuses), wanted.value)
            found.append(UnitTarget(unit_plan=row, indicator=indicator, operator=Operator.AT_MOST, value=value))
    return found


def _rate(row: UnitPlan, indicator: Indicator, wanted: Target | None, pupils: int, chance: Random) -> UnitTarget:
    whole = max(20, round(pupils * chance.uniform(0.3, 0.7)))
    is_low = indicator.direction == Direction.LOWER
    percent = float(wanted.value) if wanted and wanted.value is not None else (2.0 if is_low else 92.0)
    aim = percent * chance.uniform(0.4, 1.05) if is_low else min(100.0, percent + chance.uniform(-2, 6))
    part = int(whole * aim / 100) if is_low else min(whole, round(whole * aim / 100))
    operator = OPERATORS.get(Direction(indicator.direction), Operator.EQUAL)
    return UnitTarget(
        unit_plan=row, indicator=indicator, operator=operator, numerator=Decimal(part), denominator=Decimal(whole)
    )

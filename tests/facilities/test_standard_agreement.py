"""One rule of who is at the national standard: the queryset, the computed indicators and the page agree."""

import datetime as dt
import random
from decimal import Decimal

import pytest

from facilities.queries.records import school_records
from facilities.queries.standard import standard_overview
from facilities.shares import share_on, turning_days
from plans.enums import EnteredBy, Operator
from reports.queries.computed import Sources, compute
from reports.queries.standards import standings_on
from schools.models import School
from tests.factories import (
    CommuneFactory,
    IndicatorFactory,
    NationalStandardFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolAffiliationFactory,
    SchoolFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
CHANCE = random.Random(8)
START = dt.date(2012, 1, 1)


def a_day() -> dt.date:
    return START + dt.timedelta(days=CHANCE.randrange(3000))


@pytest.fixture
def area() -> None:
    """Schools founded, closed, moved, recognised and lapsed on all kinds of days."""
    communes = [CommuneFactory() for _ in range(3)]
    for _ in range(6):
        founded, moved, closed = sorted(a_day() for _ in range(3))
        school = SchoolAffiliationFactory(commune=communes[0], valid_from=None, valid_to=moved).school
        SchoolAffiliationFactory(
            school=school, commune=communes[1], valid_from=moved + dt.timedelta(days=1), valid_to=None
        )
        school.organisation.valid_from, school.organisation.valid_to = founded, closed
        school.organisation.save()
        for day in {a_day() for _ in range(CHANCE.randrange(3))}:
            NationalStandardFactory(school=school, recognised_on=day, recheck_due_on=day + dt.timedelta(days=1826))
    for _ in range(3):
        NationalStandardFactory(school=SchoolFactory(commune=communes[2]), recognised_on=a_day().replace(day=1))


def test_queryset_page_and_summary_agree_on_every_day_on_which_something_turns(area: None) -> None:
    records = school_records()
    turns = turning_days(records)
    assert len(turns) > 20
    for turn in turns:
        for day in (turn - dt.timedelta(days=1), turn):
            share = share_on(records, day)
            present = School.objects.belonging(day)
            standings = standings_on(day)

            assert (share.number, share.whole) == (present.at_standard(day).count(), present.count())
            assert (share.number, share.whole) == (sum(row.is_at_standard for row in standings), len(standings))


def test_page_and_computed_indicators_agree(area: None) -> None:
    plan = PlanFactory(year=2018)
    period = ReportingPeriodFactory(plan=plan, data_to=dt.date(2018, 5, 31))
    codes = ("B01", "B03", "B51", "B52")
    indicators = [
        PlanIndicatorFactory(plan=plan, indicator__code=code, indicator__entered_by=EnteredBy.COMPUTED).indicator
        for code in codes
    ]
    sources = Sources.load(indicators, [period])
    totals = {code: compute(code, sources, period) for code in codes}

    page = standard_overview(period.data_to)
    standings = standings_on(period.data_to)

    share = page.share
    assert (totals["B03"].numerator, totals["B03"].denominator) == (share.number, share.whole)
    assert totals["B03"].actual == share.percent
    assert totals["B51"].actual == len(page.places_without)
    assert totals["B01"].actual == sum(row.is_new for row in standings)
    assert totals["B52"].actual == sum(row.was_due for row in standings)


def test_two_targets_of_the_plan_are_found_by_what_is_computed() -> None:
    """41 of 59 schools, 4 to 5 new ones and 80 %, as in Plan 04."""
    commune = CommuneFactory()
    schools = [SchoolFactory(commune=commune) for _ in range(59)]
    for school in schools[:41]:
        NationalStandardFactory(school=school, recognised_on=dt.date(2016, 1, 1))
    plan = PlanFactory(year=2018)
    new = IndicatorFactory(code="B01", count=True, entered_by=EnteredBy.COMPUTED)
    share = IndicatorFactory(code="B03", entered_by=EnteredBy.COMPUTED)
    TargetFactory(plan=plan, indicator=new, operator=Operator.RANGE, value=4, stretch_value=5)
    TargetFactory(plan=plan, indicator=share, operator=Operator.AT_LEAST, value=80)

    page = standard_overview(dt.date(2018, 3, 1))

    assert page.plan == plan
    assert page.aims is not None
    assert (page.aims.needed, page.aims.new_needed, page.aims.percent) == (48, 7, Decimal(80))
    assert [outcome.best.number for outcome in page.aims.outcomes] == [45, 46]
    assert standard_overview(dt.date(2019, 3, 1)).aims is None

    share.entered_by = EnteredBy.OFFICE
    share.save()
    assert standard_overview(dt.date(2018, 3, 1)).aims is None

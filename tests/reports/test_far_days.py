"""A slip in the year is caught before it becomes a promise that cannot be taken back."""

import datetime as dt

import pytest
import time_machine

from plans.deadlines import why_too_far
from plans.enums import DeadlineRule
from reports.forms import GiveBackForm, ReturnForm
from reports.queries.moves import why_not_moved
from tests.factories import ReportingPeriodFactory

TODAY = dt.date(2018, 3, 5)
SAID = "Ngày 20/03/2081 cách hôm nay hơn một năm; đề nghị xem lại năm đã ghi."


def test_a_year_ahead_is_near_and_the_day_after_is_far() -> None:
    last = dt.date(2019, 3, 6)

    assert why_too_far(last, TODAY) == ""
    assert why_too_far(last + dt.timedelta(days=1), TODAY).startswith("Ngày 07/03/2019 cách hôm nay hơn một năm")


@pytest.mark.parametrize("form", [GiveBackForm, ReturnForm])
@time_machine.travel(dt.datetime(2018, 3, 5, tzinfo=dt.UTC))
def test_no_report_is_given_back_for_decades(form: type[GiveBackForm]) -> None:
    typed = form({"comment": "Bổ sung", "due_on": "20/03/2081"})

    assert typed.errors == {"due_on": [SAID]}


@pytest.mark.django_db
def test_no_deadline_is_moved_by_decades() -> None:
    period = ReportingPeriodFactory(closes_on=None)

    assert why_not_moved(period, dt.date(2081, 3, 20), DeadlineRule.NOT_LATER_THAN, "", today=TODAY) == SAID

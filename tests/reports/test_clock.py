"""The clock at the edges of a period, for all four deadlines of 2018, asked by workers whose machine runs in UTC.

The portal's days are those of Asia/Ho_Chi_Minh: they begin at 17:00 UTC of the day before.
"""

import datetime as dt
import time
from collections.abc import Iterator

import pytest
import time_machine

from reports.models import Submission
from reports.services.submitting import file_nil
from tests.factories import ExtensionFactory, PlanReporterFactory, ReportingPeriodFactory, member
from tests.reports.clockwork import DAY, beat, ledger

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)
POSITIONS = [1, 2, 3, 4]


@pytest.fixture(autouse=True)
def _machine_in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    assert time.localtime(0).tm_hour == 0
    yield
    monkeypatch.undo()
    time.tzset()


def begin_of(day: dt.date) -> dt.datetime:
    """Midnight in the portal's time zone, as an instant of UTC."""
    return dt.datetime.combine(day, dt.time(17), dt.UTC) - DAY


@pytest.fixture(params=POSITIONS)
def report(request: pytest.FixtureRequest) -> Submission:
    """An opened period's report that nobody has started."""
    period = ReportingPeriodFactory(position=request.param)
    school = PlanReporterFactory(plan=period.plan).organisation
    member(school, "principal")
    beat(begin_of(period.opens_on))
    return Submission.objects.select_related("period__plan").get()


def fresh(submission: Submission) -> Submission:
    """The report as a page loads it."""
    return Submission.objects.select_related("period__plan").get(pk=submission.pk)


@pytest.mark.parametrize("position", POSITIONS)
def test_a_period_opens_with_its_day_and_asks_nobody_for_anything(position: int) -> None:
    period = ReportingPeriodFactory(position=position)
    school = PlanReporterFactory(plan=period.plan).organisation
    member(school, "principal")
    beat(begin_of(period.opens_on) - SECOND)
    assert Submission.objects.count() == 0
    beat(begin_of(period.opens_on))
    assert Submission.objects.get().organisation == school
    assert ledger("reminder", "overdue", "no_recipient", "escalation") == []


def test_the_first_reminder_comes_with_its_day_and_its_mail_at_seven(report: Submission) -> None:
    days = {1: (2018, 3, 2), 2: (2018, 6, 1), 3: (2018, 8, 31), 4: (2018, 11, 7)}
    day = dt.date(*days[report.period.position])
    beat(begin_of(day) - SECOND)
    assert ledger("reminder") == []
    beat(begin_of(day))
    assert ledger("reminder") == [f"{day:%d/%m/%Y} T-7"]
    reminder = report.notifications.get()
    assert (reminder.status, reminder.not_before) == ("pending", begin_of(day) + dt.timedelta(hours=7))
    beat(begin_of(day) + dt.timedelta(hours=7) - SECOND)
    assert report.notifications.get().status == "pending"
    beat(begin_of(day) + dt.timedelta(hours=7))
    assert report.notifications.get().status == "sent"


def test_the_last_second_is_on_time(report: Submission) -> None:
    last = begin_of(report.period.last_day + DAY) - SECOND
    with time_machine.travel(last, tick=False):
        file_nil(submission=report, by=report.organisation.memberships.get().user, reason="Không phát sinh.")
        sent = fresh(report)
        assert (sent.first_submitted_at, sent.days_late, sent.is_overdue) == (last, 0, False)
    beat(last + SECOND)
    assert ledger("overdue") == []


def test_one_second_after_it_is_late_and_chased(report: Submission) -> None:
    last = begin_of(report.period.last_day + DAY) - SECOND
    beat(last)
    with time_machine.travel(last, tick=False):
        assert (fresh(report).is_overdue, fresh(report).days_left) == (False, 0)
    assert ledger("overdue") == []

    after = last + SECOND
    beat(after)
    assert ledger("overdue") == [f"{report.period.last_day + DAY:%d/%m/%Y} T+1"]
    with time_machine.travel(after, tick=False):
        assert fresh(report).is_overdue
        file_nil(
            submission=fresh(report),
            by=report.organisation.memberships.get().user,
            reason="Không phát sinh.",
        )
        assert fresh(report).days_late == 1


def test_an_extension_ends_by_itself_with_its_last_second(report: Submission) -> None:
    until = report.period.last_day + 7 * DAY
    last = begin_of(until + DAY) - SECOND
    ExtensionFactory(submission=report, until=until, granted_at=begin_of(report.period.last_day))
    beat(begin_of(report.period.last_day + DAY))
    beat(last)
    with time_machine.travel(last, tick=False):
        assert (fresh(report).is_overdue, fresh(report).days_left) == (False, 0)
    assert ledger("overdue") == []

    beat(last + SECOND)
    assert ledger("overdue") == [f"{until + DAY:%d/%m/%Y} T+1"]
    with time_machine.travel(last + SECOND, tick=False):
        assert (fresh(report).is_overdue, fresh(report).days_late) == (True, 1)

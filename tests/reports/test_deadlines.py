"""Until when, and how late: the function and the annotation give one answer."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from plans.deadlines import end_of_day, last_on_time_day
from plans.enums import DeadlineRule
from plans.models import ReportingPeriod
from reports.deadlines import effective_deadline, effective_last_day, first_last_day
from reports.models import Submission
from tests.factories import ExtensionFactory, ReportingPeriodFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
VN = dt.timezone(dt.timedelta(hours=7))


def annotated(submission: Submission) -> Submission:
    return Submission.objects.with_deadline().select_related("period").get(pk=submission.pk)


@pytest.mark.parametrize(
    ("deadline", "rule", "last"),
    [
        (dt.date(2018, 3, 10), DeadlineRule.BEFORE, dt.date(2018, 3, 9)),
        (dt.date(2018, 3, 10), DeadlineRule.NOT_LATER_THAN, dt.date(2018, 3, 10)),
        (dt.date(2018, 6, 10), DeadlineRule.BEFORE, dt.date(2018, 6, 9)),
        (dt.date(2018, 9, 10), DeadlineRule.BEFORE, dt.date(2018, 9, 9)),
        (dt.date(2018, 11, 15), DeadlineRule.BEFORE, dt.date(2018, 11, 14)),
        (dt.date(2020, 3, 1), DeadlineRule.BEFORE, dt.date(2020, 2, 29)),
    ],
)
def test_last_on_time_day(deadline: dt.date, rule: str, last: dt.date) -> None:
    period = ReportingPeriodFactory(plan__year=deadline.year, deadline_on=deadline, deadline_rule=rule,
                                    opens_on=dt.date(deadline.year, 1, 1))  # fmt: skip

    assert last_on_time_day(deadline, rule) == last == ReportingPeriod.objects.get(pk=period.pk).last_day
    assert period.deadline_at == dt.datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=VN)


@pytest.mark.parametrize(
    ("sent", "late"),
    [
        (dt.datetime(2018, 3, 9, 23, 59, 59, tzinfo=VN), 0),
        (dt.datetime(2018, 3, 10, 0, 0, 0, tzinfo=VN), 1),
        (dt.datetime(2018, 3, 9, 17, 0, 1, tzinfo=dt.UTC), 1),
        (dt.datetime(2018, 3, 11, 8, 0, tzinfo=VN), 2),
    ],
)
def test_lateness_is_measured_from_the_first_submission(sent: dt.datetime, late: int) -> None:
    submission = SubmissionFactory(returned=True, sent_at=sent, submitted_at=sent + dt.timedelta(days=30))

    assert annotated(submission).days_late == late


@pytest.mark.parametrize(
    ("state", "returned_due", "extended", "first", "effective"),
    [
        ({}, None, None, 9, 9),
        ({}, None, 20, 20, 20),
        ({}, None, 8, 9, 9),
        ({"draft": True}, None, 20, 20, 20),
        ({"returned": True}, 15, None, 9, 15),
        ({"returned": True}, 15, 20, 20, 20),
        ({"returned": True}, 15, 12, 12, 15),
        ({"draft": True, "sent": True, "status": "draft"}, 15, None, 9, 15),
    ],
)
def test_function_and_annotation_agree(
    state: dict, returned_due: int | None, extended: int | None, first: int, effective: int
) -> None:
    due = {"returned_due_on": dt.date(2018, 3, returned_due)} if returned_due else {}
    submission = SubmissionFactory(**state, **due)
    if extended:
        ExtensionFactory(submission=submission, until=dt.date(2018, 3, extended - 2))
        ExtensionFactory(submission=submission, until=dt.date(2018, 3, extended))

    row = annotated(submission)

    assert (row.first_last_day, row.effective_last_day) == (dt.date(2018, 3, first), dt.date(2018, 3, effective))
    assert (first_last_day(submission), effective_last_day(submission)) == (row.first_last_day, row.effective_last_day)
    assert effective_deadline(submission) == end_of_day(dt.date(2018, 3, effective))


@pytest.mark.parametrize("server_zone", ["UTC", "Asia/Ho_Chi_Minh", "America/Los_Angeles"])
@pytest.mark.parametrize(
    ("moment", "overdue", "left"),
    [
        (dt.datetime(2018, 3, 9, 23, 59, 59, tzinfo=VN), False, 0),
        (dt.datetime(2018, 3, 10, 0, 0, 0, tzinfo=VN), True, -1),
        (dt.datetime(2018, 3, 2, 12, 0, tzinfo=VN), False, 7),
    ],
)
def test_overdue_in_any_server_zone(
    monkeypatch: pytest.MonkeyPatch, server_zone: str, moment: dt.datetime, overdue: bool, left: int
) -> None:
    monkeypatch.setenv("TZ", server_zone)
    submission = SubmissionFactory(draft=True)

    with time_machine.travel(moment, tick=False):
        row = annotated(submission)
        assert (row.is_overdue, row.days_left) == (overdue, left)
        assert Submission.objects.with_deadline().overdue(timezone.localdate()).exists() == overdue


def test_sent_report_is_never_overdue() -> None:
    submission = SubmissionFactory(submitted=True)

    assert not annotated(submission).is_overdue
    assert not Submission.objects.with_deadline().overdue(dt.date(2030, 1, 1)).exists()

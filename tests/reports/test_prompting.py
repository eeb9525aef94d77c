"""Reminding by hand: once a day for each report, in the words that fit, within the allowed hours."""

import datetime as dt

import pytest
import time_machine

from plans.enums import PlanStatus
from plans.models import Plan
from reports.models import Notification, Submission
from reports.services.planning import reminder_plan_of, remove_stage
from reports.services.prompting import preview_remind_now, remind_now
from reports.services.reminding import send_due_reminders
from tests.factories import SubmissionFactory, UserFactory, member
from tests.reports.clockwork import at, beat, ledger, owed

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> Submission:
    """A report of period 2, owed until 09/06/2018, with an officer to remind."""
    return owed()


def by_hand(*reports: Submission, moment: str = "05/06/2018 10:00") -> dict[str, list[int]]:
    """Remind at the moment; the ids by what became of them."""
    with time_machine.travel(at(moment), tick=False):
        preview = preview_remind_now(reports)
        outcome = remind_now(submissions=reports, by=UserFactory())
    assert [row.pk for row in preview.reminded] == [row.pk for row in outcome.reminded]
    assert {why: [row.pk for row in rows] for why, rows in preview.skipped.items()} == {
        why: [row.pk for row in rows] for why, rows in outcome.skipped.items()
    }
    found = {"reminded": outcome.reminded, **outcome.skipped}
    return {why: [row.pk for row in rows] for why, rows in found.items() if rows}


def test_the_school_is_reminded_and_the_ledger_says_by_hand(report: Submission) -> None:
    assert by_hand(report) == {"reminded": [report.pk]}
    row = Notification.objects.get()
    assert (row.kind, row.stage, row.status, row.not_before) == (
        "reminder",
        "H20180605 2018-06-09 r0",
        "pending",
        None,
    )
    assert row.subject == f"Nhắc nộp báo cáo 6 tháng của {report.organisation.short_name}"


def test_a_preview_writes_nothing(report: Submission) -> None:
    with time_machine.travel(at("05/06/2018 10:00"), tick=False):
        preview_remind_now([report])
    assert Notification.objects.count() == 0


def test_a_second_time_the_same_day_is_refused_whoever_was_first(report: Submission) -> None:
    by_hand(report)
    assert by_hand(report, moment="05/06/2018 16:00") == {"hôm nay đã nhắc": [report.pk]}
    assert by_hand(report, moment="06/06/2018 00:00") == {"reminded": [report.pk]}
    assert send_due_reminders(now=at("06/06/2018 08:00")).written == 0, "T-3 of the same day is not needed"


def test_the_stage_of_the_day_counts_too(report: Submission) -> None:
    send_due_reminders(now=at("06/06/2018 00:05"))
    assert by_hand(report, moment="06/06/2018 10:00") == {"hôm nay đã nhắc": [report.pk]}


def test_a_reminder_by_hand_before_a_stage_does_not_replace_it(report: Submission) -> None:
    with time_machine.travel(at("01/06/2018 08:00"), tick=False):
        send_due_reminders()
    by_hand(report, moment="05/06/2018 10:00")
    beat(at("05/06/2018 10:01"))
    beat(at("06/06/2018 08:00"))
    assert ledger("reminder")[-2:] == ["05/06/2018 H20180605", "06/06/2018 T-3"]


def test_who_is_not_reminded_is_told_apart_by_reason(report: Submission) -> None:
    period = report.period
    sent, accepted = (SubmissionFactory(period=period, **{state: True}) for state in ("submitted", "accepted"))
    alone = SubmissionFactory(period=period)
    closed = owed()
    Plan.objects.filter(pk=closed.period.plan_id).update(status=PlanStatus.CLOSED)
    closed = Submission.objects.select_related("period__plan").get(pk=closed.pk)
    found = by_hand(report, sent, accepted, alone, closed)
    assert {why: sorted(rows) for why, rows in found.items()} == {
        "reminded": [report.pk],
        "đã gửi báo cáo": [sent.pk, accepted.pk],
        "không có người nhận": [alone.pk],
        "kế hoạch không còn thực hiện": [closed.pk],
    }
    assert [row.submission for row in Notification.objects.all()] == [report]


@pytest.mark.parametrize(
    ("moment", "kind", "words"),
    [
        ("20/05/2018 10:00", "reminder", "Đề nghị đơn vị hoàn thành và gửi trên Cổng.\n"),
        ("09/06/2018 10:00", "reminder", "lần nhắc cuối"),
        ("20/06/2018 10:00", "overdue", "nêu lý do chậm"),
    ],
)
def test_the_words_are_those_of_the_stage_that_fits(report: Submission, moment: str, kind: str, words: str) -> None:
    by_hand(report, moment=moment)
    row = Notification.objects.get()
    assert (row.kind, words in row.body) == (kind, True)


def test_without_any_stage_the_default_words_are_used(report: Submission) -> None:
    for stage in reminder_plan_of(report.period.plan).stages.all():
        remove_stage(stage=stage, by=UserFactory())
    by_hand(report, moment="20/06/2018 10:00")
    assert "nêu lý do chậm" in Notification.objects.get().body


@pytest.mark.parametrize(
    ("moment", "leaves"), [("05/06/2018 22:00", "06/06/2018 07:00"), ("03/06/2018 10:00", "04/06/2018 07:00")]
)
def test_the_mail_waits_for_an_allowed_hour(report: Submission, moment: str, leaves: str) -> None:
    by_hand(report, moment=moment)
    assert Notification.objects.get().not_before == at(leaves)


def test_an_older_mail_that_still_waits_is_replaced(report: Submission) -> None:
    send_due_reminders(now=at("01/06/2018 08:00"))
    by_hand(report, moment="05/06/2018 10:00")
    assert ledger("reminder") == ["05/06/2018 H20180605"]


def test_reports_of_several_plans_go_by_their_own_hours(report: Submission) -> None:
    other = owed()
    early = reminder_plan_of(other.period.plan)
    early.sends_from = dt.time(11)
    early.save()
    by_hand(report, other)
    waits = {row.submission: row.not_before for row in Notification.objects.all()}
    assert waits == {report: None, other: at("05/06/2018 11:00")}


def test_many_are_reminded_with_as_many_queries_as_one(report: Submission, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    reminder_plan_of(report.period.plan)
    rows = [report]
    for _ in range(3):
        rows.append(SubmissionFactory(period=report.period))
        member(rows[-1].organisation, "principal")
    by = UserFactory()
    for chosen in (rows[:1], rows[1:]):
        with time_machine.travel(at("05/06/2018 10:00"), tick=False), django_assert_num_queries(11):
            assert len(remind_now(submissions=chosen, by=by).reminded) == len(chosen)

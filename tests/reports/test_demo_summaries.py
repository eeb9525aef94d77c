"""The summaries of the demonstration: past periods published, one corrected, that of today a draft."""

import datetime as dt

import pytest

from plans.deadlines import local_day
from reports.demo.clock import moment
from reports.documents.current import summary_document
from reports.enums import NotificationKind
from reports.models import Notification, SubmissionEvent, SummaryFile, SummaryReport
from reports.queries.summary_included import late_changes
from reports.queries.summary_numbers import printed_number
from tests.reports.demonstration import TODAY, _module_db, demo  # noqa: F401 - fixtures

pytestmark = pytest.mark.usefixtures("demo")


def test_past_periods_are_published_and_that_of_today_is_a_draft() -> None:
    rows = SummaryReport.objects.filter(period__plan__year=TODAY.year).order_by("period__position", "revision")
    live = rows.values_list("period__position", "revision", "status")
    history = SummaryReport.objects.filter(period__plan__year=2018).values_list("status", flat=True)

    assert list(live) == [
        (1, 1, "published"), (2, 1, "published"), (2, 2, "published"), (3, 1, "published"), (4, 1, "draft"),
    ]  # fmt: skip
    assert list(history) == ["published"] * 5


def test_steps_follow_each_other_and_the_last_event_of_the_reports() -> None:
    for row in SummaryReport.objects.published():
        steps = [row.finalised_at, row.numbered_at, row.published_at]
        assert None not in steps
        assert sorted(steps) == steps  # type: ignore[type-var]
        assert steps[-1] <= moment(TODAY, dt.time(7))  # type: ignore[operator]
        assert row.issued_on == local_day(steps[0])  # type: ignore[arg-type]
        assert not SubmissionEvent.objects.filter(submission__period=row.period, at__gt=row.finalised_at).exists()
        assert late_changes(row) == []


def test_one_replaces_another_and_says_so() -> None:
    second = SummaryReport.objects.get(period__plan__year=TODAY.year, revision=2)
    document = summary_document(second)

    assert second.replaces is not None
    assert f"thay thế Báo cáo số {printed_number(second.replaces)}" in document.opening[-1].text
    assert any("Chuẩn bị các điều kiện cho năm học mới" in getattr(block, "text", "") for block in document.body)


def test_numbers_of_an_issuer_and_year_differ() -> None:
    rows = SummaryReport.objects.published().select_related("period__plan")
    numbers = [(row.period.plan.receiver_id, row.issued_on and row.issued_on.year, row.number) for row in rows]

    assert len(set(numbers)) == len(numbers) == 10


def test_files_wait_for_a_worker() -> None:
    assert set(SummaryFile.objects.values_list("state", flat=True)) == {"queued"}
    assert SummaryFile.objects.filter(format="pdf").count() == 10


def test_leaders_have_been_told() -> None:
    told = Notification.objects.filter(kind=NotificationKind.SUMMARY_PUBLISHED, recipient__username="lanhdao")

    assert {row.status for row in told} == {"sent"}
    assert told.filter(read_at=None).count() == 2  # the newest of each plan in force

"""Steps in the life of a summary at the same moment: each is taken once, and the slower person is told."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from reports.enums import NotificationKind, SummaryStatus
from reports.models import Notification, SummaryFile, SummaryReport
from reports.queries.summary_files import SUMMARY_FORMATS
from reports.services.errors import Conflict
from reports.services.finalising import finalise, withdraw_finalising
from reports.services.publishing import publish
from reports.services.registering import NumberTaken, number_summary
from reports.services.replacing import correct
from tests.factories import ReportingPeriodFactory, SubmissionFactory, SummaryReportFactory
from tests.reports.lives import Life, begin
from tests.services.racing import race

Work = Callable[[], Any]


@pytest.fixture
def life() -> Life:
    return begin()


def finalising(life: Life) -> Work:
    summary = life.copy()
    return lambda: finalise(summary=summary, by=life.head)


def withdrawing(life: Life) -> Work:
    summary = life.copy()
    return lambda: withdraw_finalising(summary=summary, by=life.head)


def publishing(life: Life) -> Work:
    summary = life.copy()
    return lambda: publish(summary=summary, by=life.clerk)


def numbering(life: Life, number: int = 5) -> Work:
    summary = life.copy()

    def work() -> Any:
        try:
            return number_summary(summary=summary, by=life.clerk, number=number, issued_on=timezone.localdate())
        except NumberTaken as taken:
            return taken

    return work


def correcting(life: Life) -> Work:
    summary = life.copy()
    return lambda: correct(summary=summary, by=life.officer, reason="Sai số liệu")


def messages() -> int:
    return Notification.objects.filter(kind=NotificationKind.SUMMARY_PUBLISHED).count()


def test_two_clicks_finalise_once(life: Life) -> None:
    winner, loser = race(life.summary, finalising(life), finalising(life))

    assert isinstance(loser, Conflict)
    assert life.copy().code == winner.code


def test_two_clicks_publish_once_and_tell_once(life: Life) -> None:
    life.numbered()

    _, loser = race(life.summary, publishing(life), publishing(life))

    assert isinstance(loser, Conflict)
    assert messages() == 1
    assert SummaryFile.objects.filter(summary=life.summary).count() == len(SUMMARY_FORMATS)


def test_withdrawing_against_publishing(life: Life) -> None:
    life.numbered()

    _, loser = race(life.summary, withdrawing(life), publishing(life))

    assert isinstance(loser, Conflict)
    assert (life.copy().status, messages()) == (SummaryStatus.DRAFT, 0)


def test_publishing_against_withdrawing(life: Life) -> None:
    life.numbered()

    _, loser = race(life.summary, publishing(life), withdrawing(life))

    assert isinstance(loser, Conflict)
    assert (life.copy().status, messages()) == (SummaryStatus.PUBLISHED, 1)
    assert life.copy().content is not None


def test_publishing_against_another_number(life: Life) -> None:
    """What is published carries the number that was published, never a later one."""
    life.numbered()

    _, loser = race(life.summary, publishing(life), numbering(life, 6))

    assert isinstance(loser, Conflict)
    assert life.copy().number == 5


def test_two_corrections_are_one(life: Life) -> None:
    life.published()

    _, loser = race(life.summary, correcting(life), correcting(life))

    assert isinstance(loser, Conflict)
    assert SummaryReport.objects.filter(replaces=life.summary).count() == 1


def test_two_clerks_who_give_the_same_number_are_warned(life: Life) -> None:
    plan = life.summary.period.plan
    other = SummaryReportFactory(period=ReportingPeriodFactory(plan=plan, position=life.summary.period.position + 1))
    SubmissionFactory(accepted=True, period=other.period)
    second = Life(other, life.head, life.clerk, life.officer, life.leader)
    life.finalised()
    second.finalised()

    first, warned = race(plan.receiver, numbering(life), numbering(second))

    assert first.number == 5
    assert isinstance(warned, NumberTaken)
    assert warned.others == [life.summary]
    assert second.copy().number is None

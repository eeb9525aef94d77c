"""The iCalendar feed: a private address, the same days as the page, read back as a calendar program reads it."""

import datetime as dt
from typing import Any

import icalendar
import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.urls import reverse

from plans.enums import PlanStatus
from reports.models import CalendarFeed, Submission
from reports.services import feeding
from schools.enums import Role
from tests.factories import (
    CalendarFeedFactory,
    ExtensionFactory,
    ReportingPeriodFactory,
    SectionEntryFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2018, 3, 5, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))


@pytest.fixture(autouse=True)
def _on_the_fifth() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def submission() -> Submission:
    return SubmissionFactory(draft=True, period__plan__title="Kế hoạch A, năm 2018; trọng tâm")


@pytest.fixture
def feed(submission: Submission) -> CalendarFeed:
    return CalendarFeedFactory(user=member(submission.organisation, Role.CLERK))


def address(feed: CalendarFeed) -> str:
    return reverse("calendar_feed", args=[feeding.token_of(feed)])


def events(response: Any) -> list[Any]:
    assert response.status_code == 200
    return icalendar.Calendar.from_ical(response.content).walk("VEVENT")


# -- what it says -------------------------------------------------------------------------------------------------
def test_feed_is_a_calendar_that_programs_read(client: Client, feed: CalendarFeed, submission: Submission) -> None:
    response = client.get(address(feed))

    whole = icalendar.Calendar.from_ical(response.content)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert (whole["VERSION"], whole["X-WR-CALNAME"], whole["NAME"]) == ("2.0", "Hạn báo cáo", "Hạn báo cáo")
    assert whole["REFRESH-INTERVAL"].dt == dt.timedelta(hours=6)
    assert whole["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert max(len(line) for line in response.content.split(b"\r\n")) <= 75
    [event] = whole.walk("VEVENT")
    assert event["UID"] == f"owed-{submission.period_id}-{submission.organisation_id}@localhost"
    assert event["DTSTAMP"].dt == NOW
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dt.date(2018, 3, 9), dt.date(2018, 3, 10))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["SUMMARY"] == "Hạn nộp báo cáo 3 tháng"
    assert event["DESCRIPTION"] == (
        "Kế hoạch A, năm 2018; trọng tâm\nTrước ngày 10/3/2018 (hạn cuối 23:59 ngày 09/03/2018)\nTình trạng: Nháp 40%"
    )
    assert event["URL"] == f"http://localhost:8000/submissions/{submission.pk}/edit/"
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [
        dt.timedelta(days=-7, hours=8), dt.timedelta(days=-1, hours=8),
    ]  # fmt: skip


def test_commas_semicolons_and_line_ends_are_escaped(client: Client, feed: CalendarFeed) -> None:
    raw = client.get(address(feed)).content.replace(b"\r\n ", b"").decode()

    assert "DESCRIPTION:Kế hoạch A\\, năm 2018\\; trọng tâm\\nTrước ngày" in raw


def test_the_same_event_moves_with_an_extension(client: Client, feed: CalendarFeed, submission: Submission) -> None:
    [before] = events(client.get(address(feed)))
    ExtensionFactory(submission=submission, until=dt.date(2018, 3, 20))
    [after] = events(client.get(address(feed)))

    assert (before["UID"], before["DTSTART"].dt) == (after["UID"], dt.date(2018, 3, 9))
    assert after["DTSTART"].dt == dt.date(2018, 3, 20)


def test_what_is_done_is_marked_and_rings_no_more(client: Client) -> None:
    sent = SubmissionFactory(submitted=True)
    feed = CalendarFeedFactory(user=member(sent.organisation, Role.PRINCIPAL))

    [event] = events(client.get(address(feed)))

    assert event["SUMMARY"] == "✓ Hạn nộp báo cáo 3 tháng"
    assert event.walk("VALARM") == []


def test_nothing_of_what_a_report_says(client: Client, feed: CalendarFeed, submission: Submission) -> None:
    SectionEntryFactory(submission=submission, text="Chuyện riêng của trường")

    assert "Chuyện riêng" not in client.get(address(feed)).content.decode()


def test_the_far_past_is_left_out(client: Client, feed: CalendarFeed, submission: Submission) -> None:
    old = ReportingPeriodFactory(plan__year=2016)
    SubmissionFactory(period=old, organisation=submission.organisation)

    assert len(events(client.get(address(feed)))) == 1


# -- who reads it -------------------------------------------------------------------------------------------------
def test_permissions_are_those_of_the_moment_of_reading(client: Client, submission: Submission) -> None:
    person = member(submission.period.plan.receiver, Role.OFFICER)
    feed = CalendarFeedFactory(user=person)
    assert len(events(client.get(address(feed)))) == 2  # opening and deadline

    plan = submission.period.plan
    plan.status = PlanStatus.DRAFT
    plan.save()
    assert events(client.get(address(feed))) == []
    plan.status = PlanStatus.IN_FORCE
    plan.save()
    person.memberships.update(starts_on="2010-01-01", ends_on="2018-03-04")
    assert events(client.get(address(feed))) == []


def test_wrong_old_and_foreign_addresses_are_not_found(client: Client, feed: CalendarFeed) -> None:
    token = feeding.token_of(feed)
    forged = signing.Signer(key="x", salt=feeding.SALT, sep=".").sign_object([feed.user_id, feed.nonce])
    other_shape = [
        signing.Signer(salt=feeding.SALT, sep=".").sign_object(value) for value in ("x", {"a": 1}, [1, 2, 3])
    ]

    for wrong in (token[:-1], token + "x", forged, "abc", ".", *other_shape):
        assert client.get(reverse("calendar_feed", args=[wrong])).status_code == 404, wrong


def test_a_new_address_voids_the_old_one(login_as: Any, feed: CalendarFeed) -> None:
    old = address(feed)
    client = login_as(feed.user)
    page = client.post(reverse("calendar_renew"), follow=True)

    feed.refresh_from_db()
    assert "Địa chỉ cũ không còn dùng được" in page.content.decode()
    assert f"http://localhost:8000{address(feed)}" in page.content.decode()
    assert Client().get(old).status_code == 404
    assert Client().get(address(feed)).status_code == 200


def test_first_address_is_made_only_when_asked_for(login_as: Any, submission: Submission) -> None:
    client = login_as(member(submission.organisation, Role.CLERK))

    assert "Tạo địa chỉ lịch riêng" in client.get(reverse("calendar")).content.decode()
    assert not CalendarFeed.objects.exists()
    page = client.post(reverse("calendar_renew"), follow=True)
    assert "Địa chỉ cũ không còn dùng được" not in page.content.decode()
    assert Client().get(address(CalendarFeed.objects.get())).status_code == 200


def test_inactive_person_has_no_calendar(client: Client, feed: CalendarFeed) -> None:
    feed.user.is_active = False
    feed.user.save()

    assert client.get(address(feed)).status_code == 404


def test_nobody_in_between_keeps_it_and_an_unchanged_one_is_not_sent_again(
    client: Client, feed: CalendarFeed, submission: Submission
) -> None:
    first = client.get(address(feed))
    headers = {"If-None-Match": first["ETag"]}
    with time_machine.travel(NOW + dt.timedelta(hours=2), tick=False):
        second = client.get(address(feed), headers=headers)
        ExtensionFactory(submission=submission, until=dt.date(2018, 3, 20))
        third = client.get(address(feed), headers=headers)

    assert first["Cache-Control"] == second["Cache-Control"] == "private, no-cache"
    assert (second.status_code, second.content) == (304, b"")
    assert third.status_code == 200
    assert third["ETag"] != first["ETag"]


def test_reading_is_noted_at_most_once_an_hour(client: Client, feed: CalendarFeed) -> None:
    moments = []
    for minutes in (0, 30, 90):
        with time_machine.travel(NOW + dt.timedelta(minutes=minutes), tick=False):
            client.get(address(feed))
        moments.append(CalendarFeed.objects.get().read_at)

    assert moments == [NOW, NOW, NOW + dt.timedelta(minutes=90)]


@pytest.mark.parametrize("plans", [1, 3])
@pytest.mark.parametrize(("seat", "queries"), [("school", 5), ("office", 6)])
def test_query_count(client: Client, plans: int, seat: str, queries: int, django_assert_num_queries: Any) -> None:
    first = SubmissionFactory()
    for _ in range(plans - 1):
        SubmissionFactory(organisation=first.organisation, period__plan__issuer=first.period.plan.issuer)
    place = first.organisation if seat == "school" else first.period.plan.receiver
    feed = CalendarFeedFactory(user=member(place, Role.HEAD if seat == "office" else Role.CLERK), read_at=NOW)

    with django_assert_num_queries(queries):
        response = client.get(address(feed))
    assert len(events(response)) == plans * (1 if seat == "school" else 2)

"""Schools at the national standard and the office are reminded 12, 6 and 3 months before the re-check, once each."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facilities.services.recognising import correct_recognition, fingerprint, recognise
from reports.enums import NotificationKind, NotificationStatus
from reports.models import Notification
from reports.services.recheck_reminding import send_due_rechecks
from reports.tasks import send_due_rechecks as task
from schools.models import NationalStandard
from tests.factories import NationalStandardFactory, OfficeFactory, SchoolFactory, member
from tests.reports.clockwork import at

pytestmark = pytest.mark.django_db
DUE = dt.date(2019, 5, 31)  # a Friday; three months before is 28 February, six are Friday 30 November


@pytest.fixture
def office() -> Any:
    body = OfficeFactory(name="Cơ quan Giáo dục Thử")
    member(body, "officer", email="chuyenvien@example.test", username="chuyenvien")
    return body


def due(day: dt.date = DUE, **school: Any) -> NationalStandard:
    """A recognition of a school with a principal and a clerk."""
    row = NationalStandardFactory(
        school=SchoolFactory(**school), recognised_on=day.replace(year=day.year - 5), recheck_due_on=day
    )
    body = row.school.organisation
    member(body, "principal", email="hieutruong@example.test", username=f"hieutruong{body.pk}")
    member(body, "clerk")
    return row


def written() -> list[tuple[str, str]]:
    """Who was told which stage, in months."""
    rows = Notification.objects.filter(kind=NotificationKind.STANDARD_RECHECK).order_by("pk")
    return [(row.recipient.username.rstrip("0123456789"), row.stage.split()[-1]) for row in rows]


def run(day: str, hour: str = "08:00") -> int:
    return send_due_rechecks(now=at(f"{day} {hour}"))


BOTH = ("hieutruong", "chuyenvien")
QUERIES = 11


def test_each_stage_once_to_the_principal_and_the_office(office: Any) -> None:
    due()
    day, last = dt.date(2018, 5, 1), dt.date(2019, 7, 1)
    days = {}
    while day < last:
        if count := run(f"{day:%d/%m/%Y}"):
            days[day] = count
        day += dt.timedelta(days=1)

    assert days == {dt.date(2018, 5, 31): 2, dt.date(2018, 11, 30): 2, dt.date(2019, 2, 28): 2}
    assert written() == [(name, months) for months in ("12", "6", "3") for name in BOTH]


def test_after_an_outage_only_the_latest_stage_is_sent(office: Any) -> None:
    due()

    assert [run("10/03/2019"), run("10/03/2019"), run("11/03/2019")] == [2, 0, 0]

    assert written() == [(name, "3") for name in BOTH]


def test_overdue_re_check_is_not_announced_as_coming(office: Any) -> None:
    due()

    assert run("01/06/2019") == 0


def test_renewed_closed_and_left_schools_are_not_reminded(office: Any) -> None:
    renewed, closed, left = due(), due(), due()
    NationalStandardFactory(school=renewed.school, recognised_on=dt.date(2019, 1, 15))
    closed.school.organisation.valid_to = dt.date(2018, 12, 31)
    closed.school.organisation.save()
    left.school.affiliations.update(valid_to=dt.date(2018, 12, 31))

    assert run("01/03/2019") == 0

    due()
    assert run("01/03/2019") == 2


def test_recognition_that_comes_later_does_not_silence_the_day_before(office: Any) -> None:
    row = due()
    NationalStandardFactory(school=row.school, recognised_on=dt.date(2019, 5, 1))

    assert run("01/03/2019") == 2


def test_office_is_told_when_the_school_has_nobody(office: Any) -> None:
    NationalStandardFactory(school=SchoolFactory(name="MN Vắng"), recognised_on=dt.date(2014, 5, 31))

    assert run("01/03/2019") == 1

    body = Notification.objects.get().body
    assert "chưa có hiệu trưởng trên Cổng" in body
    assert "Kính gửi: Cơ quan Giáo dục Thử" in body


def test_words_and_link(office: Any) -> None:
    row = due(name="MN Thử")
    run("01/03/2019")

    told = Notification.objects.get(recipient__username__startswith="hieutruong")

    assert told.subject == "MN Thử: kiểm tra lại chuẩn quốc gia trước ngày 31/05/2019"
    assert "ngày 31/05/2014" in told.body
    assert "chưa có hiệu trưởng" not in told.body
    assert told.link_path == f"/facilities/standard/schools/{row.school_id}/"


def test_mail_waits_for_the_hours_and_the_office_gets_it_in_the_digest(office: Any) -> None:
    due()
    run("28/02/2019", "03:10")

    school = Notification.objects.get(recipient__username__startswith="hieutruong")
    reader = Notification.objects.get(recipient__username="chuyenvien")

    assert (school.status, school.not_before) == (NotificationStatus.PENDING, at("28/02/2019 07:00"))
    assert (reader.status, reader.not_before) == (NotificationStatus.FOR_DIGEST, None)


def test_later_stage_stops_the_mail_of_an_earlier_one(office: Any) -> None:
    due()
    run("30/11/2018", "23:00")
    run("28/02/2019")

    states = Notification.objects.filter(recipient__username__startswith="hieutruong").order_by("pk")
    assert list(states.values_list("status", flat=True)) == [NotificationStatus.CANCELLED, NotificationStatus.PENDING]


def test_passed_re_check_stops_what_waits(office: Any) -> None:
    row = due()
    run("28/02/2019")

    recognise(
        school=row.school,
        level=1,
        decision="",
        recognised_on=dt.date(2019, 3, 1),
        recheck_due_on=dt.date(2024, 3, 1),
        by=None,
    )

    waiting = Notification.objects.filter(status__in=[NotificationStatus.PENDING, NotificationStatus.FOR_DIGEST])
    assert not waiting.exists()


def test_corrected_day_begins_anew(office: Any) -> None:
    row = due()
    run("28/02/2019")
    given = {"level": 1, "decision": "", "recognised_on": row.recognised_on, "by": None}

    correct_recognition(recognition=row, seen=fingerprint(row), recheck_due_on=dt.date(2019, 8, 31), **given)

    assert run("28/02/2019", "09:00") == 2
    assert written()[-2:] == [(name, "6") for name in BOTH]


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_depend_on_the_schools(office: Any, count: int) -> None:
    for _ in range(count):
        due()

    with CaptureQueriesContext(connection) as queries:
        assert run("28/02/2019") == 2 * count

    assert len(queries) == QUERIES


def test_task_runs_the_service(office: Any) -> None:
    today = dt.date.today()  # noqa: DTZ011 # a year is long enough for any zone
    due(today.replace(day=1) + dt.timedelta(days=62))

    task()

    assert len(written()) == 2

"""Finding letters of reminder again, and who may."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client

from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.enums import Capability
from reports.models import ReminderLetter, Submission
from reports.permissions import can
from schools.enums import Role
from tests.factories import ReminderLetterFactory, UserFactory, member
from tests.reports.letters import TODAY, a_letter, a_period, a_school

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def period() -> ReportingPeriod:
    return a_period()


@pytest.fixture
def officer(period: ReportingPeriod, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(period.plan.receiver, Role.OFFICER))


# -- the list -----------------------------------------------------------------------------------------------------
def test_list_is_filtered_counted_and_says_what_became_of_them(period: ReportingPeriod, officer: Client) -> None:
    late = a_school(period)
    a_letter(period)
    other = ReminderLetterFactory(period__plan__receiver=period.plan.receiver, period__plan__title="Kế hoạch khác")
    ReminderLetterFactory(period__plan__title="Của cơ quan khác")
    sent_at = period.deadline_at + dt.timedelta(days=4)
    Submission.objects.filter(pk=late.pk).update(
        status="submitted", revision=1, submitted_at=sent_at, first_submitted_at=sent_at
    )

    everything = officer.get("/letters/").content.decode()
    filtered = officer.get(f"/letters/?period={other.period_id}").content.decode()
    by_plan = officer.get(f"/letters/?plan={period.plan_id}").content.decode()
    neither = officer.get(f"/letters/?plan={period.plan_id}&period={other.period_id}").content.decode()

    assert "2 công văn" in everything
    assert "Của cơ quan khác" not in everything
    assert '<td class="num" data-label="Số đơn vị">1</td><td class="num" data-label="Đã gửi sau đó">1</td>' in by_plan
    assert "1 công văn" in by_plan
    assert f'data-label="Kế hoạch">{period.plan.title}</td>' in by_plan
    assert 'data-label="Kế hoạch">Kế hoạch khác</td>' in filtered
    assert f'data-label="Kế hoạch">{period.plan.title}</td>' not in filtered
    assert "Không có công văn nào khớp bộ lọc." in neither


def test_empty_list_says_how_to_begin(officer: Client) -> None:
    assert "Chưa lập công văn nào." in officer.get("/letters/").content.decode()


def test_list_as_excel(period: ReportingPeriod, officer: Client) -> None:
    a_school(period)
    a_letter(period)
    ReminderLetterFactory(period__plan__receiver=period.plan.receiver)

    answer = officer.get(f"/letters/export/?period={period.pk}")

    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    head = next(number for number, row in enumerate(rows) if row[0] == "Lập lúc")
    assert [row[1:5] for row in rows[head + 1 :]] == [(period.plan.title, "Báo cáo 6 tháng", 1, 0)]


@pytest.mark.parametrize("count", [1, 3])
def test_list_needs_the_same_queries_for_one_and_for_three(
    period: ReportingPeriod, officer: Client, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        ReminderLetterFactory(period=period)
    officer.get("/")

    with django_assert_num_queries(9):
        officer.get("/letters/")


# -- who may ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", PlanStatus)
@pytest.mark.parametrize(
    ("place", "role"),
    [
        ("receiver", Role.OFFICER), ("receiver", Role.HEAD), ("receiver", Role.OBSERVER), ("forwarded_to", Role.LEADER),
        ("forwarded_to", Role.ADMINISTRATOR), ("school", Role.PRINCIPAL), ("other", Role.OFFICER),
    ],
)  # fmt: skip
def test_list_shows_what_may_be_opened(period: ReportingPeriod, place: str, role: str, status: str) -> None:
    late = a_school(period)
    letter = a_letter(period)
    period.plan.status = status
    period.plan.save()
    places = {
        "receiver": period.plan.receiver,
        "forwarded_to": period.plan.forwarded_to,
        "school": late.organisation,
        "other": a_period().plan.receiver,
    }
    user = member(places[place], role)

    visible = ReminderLetter.objects.visible_to(user).filter(pk=letter.pk).exists()

    assert visible == can(user, Capability.VIEW_BOARD, period)
    expected = (place == "receiver" and role != Role.OBSERVER) or role == Role.ADMINISTRATOR
    assert visible == (expected and status != PlanStatus.DRAFT)


def test_administrator_reads_but_writes_none(period: ReportingPeriod, login_as: Callable[[Any], Client]) -> None:
    a_school(period)
    letter = a_letter(period)
    client = login_as(member(period.plan.forwarded_to, Role.ADMINISTRATOR))

    assert f"/letters/{letter.pk}/" in client.get("/letters/").content.decode()
    assert "Lập công văn khác" not in client.get(f"/letters/{letter.pk}/").content.decode()
    assert client.post(f"/periods/{period.pk}/letters/new/").status_code == 403


def test_plan_that_has_ended_is_chased_no_more_but_its_letters_stay(period: ReportingPeriod, officer: Client) -> None:
    a_school(period)
    letter = a_letter(period)
    period.plan.status = PlanStatus.CLOSED
    period.plan.save()

    assert officer.get(f"/periods/{period.pk}/letters/new/").status_code == 403
    assert officer.get(f"/letters/{letter.pk}/").status_code == 200


def test_others_are_refused(period: ReportingPeriod, login_as: Callable[[Any], Client]) -> None:
    client = login_as(UserFactory())

    assert client.get("/letters/").status_code == 403
    assert client.get(f"/letters/{ReminderLetterFactory(period=period).pk}/").status_code == 404

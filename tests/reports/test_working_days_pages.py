"""The page of the working days: what it lists, who keeps it, and what it does not take."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from auditlog.models import LogEntry
from django.test import Client
from django.urls import reverse

from plans.calendars import working_calendar
from plans.models import CalendarDay
from schools.enums import Role
from tests.factories import CalendarDayFactory, PlanFactory, UserFactory, member

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]
QUERIES = 6  # session, user, seats, plans received, days of the year, unread messages
PAGE = "working_days"


@pytest.fixture
def officer() -> Any:
    return member(PlanFactory().receiver, Role.OFFICER)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def days(response: Any) -> list[tuple[dt.date, str, str]]:
    return [(row.day, row.name, row.kind) for row in response.context["rows"]]


def test_a_year_lists_public_holidays_and_the_offices_own_days_in_order(login_as: Login, officer: Any) -> None:
    CalendarDayFactory(day=dt.date(2018, 6, 8), name="Nghỉ hội nghị")
    CalendarDayFactory(day=dt.date(2018, 9, 3), name="Khai giảng", is_off=False)
    CalendarDayFactory(day=dt.date(2019, 6, 8), name="Năm khác")

    response = login_as(officer).get(reverse(PAGE), {"year": "2018"})

    listed = days(response)
    assert listed[0] == (dt.date(2018, 1, 1), "Tết Dương lịch", "Ngày lễ")
    assert (dt.date(2018, 6, 8), "Nghỉ hội nghị", "Cơ quan cho nghỉ") in listed
    assert (dt.date(2018, 9, 3), "Khai giảng", "Cơ quan vẫn làm việc") in listed
    assert "Ngày lễ: Quốc khánh (nghỉ bù)" in text(response)
    assert [day for day, *_ in listed] == sorted(day for day, *_ in listed)
    assert "Năm khác" not in text(response)


def test_days_worked_in_exchange_for_a_day_off_are_named(login_as: Login, officer: Any) -> None:
    response = login_as(officer).get(reverse(PAGE), {"year": "2019"})

    assert (dt.date(2019, 1, 5), "Làm bù", "Làm bù theo lịch nhà nước") in days(response)


@pytest.mark.parametrize("asked", ["", "abc", "99999", "-5", "²"])
def test_a_year_that_is_none_shows_a_year_all_the_same(login_as: Login, officer: Any, asked: str) -> None:
    assert login_as(officer).get(reverse(PAGE), {"year": asked}).status_code == 200


@pytest.mark.parametrize(("asked", "shown"), [("1", 1901), ("2500", 2099)])
def test_years_end_where_dates_end(login_as: Login, officer: Any, asked: str, shown: int) -> None:
    assert login_as(officer).get(reverse(PAGE), {"year": asked}).context["year"] == shown


def post(client: Client, **data: str) -> Any:
    return client.post(reverse(PAGE), {"kind": "off", "first": "08/06/2018", "name": "Nghỉ bù", **data}, follow=True)


def test_a_day_off_is_added_counts_at_once_and_is_on_record(login_as: Login, officer: Any) -> None:
    friday = dt.date(2018, 6, 8)

    response = post(login_as(officer))

    assert "Đã thêm 1 ngày nghỉ: 08/06/2018." in text(response)
    assert response.context["year"] == 2018
    assert not working_calendar(friday, friday).is_working(friday)
    entry = LogEntry.objects.get_for_object(CalendarDay.objects.get())
    assert entry.get().actor == officer


def test_days_in_a_row_leave_out_what_is_off_anyway(login_as: Login, officer: Any) -> None:
    post(login_as(officer), first="28/04/2018", last="02/05/2018")

    assert list(CalendarDay.objects.order_by("day").values_list("day", flat=True)) == [
        dt.date(2018, 4, 28),
        dt.date(2018, 4, 29),
        dt.date(2018, 5, 2),
    ]


def test_a_saturday_is_worked(login_as: Login, officer: Any) -> None:
    saturday = dt.date(2018, 6, 9)

    response = post(login_as(officer), kind="worked", first="9/6/2018", name="Làm bù")

    assert "Đã thêm 1 ngày làm việc: 09/06/2018." in text(response)
    assert working_calendar(saturday, saturday).is_working(saturday)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        ({"first": "31/02/2018"}, "Không có ngày 31: tháng 2 năm 2018 có 28 ngày."),
        ({"first": ""}, "Ghi ngày."),
        ({"name": " "}, "Ghi nội dung, ví dụ: nghỉ bù Quốc khánh."),
        ({"kind": ""}, "Chọn ngày nghỉ hay ngày làm việc."),
        ({"last": "07/06/2018"}, "Ngày cuối không thể trước ngày đầu."),
        ({"last": "09/07/2018"}, "Mỗi lần thêm nhiều nhất 31 ngày."),
        ({"kind": "worked"}, "Ngày này vốn là ngày làm việc."),
        ({"first": "02/09/2018"}, "Ngày này vốn là ngày lễ (Quốc khánh)."),
        ({"first": "11/06/2018"}, "Đã có trong lịch: 11/06/2018."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    login_as: Login, officer: Any, data: dict[str, str], complaint: str
) -> None:
    CalendarDayFactory(day=dt.date(2018, 6, 11))
    typed = {"first": "08/06/2018", "last": "", "name": "Nghỉ bù bão"} | data

    response = post(login_as(officer), **typed)

    assert response.status_code == 422
    assert complaint in text(response)
    kept = [value for name, value in typed.items() if value.strip() and name != "kind"]
    assert [value for value in kept if f'value="{value}"' not in text(response)] == []
    assert CalendarDay.objects.count() == 1


def test_all_mistakes_are_told_at_once(login_as: Login, officer: Any) -> None:
    response = post(login_as(officer), first="khi nào tiện", last="32/1/2018", name="")

    assert set(response.context["form"].errors) == {"first", "last", "name"}
    assert 'value="khi nào tiện"' in text(response)


def test_an_own_day_is_removed_and_the_holiday_holds_again(login_as: Login, officer: Any) -> None:
    entry = CalendarDayFactory(day=dt.date(2018, 9, 3), is_off=False)

    response = login_as(officer).post(reverse("working_day_remove", args=[entry.pk]), follow=True)

    assert "Đã bỏ ngày 03/09/2018 khỏi lịch" in text(response)
    assert (dt.date(2018, 9, 3), "Quốc khánh (nghỉ bù)", "Ngày lễ") in days(response)
    assert CalendarDay.objects.count() == 0


def test_a_day_removed_by_somebody_else_meanwhile_is_told_and_no_error(login_as: Login, officer: Any) -> None:
    response = login_as(officer).post(reverse("working_day_remove", args=[1]), follow=True)

    assert "Ngày này đã được bỏ khỏi lịch trước đó." in text(response)


def test_a_public_holiday_has_no_button_to_remove_it(login_as: Login, officer: Any) -> None:
    client = login_as(officer)
    assert "Bỏ khỏi lịch" not in text(client.get(reverse(PAGE), {"year": "2018"}))
    CalendarDayFactory(day=dt.date(2018, 6, 8))
    assert text(client.get(reverse(PAGE), {"year": "2018"})).count("Bỏ khỏi lịch") == 1


def test_who_keeps_the_calendar(login_as: Login) -> None:
    plan, draft = PlanFactory(), PlanFactory(status="draft")
    entry = CalendarDayFactory()
    keepers = [member(plan.receiver, role) for role in (Role.OFFICER, Role.HEAD)]
    keepers.append(member(plan.forwarded_to, Role.ADMINISTRATOR))
    others = [member(plan.receiver, role) for role in (Role.LEADER, Role.OBSERVER, Role.PRINCIPAL)]
    others += [member(draft.receiver, Role.HEAD), member(plan.forwarded_to, Role.OFFICER), UserFactory()]

    def statuses(person: Any) -> list[int]:
        client = login_as(person)
        return [
            client.get(reverse(PAGE)).status_code,
            client.post(reverse(PAGE)).status_code,
            client.post(reverse("working_day_remove", args=[0])).status_code,
        ]

    assert [statuses(person) for person in keepers] == [[200, 422, 302]] * 3
    assert [statuses(person) for person in others] == [[403, 403, 403]] * 6
    assert CalendarDay.objects.filter(pk=entry.pk).exists()


def test_queries_do_not_grow_with_the_days(
    login_as: Login, officer: Any, django_assert_num_queries: Callable[..., Any]
) -> None:
    client = login_as(officer)
    client.get(reverse(PAGE))
    for number in (1, 2):
        for _ in range(number):
            CalendarDayFactory()
        with django_assert_num_queries(QUERIES):
            client.get(reverse(PAGE), {"year": "2018"})

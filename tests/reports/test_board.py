"""The board: whom it shows, in which order, in which words; as an Excel file; as many queries for 600 schools."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import load_workbook

from accounts.models import User
from plans.enums import PlanStatus
from reports.enums import NotificationKind, NotificationStatus
from schools.enums import Role
from schools.models import Organisation
from tests.factories import (
    CommuneFactory,
    ExtensionFactory,
    NotificationFactory,
    ReportingPeriodFactory,
    ReviewAssignmentFactory,
    SchoolFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
HOME = dt.timezone(dt.timedelta(hours=7))
TODAY = dt.datetime(2018, 3, 12, 9, 0, tzinfo=HOME)


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def period() -> Any:
    return ReportingPeriodFactory()


@pytest.fixture
def officer(period: Any) -> Any:
    return member(period.plan.receiver, Role.OFFICER)


@pytest.fixture
def client_(officer: Any, login_as: Callable[[Any], Client]) -> Client:
    return login_as(officer)


def report(period: Any, name: str, levels: str = "MN", commune: str = "Xã Bắc", **state: Any) -> Any:
    place = Organisation.objects.communes().filter(short_name=commune).first() or CommuneFactory(short_name=commune)
    school = SchoolFactory(name=name, levels=levels, commune=place)
    return SubmissionFactory(period=period, organisation=school.organisation, **state)


def board(client: Client, period: Any, query: str = "") -> Any:
    response = client.get(f"{reverse('period_board', args=[period.pk])}?{query}")
    assert response.status_code == 200
    return response


def names(response: Any) -> list[str]:
    return [row.submission.name for row in response.context["rows"]]


def some_of_everything(period: Any) -> None:
    """Names in the order of the alphabet, states in another."""
    late = report(period, "MN An", commune="Xã Đông", draft=True)
    report(period, "MN Ân", submitted=True, days_late=1)
    report(period, "MN Bắc", commune="Xã Đông", accepted=True)
    extended = report(period, "MN Dân")
    report(period, "MN Đức", commune="Xã Ân", returned=True)
    ExtensionFactory(submission=extended, until=dt.date(2018, 3, 14))
    NotificationFactory(submission=late, kind=NotificationKind.OVERDUE, created_at=TODAY - dt.timedelta(days=1))
    NotificationFactory(submission=extended, kind=NotificationKind.REMINDER, created_at=TODAY - dt.timedelta(days=5))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=due_soon", ["MN Dân", "MN Đức"]),
        ("status=owed", ["MN An", "MN Dân", "MN Đức"]),
        ("status=unsent", ["MN An", "MN Dân"]),
        ("status=overdue", ["MN An"]),
        ("status=late", ["MN Ân"]),
        ("status=submitted", ["MN Ân"]),
        ("status=returned&q=duc", ["MN Đức"]),
        ("status=nonsense", ["MN An", "MN Ân", "MN Bắc", "MN Dân", "MN Đức"]),
    ],
)
def test_states_that_are_filtered_by(client_: Client, period: Any, query: str, found: list[str]) -> None:
    some_of_everything(period)

    assert names(board(client_, period, query)) == found


def test_counters_lead_to_what_they_count(client_: Client, period: Any) -> None:
    some_of_everything(period)

    counts = board(client_, period).context["counts"]

    for number, status in [
        (counts.missing, "unsent"),
        (counts.overdue, "overdue"),
        (counts.late, "late"),
        (counts.awaiting, "submitted"),
        (counts.returned, "returned"),
    ]:
        assert len(names(board(client_, period, f"status={status}"))) == number, status


def test_officer_filter(client_: Client, officer: Any, period: Any) -> None:
    colleague = member(period.plan.receiver, Role.OFFICER)
    receiver = period.plan.receiver
    ReviewAssignmentFactory(receiver=receiver, user=officer, level="TH")
    ReviewAssignmentFactory(receiver=receiver, user=colleague, level="MN")
    for name, levels in [("MN A", "MN"), ("TH A", "TH"), ("THCS A", "THCS")]:
        report(period, name, levels)

    assert names(board(client_, period, "officer=mine")) == ["TH A"]
    assert names(board(client_, period, "officer=none")) == ["THCS A"]
    assert names(board(client_, period, f"officer={colleague.pk}")) == ["MN A"]


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("", ["MN An", "MN Ân", "MN Bắc", "MN Dân", "MN Đức"]),
        ("name", ["MN An", "MN Ân", "MN Bắc", "MN Dân", "MN Đức"]),
        ("-name", ["MN Đức", "MN Dân", "MN Bắc", "MN Ân", "MN An"]),
        ("commune", ["MN Đức", "MN Ân", "MN Dân", "MN An", "MN Bắc"]),
        ("-late", ["MN An", "MN Ân", "MN Bắc", "MN Dân", "MN Đức"]),
        ("filled", ["MN Dân", "MN An", "MN Ân", "MN Bắc", "MN Đức"]),
        ("submitted", ["MN Bắc", "MN Đức", "MN Ân", "MN An", "MN Dân"]),
        ("-submitted", ["MN Ân", "MN Bắc", "MN Đức", "MN An", "MN Dân"]),
        ("reminded", ["MN Dân", "MN An", "MN Ân", "MN Bắc", "MN Đức"]),
        ("-reminded", ["MN An", "MN Dân", "MN Ân", "MN Bắc", "MN Đức"]),
        ("-nonsense", ["MN An", "MN Ân", "MN Bắc", "MN Dân", "MN Đức"]),
    ],
)
def test_sorting_puts_what_is_empty_last(client_: Client, period: Any, sort: str, found: list[str]) -> None:
    some_of_everything(period)

    assert names(board(client_, period, f"sort={sort}")) == found


def test_headings_say_the_order_and_lead_to_the_other(client_: Client, period: Any) -> None:
    some_of_everything(period)

    page = board(client_, period, "sort=-late&q=mn&page=1")

    headings = {heading.label: heading for heading in page.context["board"].headings}
    assert (headings["Ngày trễ"].direction, headings["Ngày trễ"].query) == ("descending", "?sort=late&q=mn")
    assert (headings["Nộp lúc"].direction, headings["Nộp lúc"].query) == ("", "?sort=-submitted&q=mn")
    assert headings["Liên hệ"].query == ""
    assert 'aria-sort="descending"><a href="?sort=late&amp;q=mn">Ngày trễ' in page.content.decode()


def test_days_late_are_those_of_what_is_owed_or_of_the_first_sending(client_: Client, period: Any) -> None:
    some_of_everything(period)
    overdue_again = report(period, "TH A", returned=True, days_late=1)
    overdue_again.returned_due_on = dt.date(2018, 3, 10)
    overdue_again.save()

    rows = {row.submission.name: row.days_behind for row in board(client_, period).context["rows"]}

    assert rows == {"MN An": 3, "MN Ân": 1, "MN Bắc": 0, "MN Dân": 0, "MN Đức": 0, "TH A": 2}


def test_every_period_of_the_plan_stands_beside_the_chosen_one(client_: Client, period: Any) -> None:
    row = report(period, "MN A", draft=True)
    earlier = ReportingPeriodFactory(plan=period.plan, position=2, opens_on=dt.date(2018, 3, 1))
    third = ReportingPeriodFactory(plan=period.plan, position=3)
    SubmissionFactory(period=earlier, organisation=row.organisation, accepted=True, days_late=2)
    other = report(period, "MN B")
    ExtensionFactory(
        submission=SubmissionFactory(period=earlier, organisation=other.organisation), until=dt.date(2018, 7, 1)
    )
    elsewhere = ReportingPeriodFactory()
    SubmissionFactory(period=elsewhere, organisation=row.organisation, submitted=True)

    page = board(client_, period)

    shown = {r.submission.name: [strip_tags(cell.link) for cell in r.cells] for r in page.context["rows"]}
    assert shown == {
        "MN A": ["■ Quá hạn 3 ngày · nháp 40%", "● Đã duyệt · trễ 2 ngày", ""],
        "MN B": ["■ Quá hạn 3 ngày · chưa soạn", "○ Gia hạn đến 01/07/2018", ""],
    }
    assert [cell.period_label for cell in page.context["rows"][0].cells] == ["3 tháng", "6 tháng", third.label]


def test_last_reminder_is_told_with_channel_and_result(client_: Client, period: Any) -> None:
    states = {
        "A": [NotificationStatus.FAILED, NotificationStatus.SENT],  # one person was reached
        "B": [NotificationStatus.FAILED],
        "C": [NotificationStatus.PORTAL_ONLY],
        "D": [NotificationStatus.PENDING],
        "E": [NotificationStatus.CANCELLED],  # superseded, so it never was a reminder
        "F": [],
    }
    for name, found in states.items():
        row = report(period, name)
        for status in found:
            NotificationFactory(
                submission=row, kind=NotificationKind.OVERDUE, status=status, created_at=TODAY, sent_at=TODAY
            )
        NotificationFactory(submission=row, kind=NotificationKind.EXTENDED, created_at=TODAY)

    rows = board(client_, period).context["rows"]

    assert {row.submission.name: row.reminder for row in rows} == {
        "A": "Thư: đã gửi",
        "B": "Thư: không gửi được",
        "C": "Chỉ báo trong cổng",
        "D": "Thư: chờ gửi",
        "E": "",
        "F": "",
    }


def test_contact_is_who_signs_today_with_telephone_and_mail(client_: Client, period: Any) -> None:
    both, clerk_only = (report(period, name) for name in ("A", "B"))
    report(period, "C")
    member(both.organisation, Role.CLERK, full_name="Văn Thư")
    member(both.organisation, Role.PRINCIPAL, full_name="Hiệu Trưởng", phone="0912 345.678", email="ht@truong.vn")
    gone = member(both.organisation, Role.PRINCIPAL, full_name="Người Cũ")
    gone.memberships.update(ends_on=dt.date(2018, 3, 11))
    member(clerk_only.organisation, Role.CLERK, full_name="Chỉ Văn Thư", email="")

    page = board(client_, period)

    assert [row.submission.contact_name for row in page.context["rows"]] == ["Hiệu Trưởng", "Chỉ Văn Thư", None]
    text = page.content.decode()
    assert 'href="tel:0912345678"' in text
    assert 'href="mailto:ht@truong.vn"' in text
    assert text.count("không có thư") == 1
    assert "Chưa có người" in text


def test_who_may_not_chase_sees_no_actions(login_as: Callable[[Any], Client], period: Any) -> None:
    report(period, "MN A")
    administrator = login_as(member(period.plan.forwarded_to, Role.ADMINISTRATOR))

    text = board(administrator, period).content.decode()

    assert 'name="ids"' not in text
    assert 'name="action"' not in text


def test_board_of_a_closed_plan_is_read_only(client_: Client, period: Any) -> None:
    report(period, "MN A")
    period.plan.status = PlanStatus.CLOSED
    period.plan.save()

    assert 'name="action"' not in board(client_, period).content.decode()


def test_exported_rows_are_those_of_the_page_in_its_order(client_: Client, period: Any) -> None:
    some_of_everything(period)
    User.objects.filter(memberships__organisation__short_name="MN An").update(
        full_name="Hoa", phone="0912", email="hoa@truong.vn"
    )
    query = "status=owed&sort=-late&size=80"
    page = board(client_, period, query)

    response = client_.get(f"{reverse('period_board_export', args=[period.pk])}?{query}")

    lines = list(load_workbook(io.BytesIO(response.getvalue())).active.iter_rows(values_only=True))
    assert lines[0][0] == f"Theo dõi nộp báo cáo 3 tháng – {period.plan.title}"
    assert [line[0] for line in lines[1:4]] == [
        "3 dòng · Số liệu lúc 09:00, 12/03/2018",
        "Hạn gửi trước ngày 10/3/2018 (hạn cuối 23:59 ngày 09/03/2018)",
        "Tình trạng: Còn phải nộp (cả bổ sung)",
    ]
    assert [line[0] for line in lines[6:]] == names(page) == ["MN An", "MN Dân", "MN Đức"]
    assert dict(zip(lines[5], lines[6], strict=True)) == {
        "Đơn vị": "MN An",
        "Địa bàn": "Xã Đông",
        "Báo cáo 3 tháng": "Quá hạn 3 ngày · nháp 40%",
        "Đã điền (%)": 40,
        "Số ngày trễ": 3,
        "Nộp lúc": None,
        "Nhắc gần nhất": dt.datetime.fromisoformat("2018-03-11 09:00"),
        "Kết quả nhắc": "Thư: chờ gửi",
        "Liên hệ": "Hoa",
        "Điện thoại": "0912",
        "Thư điện tử": "hoa@truong.vn",
    }

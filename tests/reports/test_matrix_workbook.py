"""The matrix as an Excel file: the table as it is seen, and what every figure was made of."""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from plans.models import ReportingPeriod
from reports.enums import ValueState
from schools.enums import Role
from tests.factories import CommuneFactory, PlanFactory, ReportingPeriodFactory, TargetFactory, member
from tests.reports.matrices import column, say, school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_first_deadline() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2018, 3, 13, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def period() -> Any:
    return ReportingPeriodFactory(plan=PlanFactory(title="Nhiệm vụ năm nay"))


@pytest.fixture
def officer(period: Any, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(period.plan.receiver, Role.OFFICER))


def book(client: Client, period: ReportingPeriod, **query: Any) -> Workbook:
    response = client.get(reverse("period_matrix_export", args=[period.pk], query=query))
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content))


def rows(workbook: Workbook, sheet: int = 0) -> list[list[Any]]:
    """The cells of a sheet, row by row, without the empty ones at the end."""
    found = [list(row) for row in workbook.worksheets[sheet].iter_rows(values_only=True)]
    return [row[: max((n for n, cell in enumerate(row, 1) if cell is not None), default=0)] for row in found]


@pytest.fixture
def filled(period: Any) -> Any:
    """Two kindergartens, one of them silent about the second indicator, and what both indicators should reach."""
    rate = column(period, code="B90", short_name="Hai buổi", decimals=1)
    small = column(period, code="B91", short_name="Thấp còi", judged_at_school=False)
    TargetFactory(plan=period.plan, indicator=rate.indicator)
    commune = CommuneFactory(short_name="Xã A")
    say(period, school("MN A", commune=commune), {rate: {"n": 1, "d": 2}, small: {"n": 1, "d": 98}})
    say(
        period, school("MN B", commune=commune), {rate: {"n": 99, "d": 100}, small: {"state": ValueState.NOT_AVAILABLE}}
    )
    return period


def test_figures_are_numbers_and_absences_words(officer: Client, filled: Any) -> None:
    found = rows(book(officer, filled))

    head = found.index(["Đơn vị", "Địa bàn", "Hai buổi (%)", "Thấp còi (%)"])
    assert found[head + 1 :] == [
        ["Kế hoạch", None, "≥ 80%"],
        ["MN A", "Xã A", 50, "1/98"],
        ["MN B", "Xã A", 99, "chưa có số liệu"],
        ["Số liệu chung cấp mầm non", None, 98, 1.02],
        ["Có số liệu/phải có", None, "2/2", "1/2"],
    ]
    assert found[:2] == [
        ["Bảng số liệu cấp mầm non – báo cáo 3 tháng"],
        ["Nhiệm vụ năm nay; số liệu đã duyệt, đến hết ngày 28/02/2018"],
    ]


def test_the_second_sheet_says_what_each_figure_was_made_of(officer: Client, filled: Any) -> None:
    found = rows(book(officer, filled), 1)

    assert [row[:11] for row in found[1:]] == [
        ["MN A", "Xã A", "B90", "Hai buổi", "%", 1, 2, 50, "Đã duyệt", "≥ 80%", "Chưa đạt"],
        ["MN A", "Xã A", "B91", "Thấp còi", "%", 1, 98, None, "Đã duyệt", None, "Không đặt mức"],
        ["MN B", "Xã A", "B90", "Hai buổi", "%", 99, 100, 99, "Đã duyệt", "≥ 80%", "Đạt"],
        ["MN B", "Xã A", "B91", "Thấp còi", "%", None, None, None, "Chưa có số liệu"],
    ]


def test_the_file_is_narrowed_down_as_the_page_is(officer: Client, filled: Any) -> None:
    found = rows(book(officer, filled, q="mn b", only="missing", show="light"))

    assert [row for row in found if row and row[0] == "MN B"] == [["MN B", "Xã A", "● đạt", "chưa có số liệu"]]
    assert [row for row in found if row and row[0] == "MN A"] == []
    assert ["Tìm: mn b"] in found
    assert ["Chỉ các đơn vị có ô thiếu"] in found


def test_a_name_that_looks_like_a_formula_stays_a_name(officer: Client, period: Any) -> None:
    say(period, school("=1+1"), {column(period): {"n": 1, "d": 2}})

    sheet = book(officer, period).worksheets[0]

    (cell,) = [row[0] for row in sheet.iter_rows() if row[0].value == "=1+1"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.parametrize("size", [1, 3])
def test_the_file_asks_the_database_as_often_for_three_as_for_one(
    officer: Client, period: Any, size: int, django_assert_num_queries: Any
) -> None:
    columns = [column(period) for _ in range(size)]
    for number in range(size):
        say(period, school(f"MN {number}"), {row: {"n": 1, "d": 2} for row in columns})

    with django_assert_num_queries(9):
        book(officer, period)

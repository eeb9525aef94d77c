"""The page of the forecast: figures, assumptions, entrants, and the workbook whose formulas say the same."""

import datetime as dt
import io
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from facilities.enums import WorkKind, WorkState
from facilities.models import EntrantForecast
from schools.enums import Grade, Level, Role
from schools.models import School
from tests.factories import (
    CommuneFactory,
    EntrantForecastFactory,
    GradeFactsFactory,
    OfficeFactory,
    PeoplesCommitteeFactory,
    SchoolFactory,
    SchoolYearFactsFactory,
    WorkFactory,
    member,
)
from vietnamese.dates import school_year_of

pytestmark = pytest.mark.django_db
YEAR = school_year_of(timezone.localdate())
Login = Callable[[Any], Client]


@pytest.fixture
def officer(login_as: Login) -> Client:
    return login_as(member(OfficeFactory(), Role.OFFICER))


def told(school: School, year: int, grades: Mapping[Grade, int], **facts: Any) -> None:
    row = SchoolYearFactsFactory(school=school, school_year=year, pupils=sum(grades.values()), **facts)
    for grade, pupils in grades.items():
        GradeFactsFactory(facts=row, grade=grade, pupils=pupils, classes=1)


def a_primary(**options: Any) -> School:
    """A school whose first grade of 100 becomes a second grade of 90, with three rooms."""
    school = SchoolFactory(levels="TH", **options)
    told(school, YEAR - 1, {Grade.ONE: 100, Grade.TWO: 80})
    told(school, YEAR, {Grade.ONE: 110, Grade.TWO: 90}, rooms_permanent=2, rooms_semi_permanent=1, rooms_temporary=5)
    return school


def shown(client: Client, **query: Any) -> Any:
    answer = client.get(reverse("pupil_forecast"), query)
    assert answer.status_code == 200
    return answer


def row_of(answer: Any, label: str) -> list[int]:
    return next([pupils for pupils, _ in figures] for name, figures in answer.context["grades"] if name == label)


def test_cohorts_move_up_and_every_assumption_stands_on_the_page(officer: Client) -> None:
    a_primary()

    answer = shown(officer)

    assert row_of(answer, "Lớp 2") == [90, 99, 99, 99, 99, 99]
    text = answer.content.decode()
    assert "90,00%" in text
    assert "1/1 trường thuộc địa bàn hiện nay" in text
    assert "Mẫu giáo 5–6 tuổi – Lớp 1" in text
    assert "Số liệu chưa đầy đủ" not in text
    assert "Danh bạ chưa có số liệu sau" not in text


def test_an_old_base_year_is_named_in_a_warning(officer: Client) -> None:
    told(SchoolFactory(levels="TH"), YEAR - 2, {Grade.ONE: 100})

    assert f"Danh bạ chưa có số liệu sau năm học {YEAR - 2} - {YEAR - 1}." in shown(officer).content.decode()


def test_schools_without_figures_are_counted_in_a_warning(officer: Client) -> None:
    a_primary()
    SchoolFactory(levels="TH")

    text = shown(officer).content.decode()

    assert "Số liệu chưa đầy đủ: 1/2 trường có số theo khối" in text


def test_rooms_missing_take_account_of_class_size_rooms_and_works_in_time(officer: Client) -> None:
    school = a_primary()
    due = dt.date(YEAR + 1, 3, 31)
    WorkFactory(school=school, kind=WorkKind.NEW, rooms=2, planned_end=due)
    WorkFactory(school=school, kind=WorkKind.NEW, rooms=50, planned_end=due, state=WorkState.STOPPED)
    WorkFactory(school=school, kind=WorkKind.REPAIR, rooms=60, planned_end=due)
    WorkFactory(school=school, kind=WorkKind.NEW, rooms=4, planned_end=None)

    answer = shown(officer, th="50")

    needs = [need for need in answer.context["needs"] if need.level == Level.TH]
    # 110 and 90 pupils are 3 + 2 classes of 50; a year later 110 and 99 are as many.
    assert [(n.classes, n.existing, n.coming, n.missing) for n in needs[:2]] == [(5, 3, 0, 2), (5, 3, 2, 0)]
    assert "Chưa tính 4 phòng của công trình không ghi ngày dự kiến xong." in answer.content.decode()


def test_a_class_size_that_is_none_falls_back_to_the_norm_and_says_so(officer: Client) -> None:
    a_primary()

    answer = shown(officer, th="không")

    assert answer.context["needs"][0].classes == 4 + 3
    assert "Đang tính theo định mức." in answer.content.decode()


def test_one_commune_is_forecast_from_its_own_schools(officer: Client) -> None:
    commune = CommuneFactory()
    a_primary(commune=commune)
    a_primary()

    assert row_of(shown(officer), "Lớp 1")[0] == 220
    assert row_of(shown(officer, commune=commune.pk), "Lớp 1")[0] == 110


def test_entrants_are_written_down_with_their_source_and_taken_back(officer: Client) -> None:
    a_primary()
    address = reverse("pupil_forecast_entrants")
    entry = {f"1-{YEAR + 1}": "1.200", "1-source": "Điều tra phổ cập"}

    officer.post(address, entry)

    answer = shown(officer)
    assert row_of(answer, "Lớp 1")[1] == 1200
    assert "Điều tra phổ cập" in answer.content.decode()
    officer.post(address, {f"1-{YEAR + 1}": ""})
    assert not EntrantForecast.objects.exists()


def test_entrants_that_are_no_numbers_are_not_written_and_stay_as_typed(officer: Client) -> None:
    a_primary()

    answer = officer.post(reverse("pupil_forecast_entrants"), {f"1-{YEAR + 1}": "nhiều", f"NT-{YEAR + 1}": "30"})

    assert answer.status_code == 422
    assert 'value="nhiều"' in answer.content.decode()
    assert not EntrantForecast.objects.exists()


def test_entrants_of_a_commune_are_not_those_of_the_area(officer: Client) -> None:
    commune = CommuneFactory()
    a_primary(commune=commune)
    EntrantForecastFactory(commune=commune, school_year=YEAR + 1, grade=Grade.ONE, pupils=77)

    assert row_of(shown(officer), "Lớp 1")[1] == 110
    assert row_of(shown(officer, commune=commune.pk), "Lớp 1")[1] == 77


def test_leaders_read_and_do_not_write(login_as: Login) -> None:
    a_primary()
    leader = login_as(member(PeoplesCommitteeFactory(), Role.LEADER))

    assert "Lưu dự báo đầu vào" not in shown(leader).content.decode()
    assert leader.post(reverse("pupil_forecast_entrants"), {f"1-{YEAR + 1}": "5"}).status_code == 403


def test_without_cohorts_the_page_says_what_to_do(officer: Client) -> None:
    SchoolFactory()

    text = shown(officer).content.decode()

    assert "Danh bạ chưa có số học sinh theo khối" in text
    assert officer.get(reverse("pupil_forecast_export")).status_code == 302


def test_the_formulas_of_the_workbook_give_the_figures_of_the_page(officer: Client) -> None:
    school = a_primary()
    WorkFactory(school=school, kind=WorkKind.NEW, rooms=2, planned_end=dt.date(YEAR + 1, 3, 31))
    EntrantForecastFactory(school_year=YEAR + 2, grade=Grade.ONE, pupils=140)
    page = shown(officer)

    data = officer.get(reverse("pupil_forecast_export")).content

    book = load_workbook(io.BytesIO(data))
    pupils = {
        row[0].value: [Sums(book).value("Học sinh", cell.coordinate) for cell in row[1:]]
        for row in book["Học sinh"]["A6:G18"]
    }
    for label, figures in page.context["grades"]:
        assert pupils[label] == [count for count, _ in figures]
    missing = [Sums(book).value("Phòng học", f"G{row}") for row in range(6, 6 + len(page.context["needs"]))]
    assert missing == [need.missing for need in page.context["needs"]]


class Sums:
    """As much of Excel as the workbook of a forecast uses; another formula fails the test."""

    CELL = r"(?:'([^']+)'!)?([A-Z]\d+)"

    def __init__(self, book: Any) -> None:
        self.book = book

    def value(self, sheet: str, address: str) -> Any:
        found = self.book[sheet][address].value
        if not (isinstance(found, str) and found.startswith("=")):
            return found or 0
        cells = [self.value(page or sheet, cell) for page, cell in re.findall(self.CELL, found)]
        shape = re.sub(self.CELL, "#", found)
        if shape == "=#":
            return cells[0]
        if shape == "=IF(#=0,1,#/#)":
            return 1 if cells[0] == 0 else Fraction(cells[1], cells[2])
        if shape == "=ROUND(#*#,0)":
            return int(cells[0] * cells[1] + Fraction(1, 2))
        if shape == "=MAX(#-#-#,0)":
            return max(cells[0] - cells[1] - cells[2], 0)
        assert re.fullmatch(r"=ROUNDUP\(#/#,0\)(\+ROUNDUP\(#/#,0\))*", shape), found
        return sum(-(-pupils // size) for pupils, size in zip(cells[::2], cells[1::2], strict=True))


@pytest.mark.parametrize("schools", [1, 3])
def test_the_page_asks_as_often_for_one_school_as_for_three(
    officer: Client, schools: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(schools):
        WorkFactory(school=a_primary(), kind=WorkKind.NEW, rooms=2, planned_end=dt.date(YEAR + 1, 3, 31))
    shown(officer)

    with django_assert_num_queries(12):
        shown(officer)

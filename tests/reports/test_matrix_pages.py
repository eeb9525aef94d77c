"""The matrix as people see it: words, signs, filters in the address, and what it costs."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from plans.enums import EnteredBy
from plans.models import ReportingPeriod
from reports import matrix_table
from reports.enums import Purpose, ValueState
from reports.models import IndicatorValue, Submission
from schools.enums import OrganisationKind, Role
from schools.models import Organisation, School, SchoolAffiliation
from tests.factories import (
    CommuneFactory,
    IndicatorFactory,
    OrganisationFactory,
    PlanFactory,
    PlanIndicatorFactory,
    PlanRecipientFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    TargetFactory,
    TaskFactory,
    member,
)
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


def get(client: Client, period: ReportingPeriod, **query: Any) -> Any:
    response = client.get(reverse("period_matrix", args=[period.pk], query=query))
    assert response.status_code == 200
    return response


def text_of(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def names(response: Any) -> list[str]:
    return [shown.row.unit.name for shown in response.context["rows"]]


def cells(response: Any) -> list[list[tuple[str, str, str]]]:
    """Of each row class, text and second line of its cells."""
    return [[(cell.css, cell.text, cell.note) for cell in shown.cells] for shown in response.context["rows"]]


# -- words and signs


def test_values_with_decimal_comma_absences_in_words_and_the_figure_of_the_level(officer: Client, period: Any) -> None:
    rate = column(period, short_name="Hai buổi", decimals=2)
    small = column(period, short_name="Thấp còi", judged_at_school=False)
    TargetFactory(plan=period.plan, indicator=rate.indicator)
    say(period, school("MN A"), {rate: {"n": 1, "d": 2}, small: {"n": 1, "d": 98}})
    say(period, school("MN B"), {rate: {"n": 99, "d": 100}, small: {"state": ValueState.NOT_APPLICABLE}})
    say(period, school("MN C"), {}, "draft")

    page = get(officer, period)

    assert cells(page) == [
        [("", "50,00", ""), ("", "1/98", "")],
        [("", "99,00", ""), ("na", "không áp dụng", "")],
        [("miss", "chưa báo cáo", ""), ("miss", "chưa báo cáo", "")],
    ]
    assert [(one.text, one.coverage) for one in page.context["table"].totals] == [("98,04", "2/3"), ("1,02", "1/2")]
    for words in ("3 trường × 2 chỉ tiêu: 2 ô thiếu (chưa báo cáo 2)", "số liệu đã duyệt đến 28/02/2018", "≥ 80%"):
        assert words in text_of(page)


def test_the_view_of_lights_says_word_and_sign(officer: Client, period: Any) -> None:
    rate, free = column(period), column(period, count=True)
    TargetFactory(plan=period.plan, indicator=rate.indicator)
    first = ReportingPeriodFactory(plan=period.plan, position=2)
    units = [school("MN A"), school("MN B")]
    for unit, n in zip(units, (90, 70), strict=True):
        say(period, unit, {free: {"value": 5}})
        say(first, unit, {rate: {"n": n, "d": 100}, free: {"value": 5 if n == 90 else 7}})

    page = get(officer, first, show="light")

    assert cells(page) == [
        [("good", "● đạt", ""), ("none", "5 =", "")],
        [("bad", "■ chưa đạt", ""), ("none", "7 ↑", "")],
    ]
    assert [one.badge and one.badge.text for one in page.context["table"].totals] == ["đạt", None]


def test_stale_waiting_and_conspicuous_figures_carry_signs(officer: Client, period: Any) -> None:
    prizes = column(period, count=True, short_name="Giải", time_rule="cumulative")
    later = ReportingPeriodFactory(plan=period.plan, position=2)
    falling, stale = school("MN A"), school("MN B")
    for unit in (falling, stale):
        say(period, unit, {prizes: {"value": 14}})
    say(later, falling, {prizes: {"value": 11}}, "submitted")
    SubmissionFactory(period=later, organisation=stale)

    page = get(officer, later, provisional="1")

    assert cells(page) == [[("out", "◆ 11 ✎", "lũy kế giảm")], [("", "14 ↺", "")]]
    assert "MN A – Giải: 11: lũy kế giảm so với kỳ trước (14 trường)" in text_of(page)
    assert "◆ 1 ô bất thường, ↺ 1 ô số liệu kỳ trước" in text_of(page)
    assert "tạm tính, gồm cả báo cáo chờ duyệt" in text_of(page)


def test_the_change_against_another_period_stands_below_the_figure(officer: Client, period: Any) -> None:
    rate, unit = column(period, decimals=1), school("MN A")
    later = ReportingPeriodFactory(plan=period.plan, position=2)
    say(period, unit, {rate: {"n": 1, "d": 2}})
    say(later, unit, {rate: {"n": 3, "d": 4}})

    page = get(officer, later, against=period.pk)

    assert cells(page) == [[("", "75,0", "▲ 25,0")]]
    assert "▲ ▼ = so với kỳ 3 tháng (2018)" in text_of(page)


# -- what the address narrows down


def test_only_keeps_the_rows_concerned(officer: Client, period: Any) -> None:
    rate = column(period)
    say(period, school("MN A"), {rate: {"n": 1, "d": 2}})
    say(period, school("MN B"), {})

    page = get(officer, period, only="missing")

    assert names(page) == ["MN B"]
    assert "Đang xem 1 đơn vị có ô thiếu." in text_of(page)
    assert "2 trường × 1 chỉ tiêu" in text_of(page)
    assert '<a href="?only=missing">1 ô thiếu</a>' in get(officer, period).content.decode()


def test_words_are_found_without_diacritics_and_rows_stay_in_the_order_of_names(officer: Client, period: Any) -> None:
    rate = column(period)
    for name in ("MN Cẩm Vũ", "MN Đức Chính", "MN Ân Cẩm Vũ"):
        say(period, school(name), {rate: {"n": 1, "d": 2}})

    assert names(get(officer, period, q="cam vu")) == ["MN Ân Cẩm Vũ", "MN Cẩm Vũ"]
    assert "Không có đơn vị nào khớp bộ lọc" in text_of(get(officer, period, q="thạch"))


def test_level_commune_and_task_come_from_the_address(officer: Client, period: Any) -> None:
    commune = CommuneFactory()
    task = TaskFactory(plan=period.plan)
    kept = PlanIndicatorFactory(plan=period.plan, task=task)
    column(period)
    say(period, school("TH A", levels="TH", commune=commune), {kept: {"n": 1, "d": 2}})
    say(period, school("TH B", levels="TH"), {kept: {"n": 1, "d": 2}})
    say(period, school("MN C"), {kept: {"n": 1, "d": 2}})

    page = get(officer, period, level="TH", commune=commune.pk, task=task.pk)

    assert (names(page), len(page.context["table"].columns)) == (["TH A"], 1)
    assert [(tab.label, tab.is_current) for tab in page.context["bar"].tabs] == [("Mầm non", False), ("Tiểu học", True)]


@pytest.mark.parametrize("query", [{"level": "XX"}, {"commune": "9" * 30}, {"against": "abc"}, {"task": "0"}])
def test_what_the_address_says_wrongly_is_left_out_and_told(officer: Client, period: Any, query: Any) -> None:
    say(period, school("MN A"), {column(period): {"n": 1, "d": 2}})

    page = get(officer, period, show="x", only="x", page="x", **query)

    assert names(page) == ["MN A"]
    assert "Đã bỏ qua điều kiện" in text_of(page)


def test_units_that_are_no_schools(officer: Client, period: Any) -> None:
    inspections = column(period, short_name="Cuộc kiểm tra", entered_by=EnteredBy.OFFICE, count=True)
    say(period, school("MN A"), {column(period): {"n": 1, "d": 2}})
    sheet = say(period, period.plan.receiver, {inspections: {"value": 3}})
    Submission.objects.filter(pk=sheet.pk).update(purpose=Purpose.FIGURES)

    assert "Cơ quan, địa bàn" in text_of(get(officer, period))
    page = get(officer, period, units="other")

    assert (names(page), cells(page)) == ([period.plan.receiver.short_name], [[("", "3", "")]])


def test_a_plan_without_a_grid_says_so(officer: Client, period: Any) -> None:
    SubmissionFactory(period=period, organisation=OrganisationFactory(kind=OrganisationKind.PARTY_BODY))

    assert "không có chỉ tiêu nào giao cho đơn vị" in text_of(get(officer, period))


def test_cells_lead_to_their_history(officer: Client, period: Any) -> None:
    rate, unit = column(period, code="B90", decimals=0), school("MN A")
    say(period, unit, {rate: {"n": 1, "d": 2}})

    assert f'<a href="{unit.pk}/B90/">50</a>' in get(officer, period).content.decode()
    assert officer.get(f"{reverse('period_matrix', args=[period.pk])}{unit.pk}/B90/").status_code == 200


# -- cost


def many(period: ReportingPeriod, number: int, indicators: int) -> None:
    """So many kindergartens, each with every figure in four periods."""
    periods = [period, *(ReportingPeriodFactory(plan=period.plan, position=position) for position in (2, 3, 4))]
    rows = [PlanIndicatorFactory(plan=period.plan, indicator=IndicatorFactory(levels="MN")) for _ in range(indicators)]
    for row in rows:
        TargetFactory(plan=period.plan, indicator=row.indicator)
    commune = CommuneFactory()
    bodies = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.SCHOOL,
            code=f"S{n:04}",
            name=f"Trường Mầm non {n:04}",
            short_name=f"Mầm non {n:04}",
            sort_key=f"{n:04}",
            search_key=f"mam non {n:04}",
        )
        for n in range(number)
    )
    schools = School.objects.bulk_create(School(organisation=body, levels="MN") for body in bodies)
    SchoolAffiliation.objects.bulk_create(SchoolAffiliation(school=one, commune=commune) for one in schools)
    at = dt.datetime(2018, 3, 1, tzinfo=dt.UTC)
    sent = {"status": "accepted", "revision": 1, "first_submitted_at": at, "submitted_at": at, "accepted_at": at}
    reports = Submission.objects.bulk_create(
        Submission(period=one, organisation=body, **sent) for one in periods for body in bodies
    )
    IndicatorValue.objects.bulk_create(
        (
            IndicatorValue(
                submission=report,
                plan_indicator=row,
                state=ValueState.GIVEN,
                numerator=report.organisation_id % 7 + report.period.position,
                denominator=100,
            )
            for report in reports
            for row in rows
        ),
        batch_size=2000,
    )


@pytest.mark.parametrize("number", [1, 3, 60, 600])
def test_the_matrix_takes_the_same_queries_for_any_number_of_schools(
    officer: Client, period: Any, number: int, django_assert_num_queries: Any
) -> None:
    many(period, number, indicators=2 if number == 600 else 6)
    get(officer, period)

    with django_assert_num_queries(10):
        page = get(officer, period, show="light", provisional="1")

    assert page.context["page"].paginator.count == number


@pytest.mark.parametrize("indicators", [1, 3])
def test_observers_cost_one_query_more_and_columns_none(
    login_as: Callable[[Any], Client], period: Any, indicators: int, django_assert_num_queries: Any
) -> None:
    many(period, 3, indicators)
    client = login_as(member(PlanRecipientFactory(plan=period.plan).organisation, Role.OBSERVER))
    get(client, period)

    with django_assert_num_queries(11):
        get(client, period)


@pytest.mark.parametrize("query", [{}, {"show": "light"}, {"against": "2"}])
def test_a_page_of_a_large_level_stays_light(officer: Client, period: Any, query: Any) -> None:
    many(period, 60, indicators=22)
    last = period.plan.periods.get(position=4)
    chosen = {"against": period.pk} if "against" in query else query

    page = get(officer, last, **chosen)

    assert len(names(page)) == matrix_table.CELLS_ON_PAGE // 22
    assert len(page.content) < 60_000
    assert "Trang 1/" in text_of(page)


def test_a_page_full_of_absences_stays_light(officer: Client, period: Any) -> None:
    many(period, 30, indicators=22)
    Submission.objects.update(status="not_started", accepted_at=None)

    assert len(get(officer, period).content) < 60_000

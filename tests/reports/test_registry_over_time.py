"""A school merged in December 2019 stays in the figures of 2018, and nobody expects it afterwards."""

import datetime as dt
import io
from fractions import Fraction

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from plans.models import PlanReporter
from reports.models import Submission
from reports.queries.completeness import all_units, by_commune, completeness
from reports.queries.figures import period_figures
from reports.services.opening import open_period
from schools.changes import Intent, NewBody
from schools.enums import ChangeKind, Role
from schools.models import Organisation, School
from schools.services.changing.carrying_out import carry_out
from schools.services.changing.preview import consequences_of
from tests.factories import (
    CommuneFactory,
    PlanFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    TargetFactory,
    member,
)
from tests.reports.matrices import cell, column, matrix, say, school

pytestmark = pytest.mark.django_db

DAY = dt.date(2019, 12, 1)
NOW = dt.datetime(2020, 2, 3, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _two_years_later():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def places():
    return CommuneFactory(short_name="Cẩm Định"), CommuneFactory(short_name="Cẩm Sơn")


@pytest.fixture
def told(places):
    """The first period of 2018 with one figure of three schools: 8 of 10, 6 of 10 and 5 of 10."""
    period = ReportingPeriodFactory(plan=PlanFactory(year=2018))
    rate = column(period)
    for name, place, number in (("MN Cẩm Định", 0, 8), ("MN Cẩm Sơn", 1, 6), ("MN Khác", 1, 5)):
        say(period, school(name, commune=places[place]), {rate: {"n": number, "d": 10}})
    return period, rate


def _merge(*names, commune):
    """The schools become MN Định Sơn; so do their communes, which bring the third school along."""
    bodies = {body.short_name: body for body in Organisation.objects.filter(short_name__in=names)}
    new = NewBody("mn-dinh-son", "Trường Mầm non Định Sơn", "MN Định Sơn", "MN", commune)
    sources = tuple(bodies[name] for name in names)
    return carry_out(intent=Intent(ChangeKind.MERGED, "school", DAY, sources=sources, new=(new,)), by=None)


@pytest.fixture
def merged(told, places):
    new = NewBody("10918", "Xã Định Sơn", "Định Sơn")
    carry_out(intent=Intent(ChangeKind.MERGED, "commune", DAY, sources=places, new=(new,)), by=None)
    home = Organisation.objects.get(short_name="Định Sơn")
    return _merge("MN Cẩm Định", "MN Cẩm Sơn", commune=home)


def test_the_figures_of_2018_keep_the_schools_and_their_communes(told, merged):
    period, rate = told

    found = matrix(period)
    old = Organisation.objects.get(short_name="MN Cẩm Định")
    rows = by_commune(all_units(period), today=period.deadline_on)

    assert [row.unit.name for row in found.rows] == ["MN Cẩm Định", "MN Cẩm Sơn", "MN Khác"]
    assert cell(found, old, rate.indicator).value == 80
    assert [(row.name, row.completeness.expected) for row in rows] == [("Cẩm Định", 1), ("Cẩm Sơn", 2)]


def test_the_sum_and_the_completeness_of_2018_do_not_move(told, places):
    period, rate = told
    TargetFactory(plan=period.plan, indicator=rate.indicator)
    before = (completeness(period), _sum(period, rate))

    home = CommuneFactory(short_name="Định Sơn")
    _merge("MN Cẩm Định", "MN Cẩm Sơn", commune=home)

    assert (completeness(period), _sum(period, rate)) == before
    assert before[1][0] == Fraction(190, 3)


def _sum(period, rate):
    (target,) = period_figures(period).targets
    return target.actual, target.actual_text


@pytest.mark.parametrize("page", ["period_board", "period_matrix", "period_results"])
def test_pages_of_2018_still_name_the_school(login_as, told, merged, page):
    period, rate = told
    query = {"indicator": rate.indicator.code} if page == "period_results" else {}

    response = login_as(member(period.plan.receiver, Role.OFFICER)).get(reverse(page, args=[period.pk], query=query))

    assert "MN Cẩm Định" in response.content.decode()
    assert "MN Định Sơn" not in response.content.decode()


def test_the_list_and_the_export_of_today_show_who_came_of_it(login_as, told, merged):
    client = login_as(member(told[0].plan.receiver, Role.OFFICER))

    page = client.get(reverse("school_list"))
    book = load_workbook(io.BytesIO(client.get(reverse("school_list_export")).getvalue()))
    cells = {str(cell.value) for row in book.active.iter_rows() for cell in row}

    assert [one.organisation.short_name for one in page.context["schools"]] == ["MN Định Sơn", "MN Khác"]
    assert {"MN Định Sơn", "Định Sơn"} <= cells
    assert not {"MN Cẩm Định", "MN Cẩm Sơn", "Cẩm Sơn"} & cells
    assert set(School.objects.belonging(dt.date(2018, 6, 1)).values_list("organisation__short_name", flat=True)) == {
        "MN Cẩm Định",
        "MN Cẩm Sơn",
        "MN Khác",
    }


def _plan_of_2020():
    plan = PlanFactory(year=2020)
    days = {"data_from": dt.date(2020, 1, 1), "data_to": dt.date(2020, 2, 29)}
    for body in Organisation.objects.filter(short_name__in=["MN Cẩm Định", "MN Khác"]):
        PlanReporter.objects.create(plan=plan, organisation=body)
    return plan, ReportingPeriodFactory(plan=plan, **days)


def test_a_period_of_2020_expects_the_heir_and_not_those_before_it(told, places):
    _, period = _plan_of_2020()
    _merge("MN Cẩm Định", "MN Cẩm Sơn", commune=places[0])

    open_period(period=period)

    names = Submission.objects.filter(period=period).values_list("organisation__short_name", flat=True)
    assert set(names) == {"MN Định Sơn", "MN Khác"}


def test_a_period_before_the_merger_that_opens_late_expects_those_of_then(told, places):
    plan, _ = _plan_of_2020()
    early = ReportingPeriodFactory(plan=plan, position=2, data_from=dt.date(2019, 9, 1), data_to=dt.date(2019, 11, 30))
    _merge("MN Cẩm Định", "MN Cẩm Sơn", commune=places[0])

    open_period(period=early)

    names = Submission.objects.filter(period=early).values_list("organisation__short_name", flat=True)
    assert set(names) == {"MN Cẩm Định", "MN Khác"}


def test_reports_nobody_has_sent_are_named_in_the_preview(told, places):
    body = Organisation.objects.get(short_name="MN Cẩm Định")
    SubmissionFactory(period=ReportingPeriodFactory(plan=told[0].plan, position=2, label="6 tháng"), organisation=body)

    said = consequences_of(Intent(ChangeKind.CLOSED, "school", DAY, sources=(body,)))

    assert any("MN Cẩm Định còn báo cáo chưa gửi (6 tháng)" in text for text in said)

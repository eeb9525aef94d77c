"""The units behind a figure: footing, reason, version, order, and a sum that is the figure."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from reports.models import IndicatorValue
from reports.queries.figures import period_figures
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    NationalStandardFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
    member,
)
from tests.reports.kit import registry_target, report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_first_deadline():
    with time_machine.travel(dt.datetime(2018, 3, 13, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def plan():
    return PlanFactory()


@pytest.fixture
def periods(plan):
    return [
        ReportingPeriodFactory(plan=plan, position=position, label=label)
        for position, label in ((1, "3 tháng"), (2, "6 tháng"))
    ]


@pytest.fixture
def target(plan):
    return TargetFactory(plan=plan, indicator=IndicatorFactory(code="B90"))


@pytest.fixture
def head(login_as, plan):
    return login_as(member(plan.receiver, Role.HEAD))


def opened(client, period, code="B90", **query):
    response = client.get(reverse("period_results", args=[period.pk], query={"indicator": code, **query}))
    assert response.status_code == 200
    return response


def named(name, **options):
    return SchoolFactory(name=name, **options).organisation


@pytest.fixture
def everybody(periods, target):
    """One school on every footing."""
    first, second = periods
    report(second, target, named("A"), n=8, d=10)
    report(second, target, named("B"), status="submitted", n=1, d=10)
    stale = named("C")
    report(first, target, stale, n=5, d=10)
    SubmissionFactory(period=second, organisation=stale, draft=True)
    report(second, target, named("D"), state="not_applicable")
    report(second, target, named("E"), state="not_available")
    report(second, target, named("F"), state="missing")
    report(second, target, named("G"), status="returned", n=9, d=9)
    return second


def test_official_footing(head, everybody):
    response = opened(head, everybody)

    assert [(row.name, row.value_text, row.badge.text, row.reason) for row in response.context["rows"]] == [
        ("A", "80,00%", "Đã duyệt", ""),
        ("B", "", "Chưa có", "chờ duyệt, chưa tính"),
        ("C", "50,00%", "Số liệu kỳ trước", "kỳ 3 tháng; kỳ này nháp"),
        ("D", "", "Không áp dụng", ""),
        ("E", "", "Chưa có", "báo cáo ghi chưa có số liệu"),
        ("F", "", "Chưa có", "báo cáo để trống"),
        ("G", "", "Chưa có", "yêu cầu bổ sung"),
    ]


@pytest.mark.parametrize("provisional", [False, True])
def test_the_sum_is_the_figure_of_the_page(head, everybody, provisional):
    (figure,) = period_figures(everybody, provisional=provisional).targets

    table = opened(head, everybody, **({"provisional": 1} if provisional else {})).context["table"]

    assert table.figures.total == figure.total
    assert table.figures.due == figure.due
    assert table.sum_text == {False: "65,00%", True: "46,67%"}[provisional]


def test_what_waits_is_told_apart(head, everybody):
    rows = {row.name: row for row in opened(head, everybody, provisional=1).context["rows"]}

    assert (rows["B"].value_text, rows["B"].badge.text) == ("10,00%", "Tạm tính, chờ duyệt")
    assert rows["A"].badge.text == "Đã duyệt"


def test_note_and_version_come_with_the_number(head, everybody):
    value = IndicatorValue.objects.get(submission__organisation__name="A")
    IndicatorValue.objects.filter(pk=value.pk).update(note="Theo sổ theo dõi")
    type(value.submission).objects.filter(pk=value.submission_id).update(revision=2)

    page = opened(head, everybody).content.decode()

    assert "Theo sổ theo dõi" in page
    assert f'<a href="{reverse("submission_versions", args=[value.submission_id])}">lần 2</a>' in page


@pytest.mark.parametrize(
    ("sort", "order"),
    [("name", "ABCDEFG"), ("-name", "GFEDCBA"), ("value", "CABDEFG"), ("-value", "ACBDEFG"), ("x", "ABCDEFG")],
)
def test_sorting_keeps_what_has_no_value_last(head, everybody, sort, order):
    assert "".join(row.name for row in opened(head, everybody, sort=sort).context["rows"]) == order


def test_a_tracked_indicator_is_opened_too(head, plan, periods):
    row = PlanIndicatorFactory(plan=plan, indicator=IndicatorFactory(code="T01", short_name="Theo dõi"))
    report(periods[0], TargetFactory.build(indicator=row.indicator), named("A"), n=1, d=2)

    assert [row.value_text for row in opened(head, periods[0], "T01").context["rows"]] == ["50,00%"]


class TestComputed:
    def test_schools_with_their_recognition(self, head, plan, periods):
        registry_target(plan, "B03")
        valid = SchoolFactory(name="Đạt")
        NationalStandardFactory(school=valid, recognised_on=dt.date(2015, 3, 18), recheck_due_on=dt.date(2020, 3, 18))
        old = SchoolFactory(name="Hết hạn")
        NationalStandardFactory(school=old, recognised_on=dt.date(2012, 1, 9), recheck_due_on=dt.date(2017, 1, 9))

        response = opened(head, periods[0], "B03")

        assert [(row.name, row.counts, row.ground) for row in response.context["rows"]] == [
            ("Đạt", True, "Công nhận 18/03/2015; còn hiệu lực, hạn kiểm tra lại 18/03/2020"),
            ("Hết hạn", False, "Công nhận 09/01/2012; đã hết hiệu lực, hạn kiểm tra lại 09/01/2017"),
        ]
        assert response.context["table"].sum_text == "50,00%"
        day = periods[0].data_to
        assert f"{reverse('standard_list')}?on={day:%d/%m/%Y}" in response.content.decode()

    def test_reports_with_the_day_they_came(self, head, plan, periods):
        registry_target(plan, "B74")
        SubmissionFactory(period=periods[0], organisation=named("Đúng"), accepted=True)
        SubmissionFactory(period=periods[0], organisation=named("Muộn"), accepted=True, days_late=4)
        SubmissionFactory(period=periods[0], organisation=named("Thiếu"))
        (figure,) = period_figures(periods[0]).targets

        table = opened(head, periods[0], "B74").context["table"]

        grounds = {row.name: row.ground.split(";")[0].split(", ")[-1] for row in table.rows}
        assert grounds == {"Đúng": "đúng hạn", "Muộn": "muộn 4 ngày", "Thiếu": "Chưa nộp"}
        assert (table.counting, len(table.all_rows)) == (figure.numerator, figure.denominator)

    @pytest.mark.parametrize("code", ["B01", "B03", "C03", "B51", "B52"])
    def test_parts_make_the_figure(self, head, plan, periods, code):
        registry_target(plan, code)
        for day in (dt.date(2013, 2, 1), dt.date(2018, 1, 20)):
            NationalStandardFactory(recognised_on=day, recheck_due_on=day.replace(year=day.year + 5))
        SchoolFactory()
        (figure,) = period_figures(periods[0]).targets

        assert opened(head, periods[0], code).context["table"].sum_text == figure.actual_text

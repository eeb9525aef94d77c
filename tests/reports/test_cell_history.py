"""Behind a cell of the matrix: one school, one indicator, every period and every version that changed the figure."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from plans.enums import EnteredBy
from plans.models import PlanIndicator, ReportingPeriod
from plans.revisions import content_of
from reports.enums import Action
from reports.models import Submission
from reports.queries.figures import period_figures
from schools.enums import Role
from tests.factories import (
    PlanFactory,
    PlanRevisionFactory,
    ReportingPeriodFactory,
    SubmissionEventFactory,
    SubmissionFactory,
    SubmissionVersionFactory,
    TargetFactory,
    UserFactory,
    member,
)
from tests.reports.matrices import column, say, school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _after_the_first_deadline() -> Iterator[None]:
    with time_machine.travel(dt.datetime(2018, 6, 13, 9, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def period() -> Any:
    return ReportingPeriodFactory(plan=PlanFactory(title="Nhiệm vụ năm nay"))


@pytest.fixture
def officer(period: Any, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(period.plan.receiver, Role.OFFICER))


def url(period: ReportingPeriod, unit: Any, code: str) -> str:
    return reverse("period_cell", args=[period.pk, unit.pk, code])


def page_of(client: Client, period: ReportingPeriod, unit: Any, row: PlanIndicator) -> Any:
    response = client.get(url(period, unit, row.indicator.code))
    assert response.status_code == 200
    return response


def text_of(response: Any) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


def version(report: Submission, row: PlanIndicator, number: int, **told: Any) -> Any:
    """The report as it was sent for the nth time; `told` is the indicator's part of it."""
    entry = {"code": row.indicator.code, "state": "given", "numerator": None, "denominator": None, "value": None}
    return SubmissionVersionFactory(
        submission=report,
        revision=number,
        content={"figures": [{**entry, "note": "", "justification": "", **told}]},
        created_by=UserFactory(full_name="Lê Văn Nộp"),
    )


# -- what is shown


def test_every_period_with_figure_note_target_and_the_figure_of_the_area(officer: Client, period: Any) -> None:
    rate, unit = column(period, code="B90", decimals=1), school("MN A")
    TargetFactory(plan=period.plan, indicator=rate.indicator, value=60)
    second = ReportingPeriodFactory(plan=period.plan, position=2)
    first_report = say(period, unit, {rate: {"n": 1, "d": 2}})
    version(first_report, rate, 1, numerator="1", denominator="2", note="Đếm tay", justification="Ít trẻ")
    head = UserFactory(full_name="Đỗ Thị Duyệt")
    SubmissionEventFactory(
        submission=first_report, action=Action.ACCEPT, from_status="submitted", to_status="accepted", by=head
    )
    say(second, unit, {rate: {"n": 3, "d": 4}}, "submitted")
    other = school("MN B")
    say(period, other, {rate: {"n": 99, "d": 100}})
    SubmissionFactory(period=second, organisation=other)

    page = page_of(officer, second, unit, rate)

    rows = page.context["rows"]
    assert [(row.name, row.text, row.parts, row.target) for row in rows] == [
        ("3 tháng", "50,0%", "1/2", "≥ 60%"),
        ("6 tháng", "75,0%", "3/4", "≥ 60%"),
    ]
    assert [row.badge.text for row in rows] == ["Chưa đạt", "Đạt"]
    assert [(row.area, row.coverage) for row in rows] == [("98,0%", "2/2"), ("98,0%", "2/2")]
    for words in ("Đếm tay", "Giải trình: Ít trẻ", "Đỗ Thị Duyệt", "chờ duyệt", "Lê Văn Nộp"):
        assert words in text_of(page)


def test_the_figure_of_the_area_is_that_of_the_targets_page(officer: Client, period: Any) -> None:
    rate, units = column(period, decimals=2), [school("MN A"), school("MN B"), school("MN C")]
    TargetFactory(plan=period.plan, indicator=rate.indicator)
    second = ReportingPeriodFactory(plan=period.plan, position=2)
    for unit, n in zip(units, (10, 20, 30), strict=True):
        say(period, unit, {rate: {"n": n, "d": 100}})
        say(second, unit, {rate: {"n": n + 5, "d": 100}}, "submitted" if n == 30 else "accepted")

    rows = page_of(officer, second, units[0], rate).context["rows"]

    (target,) = period_figures(second).targets
    assert [row.row.area.actual for row in rows] == [value for _, value in target.trend]
    assert (rows[-1].area, rows[-1].coverage) == (target.actual_text, f"{target.reporting}/{target.due}")


def test_versions_that_changed_the_figure_are_told(officer: Client, period: Any) -> None:
    rate, unit = column(period, decimals=1), school("MN A")
    report = say(period, unit, {rate: {"n": 3, "d": 4}})
    version(report, rate, 1, numerator="1", denominator="2")
    version(report, rate, 2, numerator="1", denominator="2", note="Sửa lời văn")
    version(report, rate, 3, numerator="3", denominator="4")

    (row,) = page_of(officer, period, unit, rate).context["rows"]

    assert [(shown.told.number, shown.text) for shown in row.versions] == [(1, "50,0%"), (3, "75,0%")]
    assert row.sendings == 3


def test_what_is_being_written_is_not_shown(officer: Client, period: Any) -> None:
    rate, draft, returned = column(period), school("MN A"), school("MN B")
    say(period, draft, {rate: {"n": 77, "d": 99}}, "draft")
    report = say(period, returned, {rate: {"n": 88, "d": 99}}, "returned")
    version(report, rate, 1, numerator="9", denominator="99")

    pages = [text_of(page_of(officer, period, unit, rate)) for unit in (draft, returned)]

    assert "chưa báo cáo" in pages[0]
    assert "77/99" not in pages[0]
    assert "đang bổ sung" in pages[1]
    assert "Lần 1" in pages[1]
    assert "88/99" not in pages[1]


def test_counts_are_told_where_one_case_would_decide(officer: Client, period: Any) -> None:
    rate, unit = column(period, judged_at_school=False, short_name="Thấp còi"), school("MN A")
    TargetFactory(plan=period.plan, indicator=rate.indicator, operator="<", value="1.02")
    say(period, unit, {rate: {"n": 1, "d": 98}})

    (row,) = page_of(officer, period, unit, rate).context["rows"]

    assert (row.text, row.badge.text) == ("1/98", "Chỉ nêu số lượng")


def test_the_same_periods_of_last_year_come_first(officer: Client, period: Any) -> None:
    rate, unit = column(period, decimals=0), school("MN A")
    last_year = ReportingPeriodFactory(plan=PlanFactory(issuer=period.plan.issuer, year=2017))
    row = PlanIndicator.objects.create(plan=last_year.plan, indicator=rate.indicator)
    say(last_year, unit, {row: {"n": 1, "d": 4}})
    say(period, unit, {rate: {"n": 1, "d": 2}})

    page = page_of(officer, period, unit, rate)

    assert [(one.name, one.text) for one in page.context["rows"]] == [("3 tháng 2017", "25%"), ("3 tháng", "50%")]
    assert "<svg" in page.content.decode()


def test_the_target_is_that_of_the_revision_the_report_was_sent_under(officer: Client, period: Any) -> None:
    rate, unit = column(period), school("MN A")
    target = TargetFactory(plan=period.plan, indicator=rate.indicator, value=40)
    report = say(period, unit, {rate: {"n": 1, "d": 2}})
    sent = version(report, rate, 1, numerator="1", denominator="2")
    revision = PlanRevisionFactory(plan=period.plan, content=content_of(period.plan))
    type(sent).objects.filter(pk=sent.pk).update(plan_revision=revision)
    type(target).objects.filter(pk=target.pk).update(value=99)

    (row,) = page_of(officer, period, unit, rate).context["rows"]

    assert (row.target, row.badge.text) == ("≥ 40%", "Đạt")


def test_what_stands_out_is_said_in_words(officer: Client, period: Any) -> None:
    rate, odd = column(period, decimals=0), school("MN Z")
    say(period, odd, {rate: {"n": 90, "d": 100}})
    for number in range(8):
        say(period, school(f"MN {number}"), {rate: {"n": 20 + number, "d": 100}})

    (row,) = page_of(officer, period, odd, rate).context["rows"]

    assert row.findings == ["cao hơn hẳn các đơn vị khác (thường từ 16% đến 32%)"]


# -- who sees what


def test_a_unit_that_is_not_asked_has_no_such_cell(officer: Client, period: Any) -> None:
    rate, other_level = column(period, levels="MN"), column(period, levels="TH")
    office = column(period, entered_by=EnteredBy.OFFICE)
    unit, stranger = school("MN A"), school("MN B")
    say(period, unit, {rate: {"n": 1, "d": 2}})

    asked = [(unit, rate.indicator.code), (unit, other_level.indicator.code), (unit, office.indicator.code)]
    codes = [
        officer.get(url(period, *pair)).status_code for pair in (*asked, (unit, "X"), (stranger, rate.indicator.code))
    ]

    assert codes == [200, 404, 404, 404, 404]


def test_leaders_see_the_figure_but_no_link_into_reports(login_as: Callable[[Any], Client], period: Any) -> None:
    rate, unit = column(period), school("MN A")
    report = say(period, unit, {rate: {"n": 1, "d": 2}})
    link = reverse("submission_review", args=[report.pk])

    leader = page_of(login_as(member(period.plan.forwarded_to, Role.LEADER)), period, unit, rate)
    officer = page_of(login_as(member(period.plan.receiver, Role.OFFICER)), period, unit, rate)

    assert [link in page.content.decode() for page in (leader, officer)] == [False, True]


# -- cost


@pytest.mark.parametrize("size", [1, 3])
def test_a_cell_asks_the_database_as_often_for_three_as_for_one(
    officer: Client, period: Any, size: int, django_assert_num_queries: Any
) -> None:
    rate, unit = column(period), school("MN A")
    for position in range(1, size + 1):
        one = ReportingPeriodFactory(plan=period.plan, position=position)
        report = say(one, unit, {rate: {"n": position, "d": 9}})
        for number in range(1, size + 1):
            version(report, rate, number, numerator=str(number), denominator="9")
        for number in range(size):
            say(one, school(f"MN {position}{number}"), {rate: {"n": 1, "d": 2}})
    page_of(officer, period, unit, rate)

    with django_assert_num_queries(11):
        page_of(officer, period, unit, rate)

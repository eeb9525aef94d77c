"""The list of summaries: what readers and the desk find there, filtered, exported, and marked when replaced."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from reports.models import SummaryReport
from reports.services.finalising import finalise
from reports.services.publishing import publish
from reports.services.registering import number_summary
from reports.services.replacing import correct
from schools.enums import Role
from tests.factories import ReportingPeriodFactory, SummaryReportFactory, member
from tests.reports.lives import Life, begin

pytestmark = pytest.mark.django_db
LoginAs = Callable[[Any], Client]


@pytest.fixture
def life() -> Life:
    return begin()


def listed(client: Client, **query: str) -> list[SummaryReport]:
    answer = client.get(reverse("summary_list"), query)
    assert answer.status_code == 200
    return [line.summary for line in answer.context["lines"]]


def page(client: Client) -> str:
    return " ".join(client.get(reverse("summary_list")).content.decode().split())


def replaced(life: Life) -> SummaryReport:
    draft = correct(summary=life.published(5), by=life.officer, reason="Sai số liệu")
    finalise(summary=draft, by=life.head)
    number_summary(summary=draft, by=life.clerk, number=6, issued_on=timezone.localdate())
    return publish(summary=draft, by=life.clerk)


def test_readers_find_what_is_published_to_them_and_nothing_else(life: Life, login_as: LoginAs) -> None:
    SummaryReportFactory(published=True)
    SummaryReportFactory(period=ReportingPeriodFactory(plan=life.summary.period.plan, position=3), finalised=True)
    client = login_as(life.leader)
    assert listed(client) == []
    assert "Chưa có báo cáo tổng hợp nào được phát hành." in page(client)

    life.published()

    assert listed(client) == [life.summary]
    shown = page(client)
    for name in ("summary_pdf", "summary_word", "summary_excel"):
        assert f'href="{reverse(name, args=[life.summary.pk])}"' in shown
    assert "Số 05/BC ngày" in shown


def test_the_desk_finds_every_revision_with_its_state(life: Life, login_as: LoginAs) -> None:
    client = login_as(life.clerk)
    assert listed(client) == [life.summary]
    assert "Dự thảo</span>" in page(client)
    life.finalised()
    assert "Chờ ghi số, ngày</span>" in page(client)
    number_summary(summary=life.summary, by=life.clerk, number=5, issued_on=timezone.localdate())
    assert "Chờ phát hành</span>" in page(client)
    publish(summary=life.summary, by=life.clerk)
    assert "Đã phát hành</span>" in page(client)


def test_a_replaced_one_stays_readable_and_is_marked(life: Life, login_as: LoginAs) -> None:
    second = replaced(life)
    client = login_as(life.leader)

    assert listed(client) == [second, life.summary]
    shown = page(client)
    assert shown.count("Đã được thay thế</span>") == 1
    assert "bằng số 06/BC ngày" in shown
    assert "Thay thế số 05/BC ngày" in shown
    assert client.get(reverse("summary_pdf", args=[life.summary.pk])).status_code == 302  # still being made


def test_while_its_correction_is_in_the_making_it_is_not_marked(life: Life, login_as: LoginAs) -> None:
    draft = correct(summary=life.published(5), by=life.officer, reason="Sai số liệu")
    finalise(summary=draft, by=life.head)

    assert "thay thế" not in page(login_as(life.leader))


def test_filters_by_plan_year_and_state(life: Life, login_as: LoginAs) -> None:
    plan = life.summary.period.plan
    later = SummaryReportFactory(period__plan__receiver=plan.receiver, period__plan__year=plan.year + 1)
    second = replaced(life)
    client = login_as(life.officer)

    assert listed(client) == [later, second, life.summary]
    assert listed(client, plan=str(plan.pk)) == [second, life.summary]
    assert listed(client, year=str(plan.year + 1)) == [later]
    assert listed(client, state="replaced") == [life.summary]
    assert listed(client, state="published") == [second]
    assert listed(client, state="draft") == [later]
    assert (
        "Không có báo cáo nào khớp bộ lọc."
        in client.get(reverse("summary_list"), {"state": "finalised"}).content.decode()
    )


def test_export_holds_the_filtered_list(life: Life, login_as: LoginAs) -> None:
    replaced(life)

    answer = login_as(life.leader).get(reverse("summary_list_export"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(index for index, row in enumerate(rows) if row[0] == "Báo cáo")

    assert [[*row[2:4], row[5]] for row in rows[head + 1 :]] == [
        [2, "06/BC", "Đã phát hành"],
        [1, "05/BC", "Đã được thay thế"],
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_needs_as_many_queries_for_three_as_for_one(
    life: Life, login_as: LoginAs, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        period = ReportingPeriodFactory(plan__forwarded_to=life.summary.period.plan.forwarded_to)
        first = SummaryReportFactory(period=period, published=True)
        SummaryReportFactory(period=period, revision=2, replaces=first, reason="Sai", published=True)
    client = login_as(life.leader)
    client.get(reverse("summary_list"))

    with django_assert_num_queries(8):
        client.get(reverse("summary_list"))


def test_everybody_else_finds_an_empty_list(life: Life, login_as: LoginAs) -> None:
    life.published()
    school = life.summary.period.submissions.get().organisation

    assert listed(login_as(member(school, Role.PRINCIPAL))) == []

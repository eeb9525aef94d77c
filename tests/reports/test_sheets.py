"""Sheets of many reports at once say the same as the sheet of each."""

from typing import Any

import pytest

from plans.enums import SectionKind
from reports.checks import check_sheet, warnings_of
from reports.models import Submission
from reports.queries.sheet import load_sheet
from reports.queries.sheets import load_sheets
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    OrganisationFactory,
    OutlineSectionFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SectionEntryFactory,
    SubmissionFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
LONG = (
    "Nhà trường tiếp tục thực hiện nghiêm túc các nội dung của kế hoạch, không có gì thay đổi so với kỳ trước đã báo."
)


def read(*submissions: Submission) -> list[Submission]:
    rows = Submission.objects.filter(pk__in=[row.pk for row in submissions])
    return list(rows.select_related("organisation__school", "period__plan").order_by("pk"))


@pytest.fixture
def reports() -> list[Submission]:
    """Second reports: one that fell and repeats its text, one of another level, one quiet, one of no school."""
    first = ReportingPeriodFactory()
    plan = first.plan
    second = ReportingPeriodFactory(plan=plan, position=2)
    total = PlanIndicatorFactory(plan=plan, indicator=IndicatorFactory(count=True, time_rule="cumulative"))
    secondary = PlanIndicatorFactory(plan=plan, indicator=IndicatorFactory(levels="THCS", change_bound_percent=10))
    TargetFactory(plan=plan, indicator=total.indicator, value=80)
    TargetFactory(indicator=secondary.indicator, value=1)  # of another plan
    text = OutlineSectionFactory(plan=plan, code="I", kind=SectionKind.TEXT)
    OutlineSectionFactory(plan=plan, code="II", kind=SectionKind.INDICATORS)
    found = []
    for levels, before, now in (("MN", 9, 5), ("THCS", 5, 5), ("TH", 5, 6)):
        organisation = SchoolFactory(levels=levels).organisation
        for period, value in ((first, before), (second, now)):
            report = SubmissionFactory(period=period, organisation=organisation, submitted=True)
            IndicatorValueFactory(submission=report, plan_indicator=total, value=value)
            if levels == "MN":
                SectionEntryFactory(submission=report, section=text, text=LONG, justification="Không đổi")
            if levels == "THCS":
                IndicatorValueFactory(
                    submission=report, plan_indicator=secondary, numerator=10 * value if period == first else 90
                )
        found.append(report)
    found.append(SubmissionFactory(period=second, organisation=OrganisationFactory(), submitted=True))
    return read(*found)


def issues(sheet: Any) -> list[tuple[str, str, str]]:
    return [(issue.field, issue.message, issue.justification) for issue in warnings_of(check_sheet(sheet))]


def test_warnings_are_those_of_each_sheet(reports: list[Submission]) -> None:
    sheets = load_sheets(reports)

    expected = {report.pk: issues(load_sheet(report)) for report in reports}
    assert {pk: issues(sheet) for pk, sheet in sheets.items()} == expected
    assert [len(found) for found in expected.values()] == [2, 1, 0, 0]


def test_figures_and_targets_are_those_of_each_sheet(reports: list[Submission]) -> None:
    def figures(sheet: Any) -> list[tuple[Any, ...]]:
        return [(row.id, row.actual_text, row.previous_text, row.target_text) for row in sheet.grid]

    sheets = load_sheets(reports)

    expected = {report.pk: figures(load_sheet(report)) for report in reports}
    assert {pk: figures(sheet) for pk, sheet in sheets.items()} == expected
    assert [len(rows) for rows in expected.values()] == [1, 2, 1, 0]
    assert all(rows[0][3] for rows in expected.values() if rows), "the plan's target is shown"


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_depend_on_the_number_of_reports(
    reports: list[Submission], count: int, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        load_sheets(reports[:count])


def test_no_report_no_sheet() -> None:
    assert load_sheets([]) == {}

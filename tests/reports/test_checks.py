"""Each check says what is wrong, where, once; a clean report says nothing."""

from decimal import Decimal

import pytest

from plans.enums import Operator, TimeRule
from plans.models import PlanIndicator
from reports.checks import Issue, Severity, check_sheet
from reports.models import Submission
from reports.queries.sheet import load_sheet
from reports.services.editing import save_report
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SectionEntryFactory,
    SubmissionFactory,
    TargetFactory,
)
from tests.reports.conftest import Writing

pytestmark = pytest.mark.django_db
LONG = "Nhà trường tiếp tục thực hiện nghiêm túc các nội dung chỉ đạo về dạy học hai buổi trên ngày trong kỳ này."


def issues_after(writing: Writing, **changes: str) -> list[Issue]:
    """The issues of an otherwise complete report with these changes."""
    sheet = save_report(submission=writing.submission, by=writing.people["clerk"], changes=writing.complete() | changes)
    return check_sheet(sheet)


def previous_report(writing: Writing) -> Submission:
    """The same school's report of the period before the one being written."""
    plan = writing.submission.period.plan
    later = ReportingPeriodFactory(plan=plan, position=2)
    earlier = SubmissionFactory(period=writing.submission.period, accepted=True)
    Submission.objects.filter(pk=writing.submission.pk).update(period=later)
    Submission.objects.filter(pk=earlier.pk).update(organisation=writing.submission.organisation)
    writing.submission = Submission.objects.select_related("organisation__school", "period__plan").get(
        pk=writing.submission.pk
    )
    return Submission.objects.get(pk=earlier.pk)


def test_complete_report_has_no_issue(writing: Writing) -> None:
    assert issues_after(writing) == []


def test_all_errors_at_once(writing: Writing) -> None:
    found = issues_after(
        writing,
        **{
            f"section-{writing.text.pk}": "  ",
            f"task-{writing.task.pk}-status": "",
            f"value-{writing.ratio.pk}-n": "99",
            f"value-{writing.count.pk}-v": "nhiều",
        },
    )

    assert {(issue.section, issue.field) for issue in found} == {
        ("I", f"section-{writing.text.pk}"),
        ("II.1", f"task-{writing.task.pk}-status"),
        ("II.4", f"value-{writing.ratio.pk}-n"),
        ("II.4", f"value-{writing.count.pk}-v"),
    }
    assert all(issue.is_error for issue in found)


def test_numerator_above_denominator_names_both_numbers(writing: Writing) -> None:
    (issue,) = issues_after(writing, **{f"value-{writing.ratio.pk}-n": "1.099"})

    assert issue.message == "Số trẻ nhẹ cân (1.099) lớn hơn tổng số (98)."


@pytest.mark.parametrize(("typed", "found"), [("4", 1), ("5", 0), ("10", 0), ("11", 1)])
def test_bounds_include_their_ends(writing: Writing, typed: str, found: int) -> None:
    indicator = writing.count.indicator
    indicator.lower_bound, indicator.upper_bound = Decimal(5), Decimal(10)
    indicator.save()

    assert len(issues_after(writing, **{f"value-{writing.count.pk}-v": typed})) == found


@pytest.mark.parametrize(("now", "warned"), [("11", True), ("12", False), ("13", False)])
def test_falling_cumulative_figure_is_a_warning(writing: Writing, now: str, warned: bool) -> None:
    writing.count.indicator.time_rule = TimeRule.CUMULATIVE
    writing.count.indicator.save()
    IndicatorValueFactory(submission=previous_report(writing), plan_indicator=writing.count, value=12)

    found = issues_after(writing, **{f"value-{writing.count.pk}-v": now})

    assert [issue.severity for issue in found] == [Severity.WARNING] * warned


@pytest.mark.parametrize(("now", "warned"), [("150", False), ("151", True), ("50", False), ("49", True)])
def test_change_beyond_the_bound_is_a_warning(writing: Writing, now: str, warned: bool) -> None:
    writing.count.indicator.change_bound_percent = 50
    writing.count.indicator.save()
    IndicatorValueFactory(submission=previous_report(writing), plan_indicator=writing.count, value=100)

    assert bool(issues_after(writing, **{f"value-{writing.count.pk}-v": now})) == warned


@pytest.mark.parametrize(
    ("measured", "severity"), [("95", None), ("94", Severity.WARNING), ("100", None), ("101", Severity.ERROR)]
)
def test_coverage_of_those_enrolled(writing: Writing, measured: str, severity: Severity | None) -> None:
    enrolled: PlanIndicator = PlanIndicatorFactory(
        plan=writing.submission.period.plan, indicator=IndicatorFactory(count=True)
    )
    writing.ratio.indicator.coverage_of = enrolled.indicator
    writing.ratio.indicator.save()

    found = issues_after(writing, **{f"value-{enrolled.pk}-v": "100", f"value-{writing.ratio.pk}-d": measured})

    assert [issue.severity for issue in found] == ([severity] if severity else [])


def test_narrative_copied_from_the_last_period_is_a_warning(writing: Writing) -> None:
    earlier = previous_report(writing)
    SectionEntryFactory(submission=earlier, section=writing.text, text=LONG)

    (issue,) = issues_after(writing, **{f"section-{writing.text.pk}": f" {LONG} "})
    assert (issue.severity, issue.field) == (Severity.WARNING, f"section-{writing.text.pk}")
    assert issues_after(writing, **{f"section-{writing.text.pk}": f"{LONG} Đã bổ sung."}) == []


def test_copied_narrative_can_be_justified(writing: Writing) -> None:
    earlier = previous_report(writing)
    SectionEntryFactory(submission=earlier, section=writing.text, text=LONG)
    name = f"section-{writing.text.pk}"

    (issue,) = issues_after(writing, **{name: LONG, f"{name}-why": "Nhiệm vụ làm cả năm, chưa có gì mới"})

    assert issue.is_justified
    assert issue.justification == "Nhiệm vụ làm cả năm, chưa có gì mới"


def test_justification_travels_with_the_warning(writing: Writing) -> None:
    writing.count.indicator.change_bound_percent = 50
    writing.count.indicator.save()
    IndicatorValueFactory(submission=previous_report(writing), plan_indicator=writing.count, value=10)

    (issue,) = issues_after(
        writing, **{f"value-{writing.count.pk}-v": "100", f"value-{writing.count.pk}-why": "Sáp nhập điểm trường"}
    )

    assert issue.is_justified
    assert issue.justification == "Sáp nhập điểm trường"


def test_indicator_of_another_level_is_not_asked(writing: Writing) -> None:
    other = PlanIndicatorFactory(plan=writing.submission.period.plan, indicator=IndicatorFactory(levels="THCS"))

    assert other.pk not in [row.id for row in load_sheet(writing.submission).grid]


@pytest.mark.parametrize(("numerator", "met"), [(1, None), (0, None)])
def test_small_school_is_not_judged_on_a_district_target(writing: Writing, numerator: int, met: bool | None) -> None:
    writing.ratio.indicator.judged_at_school = False
    writing.ratio.indicator.save()
    TargetFactory(
        plan=writing.submission.period.plan,
        indicator=writing.ratio.indicator,
        operator=Operator.LESS,
        value=Decimal("1.02"),
    )
    issues_after(writing, **{f"value-{writing.ratio.pk}-n": str(numerator)})

    row = next(row for row in load_sheet(writing.submission).grid if row.id == writing.ratio.pk)
    assert row.is_met is met
    assert row.target_text == "< 1,02%"


@pytest.mark.parametrize("extra", [0, 20])
def test_sheet_takes_the_same_queries_for_any_size(writing: Writing, extra: int, django_assert_num_queries) -> None:
    plan = writing.submission.period.plan
    for _ in range(extra):
        TargetFactory(plan=plan)
    submission = Submission.objects.select_related("organisation__school", "period__plan").get(pk=writing.submission.pk)

    with django_assert_num_queries(5):
        sheet = load_sheet(submission)
        assert len(check_sheet(sheet)) >= 3
    assert len(sheet.grid) == 2 + extra

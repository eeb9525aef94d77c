"""A plan in force changes: what was sent keeps the targets it was sent under, what is being written shows the new
ones, and the results of a past period are judged as they were (docs/adr/0014-plan-revisions.md)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from plans.models import Plan, PlanIndicator, ReportingPeriod, Target
from plans.services.revising import change_plan, freeze_revision
from reports.checks import check_sheet
from reports.documents.paper import build_paper
from reports.models import Submission, SubmissionVersion
from reports.queries.figures import period_figures
from reports.queries.sheet import load_sheet
from reports.queries.sheets import load_sheets
from reports.queries.targets import with_frozen_content
from reports.services.freezing import freeze
from reports.services.rendering_kinds import document_hash
from reports.workbooks.writing import build_workbook
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    MilestoneFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
)

pytestmark = pytest.mark.django_db
VN = dt.timezone(dt.timedelta(hours=7))
# The first period ends on 9 March 2018, the second on 9 June.
IN_FIRST = dt.datetime(2018, 3, 1, 9, tzinfo=VN)
AFTER_FIRST = dt.datetime(2018, 4, 1, 9, tzinfo=VN)
Travel = Callable[[dt.datetime], Any]


@pytest.fixture
def at() -> Any:
    """`at(moment)` moves the clock."""
    with time_machine.travel(IN_FIRST) as clock:
        yield clock.move_to


@pytest.fixture
def plan(at: Travel) -> Plan:
    """A plan in force with one target, at least 80 %, of which half of the way is due by the first period."""
    plan = PlanFactory()
    ReportingPeriodFactory(plan=plan, position=2)
    MilestoneFactory(target=TargetFactory(plan=plan, indicator=IndicatorFactory(code="Z01")))
    freeze_revision(plan=plan, by=None)
    return plan


def period(plan: Plan, position: int = 1) -> ReportingPeriod:
    return plan.periods.get(position=position)


def read(pk: int) -> Submission:
    return Submission.objects.select_related("organisation__school", "period__plan").get(pk=pk)


def send(submission: Submission) -> SubmissionVersion:
    """Freeze a report the way sending it does."""
    row = read(submission.pk)
    return freeze(sheet=load_sheet(row), revision=row.revision, by=None, at=timezone.now())


def sent(plan: Plan, position: int = 1, *, status: str = "accepted") -> Submission:
    """A report with 82 of 100, sent now."""
    submission = SubmissionFactory(period=period(plan, position), **{status: True})
    row = PlanIndicator.objects.get(plan=plan)
    IndicatorValueFactory(submission=submission, plan_indicator=row, numerator=82, denominator=100)
    send(submission)
    return submission


def raise_target(plan: Plan, value: int = 85, share: str = "0.9") -> None:
    def apply() -> None:
        plan.targets.update(value=Decimal(value))
        plan.targets.get().milestones.update(expected_share=Decimal(share))

    change_plan(plan=plan, by=None, reason="Nâng mục tiêu", apply=apply)


def target_texts(submission: Submission) -> list[str]:
    """What the sheet alone and the sheet among many say; they must agree."""
    row = read(submission.pk)
    alone = [line.target_text for line in load_sheet(row).grid]
    assert [line.target_text for line in load_sheets([row])[row.pk].grid] == alone
    return alone


# -- a report --------------------------------------------------------------------------------------------
def test_sending_names_the_revision_of_that_moment(plan: Plan) -> None:
    first = send(SubmissionFactory(period=period(plan), submitted=True))
    raise_target(plan)
    second = send(SubmissionFactory(period=period(plan), submitted=True))

    assert [first.plan_revision.number, second.plan_revision.number] == [1, 2]


def test_a_plan_without_revisions_freezes_none(at: Travel) -> None:
    submission = SubmissionFactory(submitted=True)

    assert send(submission).plan_revision is None


@pytest.mark.parametrize(
    ("status", "shown"), [("submitted", "≥ 80%"), ("accepted", "≥ 80%"), ("returned", "≥ 85%"), ("draft", "≥ 85%")]
)
def test_what_was_sent_keeps_its_targets_and_what_is_written_shows_the_new(plan: Plan, status: str, shown: str) -> None:
    submission = sent(plan, status=status)
    raise_target(plan)

    assert target_texts(submission) == [shown]


def test_the_paper_and_the_workbook_of_a_sent_report_stay_the_same(plan: Plan) -> None:
    submission, other = sent(plan), sent(plan, status="returned")

    def paper(row: Submission) -> str:
        return document_hash(build_paper(Submission.objects.get(pk=row.pk)))

    def issues(row: Submission) -> list[str]:
        return [issue.message for issue in check_sheet(load_sheet(read(row.pk)))]

    before = paper(submission), issues(submission), target_texts(submission)
    other_before = paper(other)
    raise_target(plan)

    assert (paper(submission), issues(submission), target_texts(submission)) == before
    assert paper(other) != other_before, "what is being corrected shows the new target"
    assert build_workbook(load_sheet(read(submission.pk)))


def test_sent_again_it_takes_the_targets_of_the_new_sending(plan: Plan) -> None:
    submission = sent(plan)
    raise_target(plan)
    Submission.objects.filter(pk=submission.pk).update(revision=2)
    send(submission)

    assert target_texts(submission) == ["≥ 85%"]


def test_a_target_that_came_later_is_not_in_an_earlier_report(plan: Plan) -> None:
    PlanIndicatorFactory(plan=plan, indicator=IndicatorFactory(code="Z02"))
    submission = sent_among(plan)
    change_plan(
        plan=plan,
        by=None,
        reason="Thêm mục tiêu",
        apply=lambda: TargetFactory(plan=plan, indicator=plan.plan_indicators.get(indicator__code="Z02").indicator),
    )

    assert target_texts(submission) == ["≥ 80%", ""]


def sent_among(plan: Plan) -> Submission:
    submission = SubmissionFactory(period=period(plan), submitted=True)
    send(submission)
    return submission


# -- for whom a target is --------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_the_most_specific_target_holds(plan: Plan, status: str) -> None:
    indicator = plan.targets.get().indicator
    own = SchoolFactory(levels="MN").organisation
    TargetFactory(plan=plan, indicator=indicator, organisation=own, value=95)
    TargetFactory(plan=plan, indicator=indicator, level="MN", value=90)
    TargetFactory(plan=plan, indicator=indicator, level="THCS", value=70)
    freeze_revision(plan=plan, by=None, reason="Giao chỉ tiêu")
    reports = {
        name: SubmissionFactory(period=period(plan), organisation=organisation, **{status: True})
        for name, organisation in (
            ("own", own),
            ("level", SchoolFactory(levels="MN").organisation),
            ("both levels", SchoolFactory(levels="TH THCS").organisation),
            ("whole", SchoolFactory(levels="TH").organisation),
        )
    }
    for report in reports.values():
        send(report)

    assert {name: target_texts(report) for name, report in reports.items()} == {
        "own": ["≥ 95%"],
        "level": ["≥ 90%"],
        "both levels": ["≥ 70%"],
        "whole": ["≥ 80%"],
    }


def test_results_stay_with_the_target_for_everybody(plan: Plan) -> None:
    TargetFactory(plan=plan, indicator=plan.targets.get().indicator, level="MN", value=99)
    sent(plan)

    assert [figure.target_text for figure in period_figures(period(plan)).targets] == ["≥ 80%"]


# -- results ---------------------------------------------------------------------------------------------
def judgement(plan: Plan, position: int) -> tuple[Any, ...]:
    [figure] = period_figures(period(plan, position)).targets
    return figure.target_text, figure.met, figure.expected, figure.verdict


def test_results_of_a_past_period_are_judged_as_they_were(plan: Plan, at: Travel) -> None:
    sent(plan)
    at(AFTER_FIRST)
    before = judgement(plan, 1)
    raise_target(plan)
    sent(plan, 2)

    assert judgement(plan, 1) == before == ("≥ 80%", True, Fraction(1, 2), "Đạt")
    assert judgement(plan, 2)[:2] == ("≥ 85%", False)


def test_a_change_before_the_last_day_counts_for_the_period(plan: Plan, at: Travel) -> None:
    sent(plan)
    at(period(plan).deadline_at - dt.timedelta(minutes=1))
    raise_target(plan)
    at(AFTER_FIRST)

    assert judgement(plan, 1)[:2] == ("≥ 85%", False)


def test_the_running_period_shows_what_the_plan_says_now(plan: Plan) -> None:
    sent(plan)
    raise_target(plan)

    assert judgement(plan, 1)[0] == "≥ 85%"


def test_a_plan_frozen_only_after_the_period_is_judged_by_its_first_revision(plan: Plan, at: Travel) -> None:
    plan.revisions.all().delete()
    sent(plan)
    at(AFTER_FIRST)
    raise_target(plan)

    assert [row.number for row in plan.revisions.all()] == [1, 2]
    assert judgement(plan, 1)[0] == "≥ 80%"


def test_a_target_that_came_later_is_not_in_earlier_results(plan: Plan, at: Travel) -> None:
    sent(plan)
    at(AFTER_FIRST)
    change_plan(plan=plan, by=None, reason="Thêm", apply=lambda: TargetFactory(plan=plan))

    assert [len(period_figures(period(plan, position)).targets) for position in (1, 2)] == [1, 2]


# -- queries ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_frozen_sheets(plan: Plan, count: int, django_assert_num_queries: Any) -> None:
    TargetFactory.create_batch(count, plan=plan, level="MN")
    freeze_revision(plan=plan, by=None, reason="Thêm")
    rows = [read(sent_among(plan).pk) for _ in range(count)]
    raise_all(plan)

    with django_assert_num_queries(6):
        load_sheet(rows[0])
    with django_assert_num_queries(5):
        load_sheets(rows)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_results_after_a_change(plan: Plan, at: Travel, count: int, django_assert_num_queries: Any) -> None:
    TargetFactory.create_batch(count, plan=plan)
    freeze_revision(plan=plan, by=None, reason="Thêm")
    row = ReportingPeriod.objects.with_plan().get(plan=plan, position=1)
    with django_assert_num_queries(4):
        period_figures(row)
    at(AFTER_FIRST)
    raise_all(plan)

    with django_assert_num_queries(5):
        period_figures(row)


def raise_all(plan: Plan) -> None:
    change_plan(plan=plan, by=None, reason="Nâng", apply=lambda: Target.objects.filter(plan=plan).update(value=99))


def test_a_report_that_brings_its_frozen_content_needs_no_query_for_it(
    plan: Plan, django_assert_num_queries: Any
) -> None:
    submission = sent(plan)
    raise_target(plan)
    rows = Submission.objects.select_related("organisation__school", "period__plan")
    row = with_frozen_content(rows).get(pk=submission.pk)

    with django_assert_num_queries(5):
        assert [line.target_text for line in load_sheet(row).grid] == ["≥ 80%"]


def test_what_came_along_says_nothing_about_a_later_sending(plan: Plan) -> None:
    rows = Submission.objects.select_related("organisation__school", "period__plan")
    row = with_frozen_content(rows).get(pk=sent(plan).pk)
    raise_target(plan)
    row.revision = 2
    row.save()
    send(row)

    assert [line.target_text for line in load_sheet(row).grid] == ["≥ 85%"]

"""What a period's visits came to, and the sentence that a summary makes of it."""

import datetime as dt
from typing import Any

import pytest

from facilities.enums import FindingResult, InspectionState
from facilities.models import Inspection
from plans.models import ReportingPeriod
from reports.documents.measures import measures_part
from reports.documents.summary_data import load_summary
from reports.documents.visit_lines import visit_lines
from reports.queries.visit_counts import VisitCounts, visit_counts
from tests.factories import (
    FindingFactory,
    InspectionFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2018, 1, 1), dt.date(2018, 5, 31)
DAY = dt.timedelta(days=1)
NOTHING = "Kỳ này chưa có số liệu về kiểm tra."


@pytest.fixture
def period() -> ReportingPeriod:
    """The first half of 2018; one school has reported."""
    found: ReportingPeriod = ReportingPeriodFactory(position=2)
    SubmissionFactory(period=found, accepted=True)
    return found


def visit(period: ReportingPeriod, day: dt.date = LAST, **options: Any) -> Inspection:
    """An ended visit of the office that receives the period's reports."""
    found: Inspection = InspectionFactory(**{"office": period.plan.receiver, "visited_on": day, "done": True} | options)
    return found


def issue(of: Inspection, **options: Any) -> None:
    FindingFactory(inspection=of, result=FindingResult.ISSUE, **options)


def said(period: ReportingPeriod) -> list[str]:
    return [item.text for item in visit_lines(load_summary(period.pk))]


# -- counting ------------------------------------------------------------------------------------------------------
def test_visits_of_the_periods_days_count_the_first_and_the_last_among_them(period: ReportingPeriod) -> None:
    for day in (FIRST - DAY, FIRST, LAST, LAST + DAY):
        visit(period, day)

    assert visit_counts(period) == VisitCounts(visits=2, schools=2, issues=0, mended=0, late=0)


def test_what_has_not_ended_and_what_others_did_does_not_count(period: ReportingPeriod) -> None:
    draft = visit(period, done=False)
    issue(draft, mend_by=FIRST)
    issue(InspectionFactory(done=True, visited_on=LAST), mend_by=FIRST)

    assert draft.state == InspectionState.DRAFT
    assert visit_counts(period) == VisitCounts(0, 0, 0, 0, 0)


def test_a_school_visited_twice_is_one_school_and_many_findings_are_no_more_visits(period: ReportingPeriod) -> None:
    school = SchoolFactory()
    for day in (FIRST, LAST):
        found = visit(period, day, school=school)
        for result in FindingResult.values:
            FindingFactory(inspection=found, result=result)
        issue(found)

    assert visit_counts(period) == VisitCounts(visits=2, schools=1, issues=4, mended=0, late=0)


@pytest.mark.parametrize(
    ("mend_by", "mended_on", "mended", "late"),
    [
        (LAST, None, 0, 0),
        (LAST - DAY, None, 0, 1),
        (LAST + DAY, None, 0, 0),
        (None, None, 0, 0),
        (FIRST, LAST, 1, 0),
        (FIRST, LAST + DAY, 0, 1),
        (LAST + DAY, LAST + DAY, 0, 0),
        (None, FIRST, 1, 0),
    ],
    ids=["last-day", "over", "to-come", "no-day", "mended-late", "mended-after", "mended-in-time-after", "mended"],
)
def test_mended_and_late_are_as_of_the_periods_last_day(
    period: ReportingPeriod, mend_by: dt.date | None, mended_on: dt.date | None, mended: int, late: int
) -> None:
    issue(visit(period, FIRST), mend_by=mend_by, mended_on=mended_on)

    assert visit_counts(period) == VisitCounts(visits=1, schools=1, issues=1, mended=mended, late=late)


def test_counting_is_one_query(period: ReportingPeriod, django_assert_num_queries: Any) -> None:
    period.plan  # noqa: B018 - the plan is there before the counting begins
    for _ in range(3):
        issue(visit(period))

    with django_assert_num_queries(1):
        assert visit_counts(period).visits == 3


# -- the sentence --------------------------------------------------------------------------------------------------
def test_a_period_without_a_visit_says_nothing_of_visits(period: ReportingPeriod) -> None:
    visit(period, LAST + DAY)

    assert said(period) == []
    assert NOTHING in [getattr(block, "text", "") for block in measures_part(load_summary(period.pk))]


def test_visits_that_found_nothing_say_so(period: ReportingPeriod) -> None:
    FindingFactory(inspection=visit(period), result=FindingResult.GOOD)

    assert said(period) == ["Kiểm tra trực tiếp có lập biên bản: 1 lần tại 1 trường, không có việc phải khắc phục."]


def test_what_was_found_mended_and_is_late_is_told(period: ReportingPeriod) -> None:
    first, second = visit(period, FIRST), visit(period)
    issue(first, mend_by=FIRST, mended_on=FIRST)
    issue(second, mend_by=LAST)

    (line,) = said(period)
    assert line.startswith("Kiểm tra trực tiếp có lập biên bản: 2 lần tại 2 trường, nêu 2 việc phải khắc phục; ")
    assert line.endswith("; các trường báo đã khắc phục 1 việc.")
    issue(first, mend_by=LAST - DAY)
    assert said(period)[0].endswith("nêu 3 việc phải khắc phục; các trường báo đã khắc phục 1 việc, 1 việc quá hạn.")


def test_the_sentence_stands_in_the_part_about_inspections_and_leads_to_the_visits(period: ReportingPeriod) -> None:
    visit(period)

    blocks = measures_part(load_summary(period.pk))

    (line,) = [block for block in blocks if getattr(block, "text", "") in said(period)]
    assert NOTHING not in [getattr(block, "text", "") for block in blocks]
    (source,) = line.sources
    assert source.key == "state=done&since=2018-01-01&until=2018-05-31"


def test_a_summary_of_a_past_period_stays_what_it_was_when_a_school_mends_later(period: ReportingPeriod) -> None:
    found = visit(period, FIRST)
    issue(found, mend_by=FIRST)
    before = said(period)

    found.findings.update(mended_on=LAST + DAY, mended_note="Đã thay")

    assert said(period) == before
    assert before[0].endswith("nêu 1 việc phải khắc phục; chưa việc nào được khắc phục, 1 việc quá hạn.")

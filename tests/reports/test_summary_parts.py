"""The shape of a summary (domain reference §6.2): its sections, their order, and that sentences name their sources."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from reports.documents import sources
from reports.documents.content import Chart, Heading, Item, Paragraph, SummaryDocument, Table
from reports.documents.sections import sections_of, to_blocks
from reports.documents.summary import build_summary
from reports.models import SummaryReport
from tests.factories import (
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    SummaryReportFactory,
    TargetFactory,
    TaskFactory,
)
from tests.reports.kit import add_value
from tests.reports.parties import a_party_period

pytestmark = pytest.mark.django_db

STATE = [
    "opening",
    "direction.documents",
    "direction.reporting",
    "results.targets",
    "results.levels",
    "results.tasks",
    "results.facilities",
    "results.rooms",
    "results.measures",
    "review.strengths",
    "review.shortcomings",
    "review.causes",
    "next",
    "requests",
    "closing",
]


@pytest.fixture
def document() -> Iterator[SummaryDocument]:
    """A kindergarten and a primary school, a target, a tracked rate, a task."""
    with time_machine.travel(dt.datetime(2018, 7, 1, 9, tzinfo=dt.UTC), tick=False):
        period = ReportingPeriodFactory(position=2)
        target = TargetFactory(plan=period.plan, indicator__name="Tỷ lệ thử")
        PlanIndicatorFactory(plan=period.plan, indicator=target.indicator)
        TaskFactory(plan=period.plan)
        for name, levels in (("MN Một", "MN"), ("TH Hai", "TH")):
            school = SchoolFactory(name=name, levels=levels).organisation
            submission = SubmissionFactory(period=period, organisation=school, accepted=True)
            add_value(submission, target.indicator, numerator=1, denominator=2, value=None)
        yield build_summary(SummaryReportFactory(period=period))


def test_sections_stand_in_the_order_of_the_reference(document: SummaryDocument) -> None:
    assert [section.key for section in sections_of(document)] == STATE
    parts = [
        f"{block.label} {block.text}" for block in document.body if isinstance(block, Heading) and block.level == 1
    ]
    assert parts == [
        "I. Công tác chỉ đạo, điều hành",
        "II. Kết quả thực hiện",
        "III. Đánh giá chung",
        "IV. Phương hướng, nhiệm vụ kỳ tiếp theo",
        "V. Kiến nghị",
    ]


def test_everything_printed_lies_in_a_section_that_can_be_edited(document: SummaryDocument) -> None:
    edited = [block for section in sections_of(document) for block in section.blocks]
    printed = [block for block in document.body if not isinstance(block, Heading)]

    assert [block for block in printed if block not in edited] == []
    for section in sections_of(document):
        assert to_blocks(section.text, section.blocks) == list(section.blocks)


def test_tables_and_charts_are_numbered_through(document: SummaryDocument) -> None:
    tables = [block.caption for block in document.body if isinstance(block, Table)]
    charts = [block.caption for block in document.body if isinstance(block, Chart)]

    assert [caption.split(".")[0] for caption in tables] == [f"Bảng {number}" for number in range(1, len(tables) + 1)]
    assert [caption.split(".")[0] for caption in charts] == [f"Biểu đồ {number + 1}" for number in range(len(charts))]


def test_every_item_says_where_its_figures_stand(document: SummaryDocument) -> None:
    items = [block for block in document.body if isinstance(block, Item)]

    assert items
    assert [item.text for item in items if not item.sources] == []
    assert {source.kind for item in items for source in item.sources} <= set(sources.KINDS)


def test_paragraphs_with_counts_say_where_they_stand(document: SummaryDocument) -> None:
    counted = [
        block
        for block in (*document.opening, *document.body)
        if isinstance(block, Paragraph) and any(char.isdigit() for char in block.text)
    ]

    assert len(counted) >= 4
    assert [block.text for block in counted if not block.sources] == []


def test_party_plan_has_the_same_shape_without_figures() -> None:
    document = build_summary(SummaryReportFactory(period=a_party_period()))

    without = [key for key in STATE if not key.startswith("results.")]
    keys = [section.key for section in sections_of(document)]
    assert [key for key in keys if not key.startswith("results.")] == without
    assert [key for key in keys if key.startswith("results.")] == ["results.tasks", "results.reports"]


def test_a_period_nobody_has_reported_on_is_readable() -> None:
    period = ReportingPeriodFactory()
    TargetFactory(plan=period.plan)
    SubmissionFactory(period=period)

    document = build_summary(SummaryReport(period=period))

    empty = [section.key for section in sections_of(document) if not section.text.strip()]
    assert empty == []

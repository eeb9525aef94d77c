"""What a summary drafts from data: direction, levels, assessment, causes, next steps; and what it does not invent."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from plans.enums import Direction, EnteredBy, TaskStatus
from plans.models import ReportingPeriod
from reports.documents.content import SummaryDocument, Table
from reports.documents.sections import sections_of
from reports.documents.summary import build_summary
from reports.enums import NotificationKind, NotificationStatus
from reports.models import SummaryReport
from tests.factories import (
    ExtensionFactory,
    IndicatorFactory,
    NotificationFactory,
    OutlineSectionFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReminderLetterFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SectionEntryFactory,
    SubmissionEventFactory,
    SubmissionFactory,
    TargetFactory,
    TaskFactory,
    TaskUpdateFactory,
)
from tests.reports.clockwork import at
from tests.reports.kit import add_value, report
from tests.reports.summary_texts import lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Iterator[ReportingPeriod]:
    """The six months of a plan that has a first period before and a third after it."""
    with time_machine.travel(dt.datetime(2018, 7, 1, 9, tzinfo=dt.UTC), tick=False):
        found = ReportingPeriodFactory(position=2)
        for position in (1, 3):
            ReportingPeriodFactory(plan=found.plan, position=position)
        yield found


def draft(period: ReportingPeriod) -> SummaryDocument:
    return build_summary(SummaryReport(period=period))


def rate(**about: Any) -> Any:
    return IndicatorFactory(**{"direction": Direction.HIGHER, "decimals": 1, **about})


# -- direction ----------------------------------------------------------------------------------------------------
def test_what_the_office_did_for_the_period_is_counted(period: ReportingPeriod) -> None:
    late, other = SubmissionFactory(period=period), SubmissionFactory(period=period, submitted=True)
    ReminderLetterFactory(period=period)
    for kind, stage, status in (
        (NotificationKind.REMINDER, "a", NotificationStatus.SENT),
        (NotificationKind.REMINDER, "b", NotificationStatus.PORTAL_ONLY),
        (NotificationKind.REMINDER, "c", NotificationStatus.FAILED),
        (NotificationKind.OVERDUE, "d", NotificationStatus.SENT),
        (NotificationKind.RECEIPT, "e", NotificationStatus.SENT),
    ):
        NotificationFactory(submission=late, kind=kind, stage=stage, status=status, sent_at=at("08/06/2018 08:00"))
    for until in (dt.date(2018, 6, 12), dt.date(2018, 6, 14)):
        ExtensionFactory(submission=late, until=until)
    for action in ("return", "return", "undo_return"):
        SubmissionEventFactory(submission=other, action=action, comment="Bổ sung.")
    # Of another period, and so not told here.
    ExtensionFactory(submission=SubmissionFactory(period=period.plan.periods.get(position=1)))

    said = lines(draft(period), "direction.documents")

    assert "Đã gửi qua cổng thông tin 2 lượt nhắc trước hạn và 1 lượt đôn đốc sau hạn, đến 1 trường." in said
    assert "Đã gia hạn gửi báo cáo cho 1 trường và yêu cầu bổ sung, chỉnh sửa 1 lượt báo cáo." in said
    assert [line for line in said if line.startswith("Đã lập 1 công văn đôn đốc gửi báo cáo, nêu tên ")] != []


def test_the_offices_own_tasks_and_inspections_are_told(period: ReportingPeriod) -> None:
    office = period.plan.receiver
    task = TaskFactory(plan=period.plan, title="Đánh giá đề án", is_reported=False, lead=office)
    for day, status, text in (
        ("01/03/2018 08:00", TaskStatus.IN_PROGRESS, "Việc của kỳ trước."),
        ("02/05/2018 08:00", TaskStatus.IN_PROGRESS, "Đang thu thập."),
        ("03/06/2018 08:00", TaskStatus.DONE, "Đã trình báo cáo."),
    ):
        TaskUpdateFactory(task=task, organisation=office, status=status, text=text, at=at(day))
    counted = IndicatorFactory(count=True, name="Số cuộc kiểm tra", unit="cuộc", entered_by=EnteredBy.OFFICE)
    row = PlanIndicatorFactory(plan=period.plan, indicator=counted)
    sheet = SubmissionFactory(period=period, organisation=office, purpose="figures", accepted=True)
    add_value(sheet, row.indicator, value=7, numerator=None, denominator=None)

    said = lines(draft(period), "direction.documents")

    assert said[-3].endswith("số cuộc kiểm tra là 7 cuộc.")
    assert said[-2].startswith("Đã cập nhật kết quả 1 nhiệm vụ ")
    assert said[-2].endswith("trực tiếp theo dõi, trong đó 1 nhiệm vụ hoàn thành:")
    assert said[-1] == "Đánh giá đề án: đã trình báo cáo (03/06/2018)."


# -- comparing ----------------------------------------------------------------------------------------------------
def test_figures_are_compared_with_last_year_where_there_is_one(period: ReportingPeriod) -> None:
    plan = period.plan
    before = ReportingPeriodFactory(
        plan=PlanFactory(year=2017, issuer=plan.issuer, forwarded_to=plan.forwarded_to), position=2
    )
    school = SchoolFactory(name="TH Một", levels="TH").organisation
    good = rate(name="Tỷ lệ biết bơi", short_name="Biết bơi")
    bad = rate(name="Tỷ lệ bỏ học", short_name="Bỏ học", direction=Direction.LOWER, decimals=2)
    for one, swim, gone in ((before, 40, 10), (period, 50, 12)):
        submission = SubmissionFactory(period=one, organisation=school, accepted=True)
        add_value(submission, good, numerator=swim, denominator=100, value=None)
        add_value(submission, bad, numerator=gone, denominator=1000, value=None)

    document = draft(period)

    (level,) = lines(document, "results.levels")
    assert level == (
        "Cấp tiểu học: 1/1 trường có báo cáo đã duyệt; tiến bộ so với cùng kỳ năm trước: biết bơi 50,0% (tăng 10,0 "
        "điểm phần trăm); kém cùng kỳ năm trước: bỏ học 1,20% (tăng 0,20 điểm phần trăm)."
    )
    (table,) = [
        block
        for section in sections_of(document)
        if section.key == "results.levels"
        for block in section.blocks
        if isinstance(block, Table)
    ]
    assert [column.title for column in table.columns[-2:]] == ["Cùng kỳ năm trước", "Tăng, giảm"]
    assert [row.cells[1:] for row in table.rows if row.kind == "plain"] == [
        ("Tỷ lệ biết bơi", "–", "50,0%", "40,0%", "+10,0"),
        ("Tỷ lệ bỏ học", "–", "1,20%", "1,00%", "+0,20"),
    ]
    assert "Tiến bộ rõ so với cùng kỳ năm trước: Tỷ lệ biết bơi 50,0%, tăng 10,0 điểm phần trăm." in lines(
        document, "review.strengths"
    )
    assert "Giảm sút so với cùng kỳ năm trước: Tỷ lệ bỏ học 1,20%, tăng 0,20 điểm phần trăm." in lines(
        document, "review.shortcomings"
    )


def test_without_last_year_the_period_before_is_compared_with(period: ReportingPeriod) -> None:
    school = SchoolFactory(levels="TH").organisation
    target = TargetFactory(plan=period.plan, indicator=rate(name="Tỷ lệ thử"), value=Decimal(80))
    for one, number in ((period.plan.periods.get(position=1), 500), (period, 501)):
        submission = SubmissionFactory(period=one, organisation=school, accepted=True)
        add_value(submission, target.indicator, numerator=number, denominator=100_000, value=None)

    said = lines(draft(period), "results.targets")

    # A change that the decimals of the figure do not show is told all the same.
    assert "Tiến bộ so với kỳ trước có 1 chỉ tiêu: Tỷ lệ thử 0,5%, tăng chưa đến 0,1 điểm phần trăm." in said


# -- assessment and next steps --------------------------------------------------------------------------------------
def test_targets_met_are_strengths_and_the_others_next_steps(period: ReportingPeriod) -> None:
    school = SchoolFactory(levels="TH").organisation
    met, behind, strict = (
        TargetFactory(
            plan=period.plan, indicator=rate(name=name, decimals=2, direction=way), operator=sign, value=value
        )
        for name, way, sign, value in (
            ("Tỷ lệ đạt", Direction.HIGHER, ">=", Decimal(40)),
            ("Tỷ lệ chưa đạt", Direction.HIGHER, ">=", Decimal(60)),
            ("Tỷ lệ phải giảm", Direction.LOWER, "<", Decimal(45)),
        )
    )
    submission = report(period, met, school, n=1, d=2)
    for target in (behind, strict):
        add_value(submission, target.indicator, numerator=1, denominator=2, value=None)

    document = draft(period)

    assert lines(document, "review.strengths")[0] == (
        "Đạt 1/3 chỉ tiêu của kế hoạch: Tỷ lệ đạt 50,00% (kế hoạch ≥\u00a040%)."
    )
    assert lines(document, "next")[:3] == [
        "Tập trung thực hiện các chỉ tiêu chưa đạt:",
        "Tỷ lệ chưa đạt: kế hoạch ≥\u00a060%, đến nay 50,00%; cần tăng thêm 10,00 điểm phần trăm.",
        "Tỷ lệ phải giảm: kế hoạch <\u00a045%, đến nay 50,00%; cần giảm thêm trên 5,00 điểm phần trăm.",
    ]
    assert lines(document, "next")[-1].startswith(
        "Thực hiện báo cáo 9 tháng năm 2018: hạn gửi của các trường theo kế hoạch là trước ngày 10/9/2018; "
    )


def test_tasks_are_next_steps_by_their_day(period: ReportingPeriod) -> None:
    for title, due_on, status, progress in (
        ("Việc quá hạn", dt.date(2018, 6, 1), TaskStatus.IN_PROGRESS, 50),
        ("Việc kỳ tới", dt.date(2018, 8, 1), TaskStatus.IN_PROGRESS, 50),
        ("Việc cuối năm", dt.date(2018, 12, 1), TaskStatus.IN_PROGRESS, 50),
        ("Việc xong", dt.date(2018, 6, 1), TaskStatus.DONE, 100),
        ("Việc vướng", dt.date(2018, 6, 1), TaskStatus.HINDERED, 10),
    ):
        TaskFactory(plan=period.plan, title=title, due_on=due_on, status=status, progress=progress, is_reported=False)

    said = lines(draft(period), "next")

    assert said[:3] == [
        "Tháo gỡ nhiệm vụ đang gặp khó khăn: Việc vướng (01/06/2018).",
        "Hoàn thành dứt điểm nhiệm vụ đã đến hạn: Việc quá hạn (01/06/2018).",
        "Hoàn thành nhiệm vụ đến hạn trong kỳ tới: Việc kỳ tới (01/08/2018).",
    ]


def test_a_draft_made_before_its_day_calls_nothing_late_that_is_not_due(period: ReportingPeriod) -> None:
    TaskFactory(plan=period.plan, title="Việc", due_on=dt.date(2018, 6, 5), is_reported=False)

    with time_machine.travel(dt.datetime(2018, 6, 1, 9, tzinfo=dt.UTC), tick=False):
        early = draft(period)

    assert "Hoàn thành nhiệm vụ đến hạn trong kỳ tới: Việc (05/06/2018)." in lines(early, "next")
    assert [line for line in lines(early, "review.shortcomings") if "Việc" in line] == []
    assert "Hoàn thành dứt điểm nhiệm vụ đã đến hạn: Việc (05/06/2018)." in lines(draft(period), "next")


# -- causes -------------------------------------------------------------------------------------------------------
def test_causes_are_grouped_by_what_schools_call_them(period: ReportingPeriod) -> None:
    section = OutlineSectionFactory(plan=period.plan, title="Nguyên nhân")
    other = OutlineSectionFactory(plan=period.plan, title="Ưu điểm")
    texts = (
        "Hạn chế nêu trên có mấy nguyên nhân sau đây. Khách quan: thiếu vốn. Chủ quan: đôn đốc chậm.",
        "Hạn chế nêu trên có mấy nguyên nhân sau đây.\nNguyên nhân khách quan: Thiếu vốn; Chủ quan: phân công chưa rõ.",
        "- Khách quan: thiếu vốn.",
    )
    for text in texts:
        submission = SubmissionFactory(period=period, accepted=True)
        SectionEntryFactory(submission=submission, section=section, text=text)
        SectionEntryFactory(submission=submission, section=other, text="Khách quan: không phải nguyên nhân.")
    unread = SubmissionFactory(period=period, submitted=True)
    SectionEntryFactory(submission=unread, section=section, text="Khách quan: chưa ai duyệt.")

    said = lines(draft(period), "review.causes")

    assert said == [
        "Tổng hợp từ 3 báo cáo đã duyệt có nêu nguyên nhân, trong ngoặc là số trường cùng nêu:",
        "Nguyên nhân khách quan: thiếu vốn (2 trường).",
        "Nguyên nhân chủ quan: đôn đốc chậm (1 trường).",
    ]

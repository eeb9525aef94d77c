"""Facilities, rooms, measures and requests of a summary: what each part says of which data."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.deadlines import local_day
from plans.enums import Direction, EnteredBy, TaskStatus, ValueKind
from plans.models import Indicator, ReportingPeriod
from reports.documents.content import Block, Heading, Item, Paragraph, Row, Source, Table
from reports.documents.facilities import facilities_part
from reports.documents.measures import measures_part
from reports.documents.requests import requests_part, requests_table
from reports.documents.rooms import rooms_part
from reports.documents.standard_tables import works_table
from reports.documents.summary import build_summary
from reports.documents.summary_data import SummaryData, load_summary
from reports.enums import Addressee, ValueState
from reports.queries.period_facts import load_facts
from schools.enums import OrganisationKind
from schools.models import School
from tests.factories import (
    CommuneFactory,
    IndicatorFactory,
    NationalStandardFactory,
    OrganisationProfileFactory,
    OutlineSectionFactory,
    PlanIndicatorFactory,
    RecommendationFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SchoolYearFactsFactory,
    SectionEntryFactory,
    SubmissionFactory,
    SummaryReportFactory,
    TaskEntryFactory,
    TaskFactory,
)
from tests.reports.kit import add_value
from tests.reports.parties import a_party_period, a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def period() -> Iterator[ReportingPeriod]:
    """The second period of a plan, looked at on 1 July 2018."""
    found = ReportingPeriodFactory(position=2)
    OrganisationProfileFactory(organisation=found.plan.forwarded_to, area_unit_label="xã, phường", addressed_as="Ban")
    with time_machine.travel(dt.datetime(2018, 7, 1, 9, tzinfo=dt.UTC), tick=False):
        yield found


def accepted(period: ReportingPeriod, school: School) -> Any:
    return SubmissionFactory(period=period, organisation=school.organisation, accepted=True)


def rooms_lacking() -> Indicator:
    return IndicatorFactory(
        count=True, name="Số phòng học còn thiếu", short_name="Phòng thiếu", unit="phòng", direction=Direction.LOWER
    )


def lines(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Item | Paragraph)]


def tables(blocks: Sequence[Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def sources_of(blocks: Sequence[Block], start: str) -> tuple[Source, ...]:
    (found,) = (row for row in blocks if isinstance(row, Item | Paragraph) and row.text.startswith(start))
    return found.sources


def data_of(period: ReportingPeriod) -> SummaryData:
    return load_summary(period.pk)


# -- facilities ---------------------------------------------------------------------------------------------------
def test_standards_are_counted_by_level_and_place_and_changes_are_named(period: ReportingPeriod) -> None:
    one, two = CommuneFactory(short_name="Xã Một"), CommuneFactory(short_name="Xã Hai")
    schools = [
        SchoolFactory(name=name, levels=levels, commune=place)
        for name, levels, place in (("MN A", "MN", one), ("TH B", "TH", one), ("TH C", "TH", two), ("TH D", "TH", two))
    ]
    for school in schools:
        add_value(accepted(period, school), rooms_lacking(), value=1)
    for school, day in zip(schools, ((2018, 2, 1), (2013, 10, 1), (2013, 3, 1)), strict=False):
        NationalStandardFactory(school=school, recognised_on=dt.date(*day))

    blocks = facilities_part(data_of(period))

    assert lines(blocks)[:6] == [
        (
            "Đến hết ngày 31/05/2018, có 2/4 trường đạt chuẩn quốc gia còn hiệu lực (50,00%), trong đó mầm non 1/1 và "
            "tiểu học 1/3."
        ),
        "Công nhận mới từ đầu năm 1 trường: MN A.",
        "Đến hạn kiểm tra lại từ đầu năm 1 trường, chưa trường nào được công nhận lại.",
        "Hết hạn công nhận, chưa được công nhận lại 1 trường: TH C (01/03/2018).",
        "Đến hạn kiểm tra lại trong thời gian còn lại của năm 1 trường: TH B (01/10/2018).",
        "Có 1 xã, phường chưa có trường đạt chuẩn: Xã Hai.",
    ]
    (table,) = tables(blocks)
    assert [row.cells for row in table.rows] == [
        ("Xã Hai", "2", "0", "0", "1", "1"),
        ("Xã Một", "2", "2", "1", "0", "0"),
        ("Cộng", "4", "2", "1", "1", "1"),
    ]


def test_yes_and_no_are_told_by_name_and_who_is_not_asked_is_left_out(period: ReportingPeriod) -> None:
    flag = IndicatorFactory(count=True, name="Trường xong CSVC", value_kind=ValueKind.FLAG, short_name="Xong CSVC")
    for name, value in (("MN A", 1), ("MN B", 0)):
        add_value(accepted(period, SchoolFactory(name=name)), flag, value=value)
    add_value(accepted(period, SchoolFactory(name="MN C")), flag, value=None, state=ValueState.NOT_APPLICABLE)
    accepted(period, SchoolFactory(name="MN D"))

    data = data_of(period)
    line = next(text for text in lines(facilities_part(data)) if text.startswith("Trường xong CSVC"))

    assert line == ("Trường xong CSVC: 1 trường; đã hoàn thành: MN A; chưa hoàn thành: MN B; 1 đơn vị chưa có số liệu.")
    assert sources_of(facilities_part(data), "Trường xong CSVC")[0].label == "Xong CSVC"
    table = works_table(data)
    assert table is not None
    assert [row.cells[-1] for row in table.rows if row.kind != "group"] == ["Xong", "Chưa", "", "–", "1"]


def test_tasks_below_a_heading_about_facilities_are_told_when_late_or_held_up(period: ReportingPeriod) -> None:
    group = TaskFactory(plan=period.plan, title="Cơ sở vật chất", is_reported=False)
    late = TaskFactory(
        plan=period.plan, parent=group, title="Xây nhà", due_on=dt.date(2018, 6, 1), status=TaskStatus.IN_PROGRESS,
        progress=40, is_reported=False, lead=period.plan.receiver,
    )  # fmt: skip
    TaskFactory(plan=period.plan, parent=group, title="Đã xong", status=TaskStatus.DONE, is_reported=False)
    TaskFactory(plan=period.plan, parent=group, title="Chưa ai nói gì", is_reported=False)
    TaskFactory(plan=period.plan, title="Việc khác", status=TaskStatus.HINDERED)
    stuck = TaskFactory(plan=period.plan, title="Đủ phòng học", status=TaskStatus.HINDERED)
    report = accepted(period, SchoolFactory())
    add_value(report, rooms_lacking(), value=0)
    TaskEntryFactory(submission=report, task=stuck, status=TaskStatus.HINDERED)

    blocks = facilities_part(data_of(period))
    said = lines(blocks)

    lead = period.plan.receiver.short_name
    at = said.index(
        "Trong 4 nhiệm vụ về cơ sở vật chất, trường chuẩn quốc gia có 3 nhiệm vụ được cập nhật tình hình: 1 đang "
        "thực hiện, 1 hoàn thành và 1 gặp khó khăn; 1 nhiệm vụ quá hạn."
    )
    assert said[at + 1 : at + 3] == [
        f"Xây nhà ({lead}): đang thực hiện, tiến độ 40%, hạn 01/06/2018, đã quá hạn.",
        "Đủ phòng học: gặp khó khăn, tiến độ 100%, 1 trường báo cáo gặp khó khăn.",
    ]
    assert sources_of(blocks, "Xây nhà") == (Source("task", "Xây nhà", str(late.pk)),)
    assert not any("Việc khác" in line or "Chưa ai nói" in line for line in said)


def test_shared_sentences_are_counted_and_others_quoted_with_their_school(period: ReportingPeriod) -> None:
    section = OutlineSectionFactory(plan=period.plan, title="Cơ sở vật chất")
    other = OutlineSectionFactory(plan=period.plan, title="Giải pháp")
    PlanIndicatorFactory(plan=period.plan, indicator=rooms_lacking())
    first, second = (accepted(period, SchoolFactory(name=name)) for name in ("MN A", "MN B"))
    SectionEntryFactory(submission=first, section=section, text="Năm 2018 rất vui. Mái nhà đã sửa. Sân đã lát.")
    SectionEntryFactory(submission=second, section=section, text="mái nhà  đã sửa.\nNăm 2018 rất vui")
    SectionEntryFactory(submission=second, section=other, text="Họp hằng tuần. Đã họp chung với các tổ.")
    waiting = SubmissionFactory(period=period, organisation=SchoolFactory().organisation, submitted=True)
    SectionEntryFactory(submission=waiting, section=section, text="Sân đã lát.")

    data = data_of(period)
    facilities, measures = facilities_part(data), measures_part(data)

    assert "2/2 báo cáo đã duyệt nêu về cơ sở vật chất; nội dung nhiều trường cùng nêu:" in lines(facilities)
    assert "Mái nhà đã sửa (2 trường)." in lines(facilities)
    assert not any("rất vui" in line or "Sân" in line for line in lines(facilities))
    assert lines(measures)[:2] == ["1/2 báo cáo đã duyệt nêu về giải pháp, trong đó có:", "MN B: “Họp hằng tuần”."]
    assert sources_of(measures, "MN B") == (Source("report", "MN B", str(second.pk)),)


# -- rooms --------------------------------------------------------------------------------------------------------
def test_rooms_add_up_by_place_with_their_coverage(period: ReportingPeriod) -> None:
    one, two = CommuneFactory(short_name="Xã Một"), CommuneFactory(short_name="Xã Hai")
    lacking = rooms_lacking()
    schools = [SchoolFactory(commune=place) for place in (one, one, two)]
    for school, value in zip(schools, (3, 4, 0), strict=True):
        add_value(accepted(period, school), lacking, value=value)
    SubmissionFactory(period=period, organisation=SchoolFactory(commune=two).organisation, submitted=True)
    SchoolYearFactsFactory(
        school=schools[0], school_year=period.school_year, rooms_permanent=8, rooms_semi_permanent=2, rooms_borrowed=1
    )

    blocks = rooms_part(data_of(period))

    assert lines(blocks) == [
        "Số phòng học còn thiếu: 7 phòng; có số liệu của 3/4 trường; còn ở 1/2 xã, phường.",
        (
            "Phòng học năm học 2017 - 2018 theo danh mục của 1 trường: 10 phòng kiên cố, bán kiên cố; 0 phòng tạm; 1 "
            "phòng học nhờ, mượn."
        ),
    ]
    (table,) = tables(blocks)
    assert sum(column.width for column in table.columns) == 100
    assert table.rows == (
        Row(("Xã Hai", "1/2", "0")),
        Row(("Xã Một", "2/2", "7")),
        Row(("Cộng", "3/4", "7"), "total"),
    )


def test_schools_of_one_place_stand_by_name(period: ReportingPeriod) -> None:
    place, lacking = CommuneFactory(), rooms_lacking()
    for name, value in (("MN A", 2), ("MN B", 1)):
        add_value(accepted(period, SchoolFactory(name=name, commune=place)), lacking, value=value)

    data = data_of(period)
    (table,) = tables(rooms_part(data))

    assert [row.cells for row in table.rows] == [("MN A", "2"), ("MN B", "1"), ("Cộng", "3")]
    assert sum(column.width for column in table.columns) == 100
    assert lines(rooms_part(data)) == ["Số phòng học còn thiếu: 3 phòng; còn ở 2/2 trường."]
    works = works_table(data)
    assert works is not None
    assert works.rows[0].cells == ("Mầm non (2 trường, 0 trường đạt chuẩn)",)
    assert tables(facilities_part(data)) == []


# -- measures -----------------------------------------------------------------------------------------------------
def test_figures_of_the_office_are_told_and_what_is_missing_is_said(period: ReportingPeriod) -> None:
    office = SubmissionFactory(period=period, organisation=period.plan.receiver, purpose="figures", accepted=True)
    visits = IndicatorFactory(count=True, name="Số cuộc kiểm tra", unit="cuộc", entered_by=EnteredBy.OFFICE)
    add_value(office, visits, value=12)

    said = lines(measures_part(data_of(period)))

    assert said == [
        "Kỳ này chưa có báo cáo đã duyệt nêu giải pháp đã thực hiện.",
        "Số cuộc kiểm tra: 12 cuộc.",
        "Kỳ này chưa có số liệu về đơn thư.",
    ]
    letters = IndicatorFactory(name="Tỷ lệ đơn thư đã giải quyết", decimals=1, entered_by=EnteredBy.OFFICE)
    add_value(office, letters, numerator=3, denominator=4)

    assert lines(measures_part(data_of(period)))[-1] == "Tỷ lệ đơn thư đã giải quyết: 75,0% (3/4)."


def test_without_data_every_part_says_so_in_one_sentence(period: ReportingPeriod) -> None:
    data = data_of(period)

    assert lines(facilities_part(data)) == ["Kỳ này chưa có số liệu về cơ sở vật chất, trường chuẩn quốc gia."]
    assert lines(rooms_part(data)) == ["Kỳ này chưa có số liệu về phòng học thiếu, học nhờ, học tạm."]
    assert lines(requests_part(data)) == ["Các báo cáo đã duyệt của kỳ này không có kiến nghị chưa giải quyết."]
    assert works_table(data) is None
    assert requests_table(data) is None


# -- requests -----------------------------------------------------------------------------------------------------
def test_the_same_request_to_each_own_place_is_one(period: ReportingPeriod) -> None:
    reports = []
    for name, place in (("MN A", "Xã Một"), ("MN B", "Xã Hai")):
        report = accepted(period, SchoolFactory(name=name, commune__short_name=place))
        reports.append(report)
        text = f"Đề nghị chính quyền {place.lower()} sửa đường."
        RecommendationFactory(submission=report, addressee=Addressee.COMMUNE, text=text)
    RecommendationFactory(submission=reports[0], text="Đề nghị Ban hỗ trợ 50 triệu đồng")
    RecommendationFactory(submission=reports[1], text="Kính đề nghị Ban quan tâm hỗ trợ 50 triệu đồng")
    RecommendationFactory(submission=reports[1], text="Đề nghị Ban hỗ trợ 60 triệu đồng")

    data = data_of(period)
    blocks = requests_part(data)

    waits = f"chờ {(data.day - local_day(reports[0].first_submitted_at)).days} ngày"
    assert lines(blocks) == [
        (
            "Báo cáo đã duyệt của 2 trường nêu 3 kiến nghị chưa giải quyết (kiến nghị cùng nội dung của nhiều trường "
            "tính một lần): 2 về kinh phí và 1 về nội dung khác."
        ),
        f"1. Đối với {data.leaders.name}:",
        f"Đề nghị Ban hỗ trợ 50 triệu đồng (2 trường: MN A, MN B; {waits}).",
        f"Đề nghị Ban hỗ trợ 60 triệu đồng (MN B; {waits}).",
        "2. Đối với chính quyền xã, phường:",
        f"Đề nghị chính quyền xã, phường sửa đường (2 trường: MN A, MN B; {waits}).",
    ]
    assert [source.key for source in sources_of(blocks, "Đề nghị Ban hỗ trợ 50")] == [str(row.pk) for row in reports]
    table = requests_table(data)
    assert table is not None
    assert table.rows == (
        Row((f"Đối với {data.leaders.name} (2 kiến nghị)",), "group"),
        Row(("1", "Đề nghị Ban hỗ trợ 50 triệu đồng", "Kinh phí", "2", "MN A, MN B", waits)),
        Row(("2", "Đề nghị Ban hỗ trợ 60 triệu đồng", "Kinh phí", "1", "MN B", waits)),
        Row(("Đối với chính quyền xã, phường (1 kiến nghị)",), "group"),
        Row(("3", "Đề nghị chính quyền xã, phường sửa đường", "Nội dung khác", "2", "MN A, MN B", waits)),
        Row(("", "Cộng: 3 kiến nghị", "", "5", "", ""), "total"),
    )


# -- cost ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_facts_take_seven_queries_for_any_number_of_rows(period: ReportingPeriod, rows: int) -> None:
    indicators = []
    for _ in range(rows):
        school, lacking = SchoolFactory(), rooms_lacking()
        report = accepted(period, school)
        add_value(report, lacking, value=1)
        NationalStandardFactory(school=school)
        SchoolYearFactsFactory(school=school)
        SectionEntryFactory(submission=report, section__title="Cơ sở vật chất", section__plan=period.plan)
        indicators.append(lacking)

    with CaptureQueriesContext(connection) as queries:
        facts = load_facts(period, indicators)

    assert len(facts.schools) == len(facts.cells) == rows
    assert len(queries) == 7


def test_figures_are_compared_and_long_lists_of_names_cut(period: ReportingPeriod) -> None:
    earlier = ReportingPeriodFactory(plan=period.plan, position=1)
    visits = IndicatorFactory(count=True, name="Số cuộc kiểm tra", unit="cuộc")
    schools = [SchoolFactory(name=f"MN {number:02}") for number in range(10)]
    for school in schools:
        NationalStandardFactory(school=school, recognised_on=dt.date(2018, 2, 1))
    for row, value in ((earlier, 2), (period, 5)):
        add_value(accepted(row, schools[0]), visits, value=value)

    data = data_of(period)

    assert "Số cuộc kiểm tra: 5 cuộc, kỳ trước 2 cuộc." in lines(measures_part(data))
    names = ", ".join(f"MN {number:02}" for number in range(8))
    assert f"Công nhận mới từ đầu năm 10 trường: {names} và 2 trường khác." in lines(facilities_part(data))


def test_bodies_that_are_no_schools_have_no_part_about_schools() -> None:
    period = a_party_period()
    SchoolFactory()
    a_unit(period, "Hội Một", OrganisationKind.UNION, accepted=True)
    PlanIndicatorFactory(plan=period.plan, indicator=rooms_lacking())

    document = build_summary(SummaryReportFactory(period=period))

    keys = [block.key for block in document.body if isinstance(block, Heading)]
    assert "results.targets" in keys
    assert not {"results.facilities", "results.rooms"} & set(keys)
    assert not any("chuẩn quốc gia" in appendix.title for appendix in document.appendices)

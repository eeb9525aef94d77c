"""What Party documents say: the summary by tasks instead of figures, the letter, and who may head a paper so."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.enums import TaskStatus
from plans.models import ReportingPeriod
from reports.documents.content import Heading, Item, Letterhead, Paragraph, Row, Signature, SummaryDocument, Table
from reports.documents.letter import build_letter
from reports.documents.paper import build_paper
from reports.documents.summary import build_summary
from reports.documents.wording import GAP
from schools.enums import OrganisationKind
from tests.factories import PlanRecipientFactory, SummaryReportFactory, TargetFactory, TaskFactory
from tests.reports.letters import a_letter
from tests.reports.parties import a_party_period, a_unit, told

pytestmark = pytest.mark.django_db
BLANK_DAY = "ngày" + "\u00a0" * 6 + "tháng" + "\u00a0" * 6 + "năm 2019"


@pytest.fixture
def period() -> Iterator[ReportingPeriod]:
    with time_machine.travel(dt.datetime(2019, 7, 1, 9, tzinfo=dt.UTC), tick=False):
        yield a_party_period()


@pytest.fixture
def document(period: ReportingPeriod) -> SummaryDocument:
    PlanRecipientFactory(plan=period.plan, name="Ban Tuyên truyền Cấp trên", organisation=None)
    return build_summary(SummaryReportFactory(period=period))


def said(document: SummaryDocument) -> str:
    lines = [
        f"{block.label} {block.text}" if isinstance(block, Heading) else block.text
        for block in (*document.opening, *document.body)
        if isinstance(block, Heading | Paragraph | Item)
    ]
    return "\n".join(lines)


def test_board_reports_to_the_standing_committee_in_the_partys_signs(document: SummaryDocument) -> None:
    assert document.profile == "party-36"
    assert document.letterhead == Letterhead(
        "CẤP ỦY NƠI ẤY", "BAN TUYÊN TRUYỀN", f"Số{GAP}-BC/BTT", f"Nơi Ấy, {BLANK_DAY}"
    )
    assert document.addressee == "Ban Thường vụ Cấp ủy Nơi Ấy"
    assert document.recipients == ("- Như trên,", "- Ban Tuyên truyền Cấp trên,", "- Lưu Ban Tuyên truyền.")
    assert document.signature == Signature("K/T TRƯỞNG BAN", "Phó trưởng ban", "Trần Thị Mẫu")
    assert document.closing.endswith("kính báo cáo Ban Thường vụ Cấp ủy Nơi Ấy xem xét, chỉ đạo./.")
    parts = [block.label for block in document.body if isinstance(block, Heading) and block.level == 1]
    assert parts == ["I-", "II-", "III-", "IV-", "V-"]


def test_number_and_day_of_the_plan_are_gaps_for_the_clerk(document: SummaryDocument) -> None:
    cited = f"Thực hiện Kế hoạch số{GAP}-KH/CU {BLANK_DAY} của Ban Thường vụ Cấp ủy Nơi Ấy về thực hiện Kết luận"

    assert document.opening[0].text.startswith(cited)


def test_bodies_are_no_schools_and_are_not_counted_by_level(document: SummaryDocument) -> None:
    text = said(document)

    assert "Có 2/3 đơn vị gửi báo cáo" in text
    assert "trường" not in text
    assert not any(isinstance(block, Table) and "cấp học" in block.caption for block in document.body)


def test_tasks_stand_where_figures_would(document: SummaryDocument) -> None:
    groups, table = [block for block in document.body if isinstance(block, Table)]
    text = said(document)

    assert "chỉ tiêu" not in text
    assert "cấp học" not in text
    assert groups.caption == "Bảng 1. Kết quả theo nhóm nhiệm vụ"
    assert groups.rows[-1] == Row(("", "Cộng", "2", "0", "1", "1", "0", "70%"), "total")
    assert "nêu kết quả của 2/2 nhiệm vụ phải báo cáo, gồm 3 kết quả của từng đơn vị: 1 đang thực hiện, 1 hoàn" in text
    assert table.caption == "Bảng 2. Kết quả thực hiện nhiệm vụ"
    assert table.rows == (
        Row(("1", "Tuyên truyền, quán triệt", "2", "0", "1", "1", "0")),
        Row(("2", "Nâng chất lượng", "1", "0", "0", "0", "1")),
        Row(("", "Cộng", "3", "0", "1", "1", "1"), "total"),
    )
    assert "2. Hạn chế, tồn tại\nGặp khó khăn: Nâng chất lượng (Hội Một: thiếu kinh phí)." in text
    assert "Quá hạn chưa gửi (1 đơn vị): Mặt trận Ba." in text


def test_appendices_hold_every_result_and_every_report(document: SummaryDocument) -> None:
    results, reports = document.appendices
    (table,) = results.blocks

    assert (results.label, results.title) == ("Phụ lục I", "Kết quả thực hiện nhiệm vụ của từng đơn vị")
    assert (reports.label, reports.title) == ("Phụ lục II", "Tình hình gửi báo cáo của các đơn vị")
    assert results.reference == f"(Kèm theo Báo cáo số{GAP}-BC/BTT {BLANK_DAY} của Ban Tuyên truyền Nơi Ấy)"
    assert isinstance(table, Table)
    assert table.rows == (
        Row(("Đảng bộ Hai",), "group"),
        Row(("1", "Tuyên truyền, quán triệt", "Đang thực hiện", "–", "–")),
        Row(("Hội Một",), "group"),
        Row(("2", "Tuyên truyền, quán triệt", "Hoàn thành", "100%", "Đã mở 3 hội nghị")),
        Row(("3", "Nâng chất lượng", "Gặp khó khăn", "40%", "Thiếu kinh phí")),
        Row(("", "Cộng", "3 kết quả", "", ""), "total"),
    )


def test_bodies_without_a_place_have_no_column_for_it(document: SummaryDocument) -> None:
    (table,) = document.appendices[1].blocks

    assert isinstance(table, Table)
    assert [column.title for column in table.columns] == ["TT", "Đơn vị", "Ngày gửi lần đầu", "Thời hạn", "Tình trạng"]
    assert sum(column.width for column in table.columns) == 100
    assert table.rows[-1] == Row(("", "Cộng: 3 đơn vị", "2 đã gửi", "2 đúng hạn, 0 trễ hạn", "2 đã duyệt"), "total")


def test_reports_that_are_not_accepted_say_nothing(period: ReportingPeriod) -> None:
    waiting = a_unit(period, "Hội Bốn", OrganisationKind.UNION, submitted=True)
    told(waiting, period.plan.tasks.get(code="II.2"), TaskStatus.DONE, 100, "Chưa ai duyệt.")

    document = build_summary(SummaryReportFactory(period=period))

    assert "Chưa ai duyệt" not in str(document)
    assert "gồm 3 kết quả" in said(document)


def test_nothing_told_makes_no_empty_table() -> None:
    period = a_party_period()
    for report in period.submissions.all():
        report.task_entries.all().delete()

    document = build_summary(SummaryReportFactory(period=period))

    assert "Chưa có kết quả của 2 nhiệm vụ phải báo cáo." in said(document)
    assert "Chưa có kết quả: Tuyên truyền, quán triệt; Nâng chất lượng." in said(document)
    assert [block.caption for block in document.body if isinstance(block, Table)] == [
        "Bảng 1. Kết quả theo nhóm nhiệm vụ"
    ]
    assert [appendix.label for appendix in document.appendices] == ["Phụ lục"]


def test_party_plan_with_figures_shows_them(period: ReportingPeriod) -> None:
    TargetFactory(plan=period.plan, indicator__name="Tỷ lệ thử")

    text = said(build_summary(SummaryReportFactory(period=period)))

    assert "II- Kết quả thực hiện\n1. Kết quả thực hiện các chỉ tiêu\nTrong 1 chỉ tiêu của kế hoạch" in text
    assert "Chưa đủ số liệu để đánh giá: Tỷ lệ thử." in text


@pytest.mark.parametrize("more", [1, 3])
def test_queries_do_not_grow_with_bodies_and_tasks(more: int) -> None:
    period = a_party_period()
    for number in range(more):
        task = TaskFactory(plan=period.plan)
        told(a_unit(period, f"Hội {number}", OrganisationKind.UNION, accepted=True), task, TaskStatus.HINDERED)
    summary = SummaryReportFactory(period=period)

    with CaptureQueriesContext(connection) as queries:
        build_summary(summary)

    assert len(queries) == 26


# -- letter and paper -----------------------------------------------------------------------------------------------
def test_letter_of_the_board_carries_its_type_and_the_partys_signs(period: ReportingPeriod) -> None:
    late = period.submissions.get(organisation__short_name="Mặt trận Ba")
    respond_by = dt.datetime(2019, 7, 8, 10, tzinfo=dt.UTC)
    document = build_letter(a_letter(period, submissions=[late], respond_by=respond_by))

    assert document.letterhead.number_line == f"Số{GAP}-CV/BTT"
    assert document.recipients == (
        "- Như trên,",
        "- Ban Thường vụ Cấp ủy (để báo cáo),",
        "- Lưu Ban Tuyên truyền.",
    )
    assert (document.profile, document.signature.capacity) == ("party-36", "K/T TRƯỞNG BAN")


@pytest.mark.parametrize(
    ("kind", "profile", "number"),
    [
        (OrganisationKind.PARTY_COMMITTEE, "party-36", f"Số{GAP}-BC"),
        (OrganisationKind.PARTY_BODY, "party-36", f"Số{GAP}-BC"),
        (OrganisationKind.PEOPLES_COMMITTEE, "state", f"Số:{GAP}/BC"),
        (OrganisationKind.FRONT, "state", f"Số:{GAP}/BC"),
    ],
)
def test_only_bodies_of_the_party_report_under_its_name(
    period: ReportingPeriod, kind: OrganisationKind, profile: str, number: str
) -> None:
    document = build_paper(a_unit(period, "Đơn vị Năm", kind, accepted=True))

    assert (document.profile, document.letterhead.number_line) == (profile, number)
    assert document.addressee == "Ban Tuyên truyền Nơi Ấy"


def test_summary_of_2026_follows_the_newer_guideline() -> None:
    document = build_summary(SummaryReportFactory(period=a_party_period(year=2026)))

    assert document.profile == "party-05"
    assert document.closing.endswith("xem xét, chỉ đạo.")

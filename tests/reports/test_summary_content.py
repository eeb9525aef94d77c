"""What the summary of a period says: sentences, tables and names, from data alone."""

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pdfplumber
import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from plans.models import CitedDocument, PlanRecipient, PlanRelation
from reports.documents.content import (
    Block,
    Heading,
    Item,
    Letterhead,
    Paragraph,
    Row,
    Signature,
    SummaryDocument,
    Table,
    content_sha256,
)
from reports.documents.pdf import render_pdf
from reports.documents.summary import build_summary, subject_of
from reports.documents.wording import GAP
from reports.enums import Addressee
from reports.models import SummaryReport
from tests.factories import (
    OrganisationProfileFactory,
    OutlineSectionFactory,
    RecommendationFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SectionEntryFactory,
    SubmissionFactory,
    SummaryReportFactory,
    TargetFactory,
    TaskEntryFactory,
    TaskFactory,
)
from tests.reports.kit import report


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("subject", "label", "expected"),
    [
        ("thực hiện kế hoạch năm 2018", "6 tháng", "Kết quả thực hiện kế hoạch 6 tháng năm 2018"),
        ("thực hiện kế hoạch năm 2018", "năm", "Kết quả thực hiện kế hoạch năm 2018"),
        ("thực hiện kế hoạch", "3 tháng", "Kết quả thực hiện kế hoạch – 3 tháng năm 2018"),
    ],
)
def test_subject_names_the_period_before_the_year(subject: str, label: str, expected: str) -> None:
    period = ReportingPeriodFactory(label=label, plan__report_subject=subject)

    assert subject_of(period) == expected


@pytest.fixture
def summary(db: None) -> SummaryReport:
    """Five schools of two levels: on time, late, waiting, overdue; two targets; requests; names by date."""
    period = ReportingPeriodFactory(position=2, plan__number="04", plan__symbol="KH-CQ", plan__is_illustrative=True)
    plan = period.plan
    for start, name in ((None, "Cơ quan tên cũ"), (dt.date(2018, 3, 1), "Cơ quan Giáo dục Mới")):
        OrganisationProfileFactory(
            organisation=plan.receiver,
            valid_from=start,
            valid_to=None if start else dt.date(2018, 2, 28),
            name=name,
            header_name=name.upper(),
            superior_header="CƠ QUAN CẤP TRÊN",
            symbol="CQGD",
            place_name="Nơi Ấy",
            head_title="Thủ trưởng",
            signer_name="Trần Thị Mẫu",
            filing_note="VT, TH",
        )
    OrganisationProfileFactory(organisation=plan.forwarded_to, name="Ủy ban Nơi Nhận", area_unit_label="Xã, phường")
    cited = CitedDocument.objects.create(
        document_type="KH", number="13", symbol="KH-UB", issued_on=dt.date(2018, 1, 31), subject="Triển khai việc lớn",
        issuer_name="Ủy ban Nơi Nhận",
    )  # fmt: skip
    PlanRelation.objects.create(plan=plan, kind="implements", to_document=cited)
    PlanRecipient.objects.create(plan=plan, name="Ban Tuyên truyền", role="report_to")
    ratio = TargetFactory(plan=plan, indicator__name="Tỷ lệ thử", value=Decimal(80), position=1)
    other = TargetFactory(plan=plan, indicator__name="Tỷ lệ tiểu học", indicator__levels="TH", position=2)
    kinder, early, late, waiting, owing = (
        SchoolFactory(name=name, levels=level).organisation
        for name, level in (("MN Một", "MN"), ("MN Hai", "MN"), ("TH Ba", "TH"), ("TH Bốn", "TH"), ("TH Năm", "TH"))
    )
    first = report(period, ratio, kinder, n=1, d=2)
    report(period, ratio, early, n=99, d=100)
    tardy = SubmissionFactory(period=period, organisation=late, accepted=True, days_late=4)
    SubmissionFactory(period=period, organisation=waiting, submitted=True)
    SubmissionFactory(period=period, organisation=owing, draft=True)
    for submission in (first, tardy):
        RecommendationFactory(submission=submission, text="Bổ sung phòng học.\n")
    RecommendationFactory(submission=first, text="Đã giải quyết xong", status="closed", closed_at=timezone.now())
    RecommendationFactory(
        submission=SubmissionFactory(period=period, submitted=True), text="Chưa duyệt", addressee=Addressee.OFFICE
    )
    assert other.plan == plan
    return SummaryReportFactory(period=period)


@pytest.fixture
def document(summary: SummaryReport) -> SummaryDocument:
    with time_machine.travel(dt.datetime(2018, 7, 1, 9, tzinfo=dt.UTC), tick=False):
        return build_summary(summary)


def flat(document: SummaryDocument) -> str:
    """Everything the document says, cells of tables included."""

    def lines(blocks: tuple[Block, ...]) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Table):
                yield from (" | ".join(row.cells) for row in block.rows)
            elif isinstance(block, Heading):
                yield f"{block.label} {block.text}"
            elif isinstance(block, Paragraph | Item):
                yield block.text

    parts = [*lines(document.opening), *lines(document.body), document.closing]
    for appendix in document.appendices:
        parts += [appendix.label, appendix.title, *lines(appendix.blocks)]
    return "\n".join(parts)


def test_names_are_those_of_the_documents_day(document: SummaryDocument) -> None:
    assert document.letterhead == Letterhead(
        "CƠ QUAN CẤP TRÊN",
        "CƠ QUAN GIÁO DỤC MỚI",
        f"Số:{GAP}/BC-CQGD",
        document.letterhead.date_line,
    )
    assert document.addressee == "Ủy ban Nơi Nhận"
    assert document.signature == Signature("", "Thủ trưởng", "Trần Thị Mẫu")
    assert document.recipients == ("- Như trên;", "- Ban Tuyên truyền;", "- Lưu: VT, TH.")


def test_number_day_and_month_are_blank(document: SummaryDocument) -> None:
    place, date = document.letterhead.date_line.split(", ")

    assert place == "Nơi Ấy"
    assert date.split() == ["ngày", "tháng", "năm", "2018"]
    assert not any(char.isdigit() for char in document.letterhead.number_line)


def test_opening_cites_the_plans_and_counts_truly(document: SummaryDocument) -> None:
    carried_out, counted = (paragraph.text for paragraph in document.opening)

    assert "Kế hoạch số 13/KH-UB ngày 31 tháng 01 năm 2018 của Ủy ban Nơi Nhận về triển khai việc lớn" in carried_out
    # The plan was issued in February, when its issuer had the older name.
    assert "Kế hoạch số 04/KH-CQ ngày 05 tháng 02 năm 2018 của Cơ quan tên cũ về kế hoạch thử nghiệm" in carried_out
    assert "Cơ quan Giáo dục Mới báo cáo kết quả 6 tháng năm 2018 như sau:" in carried_out
    assert "Có 5/6 trường gửi báo cáo (đạt 83,33%), trong đó 4 trường gửi đúng hạn, 1 trường gửi trễ hạn" in counted
    assert "1 trường chưa gửi." in counted
    assert "số liệu chính thức, tổng hợp từ 3 báo cáo đã duyệt của kỳ, chốt đến hết ngày 31/05/2018" in counted
    assert "cập nhật đến ngày 13/06/2018" in counted
    assert "dữ liệu minh họa" in counted


def test_targets_are_summed_and_judged_unrounded(document: SummaryDocument) -> None:
    text = flat(document)

    assert "1 | Tỷ lệ thử | ≥ 80% | 98,04% (100/102) | – | Đạt" in text
    assert "2 | Tỷ lệ tiểu học | ≥ 80% | – | – | Chưa đủ số liệu" in text
    assert "Chưa đủ số liệu để đánh giá: Tỷ lệ tiểu học." in text
    assert "Mới có số liệu của 2/6 trường: Tỷ lệ thử." in text


def test_submission_table_lists_every_school_and_adds_up(document: SummaryDocument) -> None:
    table = document.appendices[1].blocks[0]
    assert isinstance(table, Table)
    cells = {row.cells[1]: row.cells[3:] for row in table.rows if row.kind == "plain"}

    assert cells["MN Một"] == ("06/06/2018", "Đúng hạn", "Đã duyệt")
    assert cells["TH Ba"] == ("13/06/2018", "Trễ 4 ngày", "Đã duyệt")
    assert cells["TH Bốn"] == ("06/06/2018", "Đúng hạn", "Chờ duyệt")
    assert cells["TH Năm"] == ("–", "Quá hạn", "Chưa gửi")
    assert table.rows[-1] == Row(("", "Cộng", "6 trường", "5 đã gửi", "4 đúng hạn, 1 trễ hạn", "3 đã duyệt"), "total")


def test_late_and_owing_schools_are_named(document: SummaryDocument) -> None:
    text = flat(document)

    assert "Quá hạn chưa gửi (1 trường): TH Năm." in text
    assert "Gửi trễ hạn (1 trường): TH Ba (4 ngày)." in text


def test_requests_of_accepted_reports_are_merged_by_addressee(document: SummaryDocument) -> None:
    text = flat(document)

    assert "1. Đối với Ủy ban Nơi Nhận:\nBổ sung phòng học (2 trường: MN Một, TH Ba; chờ 4 ngày)." in text
    assert "Đã giải quyết xong" not in text
    assert "Chưa duyệt" not in text


def test_many_requests_move_to_an_appendix(summary: SummaryReport) -> None:
    submission = summary.period.submissions.accepted().order_by("pk")[0]
    for number in range(6):
        RecommendationFactory(submission=submission, text=f"Việc thứ {number}", position=number)

    document = build_summary(summary)

    assert "Còn 2 kiến nghị khác nêu tại Phụ lục IV." in flat(document)
    assert [appendix.label for appendix in document.appendices] == [
        "Phụ lục I",
        "Phụ lục II",
        "Phụ lục III",
        "Phụ lục IV",
    ]
    table = document.appendices[3].blocks[0]
    assert isinstance(table, Table)
    assert table.rows[-1].cells == ("", "Cộng: 7 kiến nghị", "", "8", "", "")


def test_period_without_reports_says_so(db: None) -> None:
    text = flat(build_summary(SummaryReportFactory()))

    assert "Kỳ này không có đơn vị phải gửi báo cáo." in text
    assert "Chưa có báo cáo nào của kỳ được duyệt" in text
    assert "Kỳ này chưa có số liệu về nhiệm vụ: kế hoạch không nêu nhiệm vụ." in text
    assert "kỳ này là kỳ 3 tháng" in text
    assert "giao 0" not in text
    assert "Kỳ này chưa có số liệu về ưu điểm." in text
    assert "Kỳ này chưa có số liệu về hạn chế, tồn tại." in text
    assert "Các báo cáo đã duyệt của kỳ này không nêu nguyên nhân." in text
    assert "Đây là kỳ báo cáo cuối của kế hoạch." in text


def test_content_does_not_change_with_the_day_alone(summary: SummaryReport) -> None:
    hashes = set()
    for day in (1, 20):
        with time_machine.travel(dt.datetime(2018, 7, day, 9, tzinfo=dt.UTC), tick=False):
            hashes.add(content_sha256(build_summary(summary), layout="1"))

    assert len(hashes) == 1


@pytest.mark.parametrize("schools", [1, 3, 60])
def test_queries_do_not_grow_with_schools(db: None, schools: int) -> None:
    period = ReportingPeriodFactory()
    for _ in range(schools):
        target = TargetFactory(plan=period.plan)
        submission = report(period, target, n=1, d=2)
        RecommendationFactory(submission=submission)
        TaskEntryFactory(submission=submission, task=TaskFactory(plan=period.plan))
        cause = OutlineSectionFactory(plan=period.plan, title="Nguyên nhân")
        SectionEntryFactory(submission=submission, section=cause, text="Thiếu vốn. Thiếu người.")
    summary = SummaryReportFactory(period=period)

    with CaptureQueriesContext(connection) as queries:
        build_summary(summary)

    assert len(queries) == 39


def test_whole_document_prints(document: SummaryDocument) -> None:
    with pdfplumber.open(io.BytesIO(render_pdf(document))) as pdf:
        # Labels of a chart are set letter by letter, so spaces there are narrower than elsewhere.
        text = "\n".join(page.extract_text(x_tolerance=2) for page in pdf.pages)

    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Kính gửi: Ủy ban Nơi Nhận.",
        "I. CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH",
        "II. KẾT QUẢ THỰC HIỆN",
        "III. ĐÁNH GIÁ CHUNG",
        "IV. PHƯƠNG HƯỚNG, NHIỆM VỤ KỲ TIẾP THEO",
        "V. KIẾN NGHỊ",
        "Gửi đúng hạn",  # the legend of the chart
        "xem xét, chỉ đạo./.",
        "THỦ TRƯỞNG",
        "Phụ lục II",
    ):
        assert words in text


# -- command ------------------------------------------------------------------------------------------------------
def test_command_writes_the_file(summary: SummaryReport, tmp_path: Any) -> None:
    target = tmp_path / "summary.pdf"

    call_command("render_summary", period=summary.period_id, out=target, stdout=io.StringIO())

    assert target.read_bytes().startswith(b"%PDF-")
    assert [path.name for path in tmp_path.glob("*.p*")] == ["summary.pdf"]


@pytest.mark.django_db
def test_command_names_an_unknown_period(tmp_path: Any) -> None:
    with pytest.raises(CommandError, match="Không có kỳ báo cáo số 0"):
        call_command("render_summary", period=0, out=tmp_path / "x.pdf")

"""Arranging a report that says something in every part, and reading what was printed."""

import io
from collections import Counter
from decimal import Decimal
from typing import Any

import docx
import pdfplumber
from docx.oxml.ns import qn

from plans.enums import SectionKind, TaskStatus
from reports.documents.content import OfficialDocument
from reports.documents.docx import render_docx
from reports.documents.pdf import render_pdf
from reports.enums import Addressee, ValueState
from reports.models import Submission
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    MembershipFactory,
    OrganisationProfileFactory,
    OutlineSectionFactory,
    PlanIndicatorFactory,
    RecommendationFactory,
    SectionEntryFactory,
    SubmissionFactory,
    TargetFactory,
    TaskEntryFactory,
    TaskFactory,
)

PART_TWO = "Kết quả thực hiện nhiệm vụ"
NARRATIVE = "Nhà trường đã phân công.\n- Kiểm tra nội bộ;\n+ Tổ chuyên môn"


def a_report(**options: Any) -> Submission:
    """A report with two narratives, two tasks, four figures of four kinds and three requests; accepted by default."""
    state = options or {"accepted": True}
    report = SubmissionFactory(period__plan__number="04", period__plan__symbol="KH-CQ", period__position=2, **state)
    plan, school = report.period.plan, report.organisation
    _words(report)
    MembershipFactory(organisation=school, role=Role.PRINCIPAL, user__full_name="Nguyễn Thị Hiệu")
    outline = (
        ("I", "Công tác chỉ đạo", "", SectionKind.TEXT),
        ("II.1", "Chất lượng giáo dục", PART_TWO, SectionKind.TASKS),
        ("II.4", "Biểu số liệu", PART_TWO, SectionKind.INDICATORS),
        ("III", "Phương hướng", "", SectionKind.TEXT),
        ("V", "Đề xuất, kiến nghị", "", SectionKind.RECOMMENDATIONS),
    )
    sections = {
        code: OutlineSectionFactory(plan=plan, code=code, label=code, title=title, parent_title=parent, kind=kind)
        for code, title, parent, kind in outline
    }
    SectionEntryFactory(submission=report, section=sections["I"], text=NARRATIVE)
    SectionEntryFactory(submission=report, section=sections["III"], text="Duy trì kết quả đã đạt.")
    for code, title, status, progress in (
        ("II.1.1", "Giảm suy dinh dưỡng", TaskStatus.DONE, 100),
        ("II.1.2", "Dạy bơi", TaskStatus.IN_PROGRESS, None),
    ):
        task = TaskFactory(plan=plan, code=code, title=title)
        TaskEntryFactory(submission=report, task=task, status=status, progress=progress, text=f"Đã làm {title}.")
    _figures(report)
    for addressee, text in (
        (Addressee.OFFICE, "Tập huấn cho giáo viên"),
        (Addressee.LEADERS, "Bổ sung hai phòng học."),
        (Addressee.LEADERS, "Hỗ trợ kinh phí"),
    ):
        RecommendationFactory(submission=report, addressee=addressee, text=text)
    return report


def _words(report: Submission) -> None:
    plan, school = report.period.plan, report.organisation
    OrganisationProfileFactory(
        organisation=school,
        name="Trường Mầm non Cẩm Vũ",
        header_name="TRƯỜNG MẦM NON CẨM VŨ",
        superior_header="CƠ QUAN GIÁO DỤC NƠI ẤY",
        symbol="MNCV",
        place_name="Cẩm Vũ",
        head_title="Hiệu trưởng",
        filing_note="VT",
    )
    OrganisationProfileFactory(organisation=plan.receiver, name="Cơ quan Giáo dục Nơi Ấy")
    OrganisationProfileFactory(organisation=plan.forwarded_to, name="Ủy ban Nơi Ấy")


def _figures(report: Submission) -> None:
    plan = report.period.plan
    ratio = IndicatorFactory(name="Tỷ lệ trẻ nhẹ cân")
    indicators = (
        (ratio, {"numerator": Decimal(1), "denominator": Decimal(98), "note": "Theo sổ theo dõi"}),
        (IndicatorFactory(name="Số trẻ", count=True, decimals=0), {"value": Decimal(1234)}),
        (IndicatorFactory(name="Số vụ mất an toàn", count=True, decimals=0), {"value": Decimal(0)}),
        (IndicatorFactory(name="Diện tích đất", count=True), {"value": None, "state": ValueState.NOT_APPLICABLE}),
    )
    for position, (indicator, figures) in enumerate(indicators, 1):
        row = PlanIndicatorFactory(plan=plan, indicator=indicator, position=position)
        IndicatorValueFactory(submission=report, plan_indicator=row, **figures)
    TargetFactory(plan=plan, indicator=ratio, operator="<", value=Decimal("1.02"))


def printed(document: OfficialDocument) -> pdfplumber.PDF:
    return pdfplumber.open(io.BytesIO(render_pdf(document)))


def opened(document: OfficialDocument) -> Any:
    return docx.Document(io.BytesIO(render_docx(document)))


def words_of_word(document: OfficialDocument) -> Counter[str]:
    """All words of the Word file, its headers aside."""
    body = opened(document).element.body
    paragraphs = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]
    return Counter(" ".join(paragraphs).casefold().split())


def words_of_pdf(document: OfficialDocument) -> Counter[str]:
    """All words of the PDF below the top margin."""
    with printed(document) as pdf:
        texts = [page.crop((0, 19 * 72 / 25.4, page.width, page.height)).extract_text() for page in pdf.pages]
    return Counter(" ".join(texts).casefold().split())

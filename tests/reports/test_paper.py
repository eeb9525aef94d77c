"""A report as plain content: frame, numbering, figures, names of the day, what is missing."""

import datetime as dt
from typing import Any

import pytest
from django.conf import LazySettings
from pytest_django import DjangoAssertNumQueries

from plans.enums import SectionKind
from reports.documents.content import Heading, Item, PaperDocument, Paragraph, Table
from reports.documents.paper import build_paper, task_blocks, text_blocks
from reports.documents.wording import GAP
from reports.queries.sheet import TaskRow
from schools.enums import Role
from schools.models import Membership, OrganisationProfile
from tests.factories import (
    IndicatorValueFactory,
    MembershipFactory,
    OutlineSectionFactory,
    PlanIndicatorFactory,
    RecommendationFactory,
    SubmissionFactory,
)
from tests.reports.papers import a_report, printed

pytestmark = pytest.mark.django_db
GRID_SENTENCE = (
    "Số liệu chốt đến hết ngày 31/05/2018 gồm 4 chỉ tiêu, trong đó 3 chỉ tiêu có số liệu và 1 chỉ tiêu không áp dụng "
    "(Phụ lục kèm theo)."
)


def texts(document: PaperDocument) -> list[str]:
    """The body as lines, each with its number or sign."""
    lines = []
    for block in document.body:
        match block:
            case Heading():
                lines.append(f"{block.label} {block.text}")
            case Item():
                lines.append(f"{block.sign} {block.text}")
            case Paragraph():
                lines.append(block.text)
    return lines


# -- content ------------------------------------------------------------------------------------------------------
def test_frame_of_the_document() -> None:
    report = a_report()
    document = build_paper(report)

    head = document.letterhead
    assert (head.superior, head.issuer) == ("CƠ QUAN GIÁO DỤC NƠI ẤY", "TRƯỜNG MẦM NON CẨM VŨ")
    assert head.number_line == f"Số:{GAP}/BC-MNCV"
    assert " ".join(head.date_line.split()) == "Cẩm Vũ, ngày tháng năm 2018"
    assert (document.kind, document.subject) == ("BÁO CÁO", "Kết quả thực hiện nhiệm vụ thử nghiệm 6 tháng năm 2018")
    assert document.addressee == "Cơ quan Giáo dục Nơi Ấy"
    assert document.basis == (
        "Căn cứ Kế hoạch số 04/KH-CQ ngày 05 tháng 02 năm 2018 của Cơ quan Giáo dục Nơi Ấy về kế hoạch thử nghiệm.",
    )
    assert document.closing == (
        "Trên đây là báo cáo kết quả thực hiện nhiệm vụ thử nghiệm 6 tháng năm 2018, Trường Mầm non Cẩm Vũ kính báo "
        "cáo Cơ quan Giáo dục Nơi Ấy./."
    )
    assert document.recipients == ("- Như trên;", "- Lưu: VT.")
    assert (document.signature.title, document.signature.name) == ("Hiệu trưởng", "Nguyễn Thị Hiệu")
    assert document.marks == ()


def test_body_follows_the_outline_in_the_numbers_of_the_decree() -> None:
    assert texts(build_paper(a_report())) == [
        "I. Công tác chỉ đạo",
        "Nhà trường đã phân công.",
        "- Kiểm tra nội bộ;",
        "+ Tổ chuyên môn",
        "II. Kết quả thực hiện nhiệm vụ",
        "1. Chất lượng giáo dục",
        "a) Giảm suy dinh dưỡng: hoàn thành, tiến độ 100%. Đã làm Giảm suy dinh dưỡng.",
        "b) Dạy bơi: đang thực hiện. Đã làm Dạy bơi.",
        "2. Biểu số liệu",
        GRID_SENTENCE,
        "III. Phương hướng",
        "Duy trì kết quả đã đạt.",
        "IV. Đề xuất, kiến nghị",
        "1. Đối với Ủy ban Nơi Ấy",
        "- Bổ sung hai phòng học.",
        "- Hỗ trợ kinh phí.",
        "2. Đối với Cơ quan Giáo dục Nơi Ấy",
        "- Tập huấn cho giáo viên.",
    ]


def test_appendix_tells_zero_from_what_does_not_apply() -> None:
    (appendix,) = build_paper(a_report()).appendices
    (table,) = appendix.blocks

    assert isinstance(table, Table)
    assert (appendix.label, appendix.title, appendix.is_wide) == ("Phụ lục", "Biểu số liệu", False)
    assert [column.title for column in table.columns] == [
        "TT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm", "Kỳ trước", "Tử số", "Mẫu số", "Thực hiện", "Ghi chú",
    ]  # fmt: skip
    assert sum(column.width for column in table.columns) == 100
    cells = [row.cells for row in table.rows]
    assert cells[0] == ("1", "Tỷ lệ trẻ nhẹ cân", "%", "< 1,02%", "", "1", "98", "1,02", "Theo sổ theo dõi")
    assert [row[7] for row in cells] == ["1,02", "1.234", "0", "Không áp dụng"]


def test_previous_period_and_missing_figures_are_shown() -> None:
    report = a_report(draft=True)
    before = SubmissionFactory(
        period__plan=report.period.plan, period__position=1, organisation=report.organisation, accepted=True
    )
    row = report.indicator_values.first().plan_indicator
    IndicatorValueFactory(submission=before, plan_indicator=row, numerator=2, denominator=98)
    report.indicator_values.filter(plan_indicator=row).delete()

    (table,) = build_paper(report).appendices[0].blocks

    assert isinstance(table, Table)
    assert table.rows[0].cells[4:] == ("2,04", "", "", "Chưa nhập", "")


def test_names_are_those_of_the_day_of_sending() -> None:
    report = a_report()
    sent = report.submitted_at.date()
    OrganisationProfile.objects.filter(organisation=report.organisation).update(valid_to=sent)
    new = OrganisationProfile.objects.get(organisation=report.organisation)
    new.pk, new.valid_from, new.valid_to, new.name = None, sent + dt.timedelta(days=1), None, "Trường Tên Mới"
    new.save()
    Membership.objects.filter(organisation=report.organisation, role=Role.PRINCIPAL).update(ends_on=sent)
    MembershipFactory(
        organisation=report.organisation, starts_on=sent + dt.timedelta(days=1), user__full_name="Trần Người Mới"
    )

    document = build_paper(report)

    assert "Trường Mầm non Cẩm Vũ kính báo cáo" in document.closing
    assert document.signature.name == "Nguyễn Thị Hiệu"


def test_nobody_signs_for_an_empty_seat_and_the_body_above_lends_its_line() -> None:
    report = a_report()
    Membership.objects.filter(organisation=report.organisation).delete()
    OrganisationProfile.objects.filter(organisation=report.organisation).update(superior_header="", head_title="")
    above = report.period.plan.receiver
    above.profiles.update(subordinate_header="CƠ QUAN TRÊN")
    report.organisation.parent = above
    report.organisation.save()

    document = build_paper(report)

    assert (document.signature.title, document.signature.name) == ("Hiệu trưởng", "")
    assert document.letterhead.superior == "CƠ QUAN TRÊN"


def test_nil_return_is_a_short_letter() -> None:
    report = a_report(submitted=True, nil_reason="Trường mới thành lập,\nchưa có trẻ.")
    document = build_paper(report)

    (only,) = texts(document)
    assert only == (
        "Trong kỳ báo cáo 6 tháng năm 2018 (từ ngày 01/01/2018 đến hết ngày 31/05/2018), Trường Mầm non Cẩm Vũ không "
        "phát sinh nội dung phải báo cáo. Lý do: Trường mới thành lập, chưa có trẻ."
    )
    assert document.appendices == ()
    with printed(document) as pdf:
        assert len(pdf.pages) == 1


def test_returned_nil_return_shows_what_is_being_written() -> None:
    document = build_paper(a_report(returned=True, nil_reason="Chưa có trẻ"))

    assert "I. Công tác chỉ đạo" in texts(document)
    assert document.is_draft


def test_illustrative_data_is_marked_and_said(settings: LazySettings) -> None:
    report = a_report()
    plain = build_paper(report)
    settings.DEMO = True
    marked = build_paper(report)

    assert (plain.marks, marked.marks) == ((), ("DỮ LIỆU MINH HỌA",))
    note = Paragraph("Số liệu và họ tên trong báo cáo này là dữ liệu minh họa.")
    assert note in marked.opening
    assert note not in plain.opening


def test_empty_report_says_what_is_missing() -> None:
    report = SubmissionFactory(draft=True)
    plan = report.period.plan
    OutlineSectionFactory(plan=plan, title="Lời văn", position=1)
    OutlineSectionFactory(plan=plan, title="Kiến nghị", kind=SectionKind.RECOMMENDATIONS, position=2)

    assert texts(build_paper(report)) == [
        "I. Lời văn", "Chưa có nội dung.", "II. Kiến nghị", "Không có kiến nghị.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "blocks"),
    [
        ("một\n\n  hai  lần ", [Paragraph("một"), Paragraph("hai lần")]),
        ("– gạch\n• chấm\n-sát", [Item("gạch"), Item("chấm"), Item("sát")]),
        ("+ cộng\n- + kiểu cũ", [Item("cộng", "+"), Item("kiểu cũ", "+")]),
        ("-\n+\n", [Paragraph("-"), Paragraph("+")]),
        ("a) điểm", [Paragraph("a) điểm")]),
        (" \n\t", []),
    ],
)
def test_typed_lines_become_blocks(typed: str, blocks: list[Any]) -> None:
    assert text_blocks(typed) == blocks


def test_tasks_are_counted_by_the_vietnamese_alphabet() -> None:
    def tasks(count: int) -> list[TaskRow]:
        return [TaskRow(n, f"II.{n}", f"Việc {n}.", "", "", None, "- một\n- hai") for n in range(count)]

    lettered, dashed = task_blocks(tasks(7)), task_blocks(tasks(24))

    firsts = [block.text for block in lettered if isinstance(block, Paragraph)]
    assert [text[:2] for text in firsts] == ["a)", "b)", "c)", "d)", "đ)", "e)", "g)"]
    assert lettered[:3] == [Paragraph("a) Việc 0: chưa có thông tin."), Item("một"), Item("hai")]
    assert dashed[0] == Item("Việc 0: chưa có thông tin.")


def test_queries_do_not_grow_with_the_report(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    report = a_report()
    with django_assert_num_queries(14):
        build_paper(report)
    for _ in range(3):
        RecommendationFactory(submission=report)
        IndicatorValueFactory(submission=report, plan_indicator=PlanIndicatorFactory(plan=report.period.plan))

    with django_assert_num_queries(14):
        build_paper(report)

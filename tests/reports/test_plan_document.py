"""What a plan says as a document: its own words in its own order, and only what it leaves to the office made up."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.enums import RecipientRole, RelationKind, TaskKind
from plans.models import Plan, PlanRecipient, PlanRelation
from reports.documents.content import Block, Heading, Item, Letterhead, Paragraph, Row, Signature, Table
from reports.documents.plan import build_plan
from reports.documents.plan_text import written_label
from reports.documents.profiles import PARTY_36, STATE
from reports.documents.wording import GAP
from tests.factories import (
    CitedDocumentFactory,
    IndicatorFactory,
    MilestoneFactory,
    OrganisationFactory,
    OrganisationProfileFactory,
    PlanFactory,
    ReportingPeriodFactory,
    TargetFactory,
    TaskFactory,
)
from tests.reports.parties import a_party_plan

pytestmark = pytest.mark.django_db


def a_plan(**changes: Any) -> Plan:
    """A plan of a state office with its words and no text."""
    plan = PlanFactory(**({"number": "04", "symbol": "KH-CQ", "subject": "Triển khai việc lớn năm 2018"} | changes))
    OrganisationProfileFactory(
        organisation=plan.issuer,
        name="Cơ quan Giáo dục Nơi Ấy",
        header_name="CƠ QUAN GIÁO DỤC NƠI ẤY",
        superior_header="ỦY BAN NƠI ẤY",
        symbol="CQ",
        place_name="Nơi Ấy",
        head_title="Thủ trưởng",
        signing_capacity="Q. THỦ TRƯỞNG",
        signer_name="Trần Thị Mẫu",
        filing_note="VT, TH",
    )
    return plan


def a_node(plan: Plan, code: str, label: str, title: str = "", text: str = "", **options: Any) -> Any:
    return TaskFactory(plan=plan, code=code, label=label, title=title or "Tên trong cổng", text=text, **options)


# -- head and ending ----------------------------------------------------------------------------------------------
def test_number_and_day_are_those_of_the_plan() -> None:
    document = build_plan(a_plan())

    assert document.letterhead == Letterhead(
        "ỦY BAN NƠI ẤY", "CƠ QUAN GIÁO DỤC NƠI ẤY", "Số: 04/KH-CQ", "Nơi Ấy, ngày 05 tháng 02 năm 2018"
    )
    assert (document.kind, document.subject, document.addressee) == ("KẾ HOẠCH", "Triển khai việc lớn năm 2018", "")
    assert document.profile == "state"


@pytest.mark.parametrize("symbol", ["KH-CQ", ""])
def test_what_is_not_known_is_a_gap_and_never_invented(symbol: str) -> None:
    head = build_plan(a_plan(number="", symbol=symbol, issued_on=None)).letterhead

    assert head.number_line == f"Số:{GAP}/KH-CQ"
    assert head.date_line.split() == ["Nơi", "Ấy,", "ngày", "tháng", "năm", "2018"]


def test_plan_of_the_party_is_written_in_its_signs() -> None:
    plan = a_party_plan(number="12", issued_on=dt.date(2019, 10, 1), signer_capacity="T/M BAN THƯỜNG VỤ")
    Plan.objects.filter(pk=plan.pk).update(signer_title="Phó Bí thư", signer_name="Nguyễn Văn Mẫu")
    a_node(plan, "I", "I", "Mục đích", "Một câu.", kind=TaskKind.PART)
    for name, role in (("Cấp ủy cấp trên", "report_to"), ("Các cơ quan", "carry_out"), ("Lưu Văn phòng", "file")):
        PlanRecipient.objects.create(plan=plan, name=name, role=role)

    document = build_plan(plan)

    assert document.letterhead.number_line == "Số 12-KH/CU"
    assert document.recipients == (
        "- Cấp ủy cấp trên (để báo cáo),",
        "- Các cơ quan (để thực hiện),",
        "- Lưu Văn phòng.",
    )
    assert document.signature == Signature("T/M BAN THƯỜNG VỤ", "Phó Bí thư", "Nguyễn Văn Mẫu")
    assert document.body == (Heading(1, "I-", "Mục đích"),)
    assert (document.closing, document.profile) == ("Một câu./.", "party-36")


def test_recipients_say_why_they_get_the_plan() -> None:
    plan = a_plan()
    rows = (
        ("UBND Nơi Ấy;", RecipientRole.REPORT_TO),
        ("Các phòng (p/hợp)", RecipientRole.COORDINATE),
        ("Các trường", RecipientRole.CARRY_OUT),
        ("Lưu: VT, TH.", RecipientRole.FILE),
    )
    for position, (name, role) in enumerate(rows):
        PlanRecipient.objects.create(plan=plan, name=name, role=role, position=position)

    assert build_plan(plan).recipients == (
        "- UBND Nơi Ấy (để báo cáo);",
        "- Các phòng (p/hợp);",
        "- Các trường (để thực hiện);",
        "- Lưu: VT, TH.",
    )


def test_plan_without_a_signer_is_signed_as_its_issuer_signs() -> None:
    named = a_plan(signer_capacity="KT. THỦ TRƯỞNG", signer_title="Phó thủ trưởng")

    assert build_plan(a_plan()).signature == Signature("Q. THỦ TRƯỞNG", "Thủ trưởng", "Trần Thị Mẫu")
    assert build_plan(named).signature == Signature("KT. THỦ TRƯỞNG", "Phó thủ trưởng", "")


# -- preamble -----------------------------------------------------------------------------------------------------
def test_opening_is_made_from_what_the_plan_rests_on() -> None:
    plan = a_plan()
    day = dt.date(2017, 8, 8)
    basis = CitedDocumentFactory(number="2699", symbol="CT-BO", document_type="CT", issued_on=day, subject="Việc năm")
    unnamed = CitedDocumentFactory(number="", symbol="", document_type="", subject="Phương hướng năm học")
    above = CitedDocumentFactory(number="13", symbol="KH-UB", document_type="KH", issued_on=None, subject="Ba việc")
    for kind, cited in (("implements", above), ("legal_basis", basis), ("legal_basis", unnamed), ("mentions", basis)):
        PlanRelation.objects.create(plan=plan, kind=RelationKind(kind), to_document=cited)

    document = build_plan(plan)

    of = "của Cơ quan ban hành thử nghiệm"
    assert document.basis == (
        f"Căn cứ Chỉ thị số 2699/CT-BO ngày 08 tháng 8 năm 2017 {of} về việc năm;",
        f"Căn cứ Phương hướng năm học {of};",
        f"Thực hiện Kế hoạch số 13/KH-UB {of} về ba việc.",
    )
    assert document.opening == (
        Paragraph("Cơ quan Giáo dục Nơi Ấy ban hành kế hoạch triển khai việc lớn năm 2018, cụ thể như sau:"),
    )


def test_preamble_of_the_plan_stands_as_it_is_written() -> None:
    plan = a_plan(preamble="Căn cứ Chỉ thị 1;\nThực hiện Kế hoạch 2;\n\nCơ quan xây dựng kế hoạch như sau:")
    PlanRelation.objects.create(plan=plan, kind=RelationKind.LEGAL_BASIS, to_document=CitedDocumentFactory())

    document = build_plan(plan)

    assert document.basis == ("Căn cứ Chỉ thị 1;", "Thực hiện Kế hoạch 2;")
    assert document.opening == (Paragraph("Cơ quan xây dựng kế hoạch như sau:"),)


def test_one_sentence_that_leads_to_the_parts_is_no_basis() -> None:
    document = build_plan(a_plan(preamble="Thực hiện Kết luận 51, Cơ quan ban hành kế hoạch như sau:"))

    assert (document.basis, len(document.opening)) == ((), 1)


# -- text ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("label", "state", "party"),
    [
        ("I", "I.", "I-"),
        ("II-", "II.", "II-"),
        ("1", "1.", "1."),
        ("1-", "1.", "1."),
        ("1.1.", "1.1.", "1.1."),
        ("a", "a)", "a)"),
        ("đ)", "đ)", "đ)"),
        ("A", "A.", "A."),
        ("Phần I", "Phần I", "Phần I"),
        ("", "", ""),
    ],
)
def test_numbers_get_the_marks_of_today(label: str, state: str, party: str) -> None:
    assert (written_label(label, STATE), written_label(label, PARTY_36)) == (state, party)


def test_tree_is_printed_in_its_order_with_its_own_words() -> None:
    plan = a_plan(closing="Các đơn vị thực hiện kế hoạch này.")
    last = a_node(plan, "II", "II", "Tổ chức thực hiện", position=20, kind=TaskKind.PART)
    a_node(plan, "II.1", "1", "Các trường", "Xây dựng kế hoạch.", parent=last, position=21)
    part = a_node(plan, "I", "I", "Nội dung", position=1, kind=TaskKind.PART)
    group = a_node(plan, "I.1", "1", "Về chất lượng", parent=part, position=2)
    a_node(plan, "I.1.1", "1.1", text="Giảm suy dinh dưỡng xuống dưới 1,02%.", parent=group, position=3)
    inner = a_node(plan, "I.1.2", "1.2", text="Dạy bơi:", parent=group, position=4)
    a_node(plan, "I.1.2.a", "-", text="Mở lớp.\n+ mùa hè;", parent=inner, position=5)
    a_node(plan, "I.2", "2-", "Chỉ đạo 8 trường ở 4 xã", "Chỉ đạo 8 trường ở 4 xã về đích.", parent=part, position=6)
    a_node(plan, "I.a", "a", "Chỉ có tên", parent=part, position=7)

    document = build_plan(plan)

    assert document.body == (
        Heading(1, "I.", "Nội dung"),
        Heading(2, "1.", "Về chất lượng"),
        Paragraph("1.1. Giảm suy dinh dưỡng xuống dưới 1,02%."),
        Paragraph("1.2. Dạy bơi:"),
        Item("Mở lớp."),
        Item("mùa hè;", "+"),
        Paragraph("2. Chỉ đạo 8 trường ở 4 xã về đích."),
        Paragraph("a) Chỉ có tên."),
        Heading(1, "II.", "Tổ chức thực hiện"),
        Heading(2, "1.", "Các trường"),
        Paragraph("Xây dựng kế hoạch."),
    )
    assert document.closing == "Các đơn vị thực hiện kế hoạch này./."


def test_duty_without_a_text_names_who_has_it_where_the_plan_says_so() -> None:
    plan = a_plan()
    part = a_node(plan, "III", "III", "Tổ chức thực hiện", position=1, kind=TaskKind.PART)
    kind = {"kind": TaskKind.ORGANISATION, "parent": part}
    lead = OrganisationFactory(short_name="Ủy ban Nơi Ấy")
    a_node(plan, "III.1", "1", "Xây dựng kế hoạch", position=2, lead=lead, **kind)
    a_node(plan, "III.2", "-", "Hướng dẫn, đôn đốc", position=3, lead=lead, lead_is_inferred=True, **kind)
    a_node(plan, "III.3", "3", "Báo cáo", position=4, lead_label="Các cơ quan", **kind)

    document = build_plan(plan)

    assert document.body[1:] == (Paragraph("1. Ủy ban Nơi Ấy: xây dựng kế hoạch."), Item("Hướng dẫn, đôn đốc."))
    assert document.closing == "3. Các cơ quan: báo cáo./."


def test_last_words_of_the_text_close_a_plan_without_a_closing() -> None:
    plan = a_plan()
    part = a_node(plan, "I", "I", "Nội dung", position=1)
    a_node(plan, "I.a", "-", text="Việc một;", parent=part, position=2)
    a_node(plan, "I.b", "-", text="Việc hai;", parent=part, position=3)

    document = build_plan(plan)

    assert document.body == (Heading(1, "I.", "Nội dung"), Item("Việc một;"))
    assert document.closing == "- Việc hai./."


def test_periods_are_named_unless_the_plan_speaks_of_reports_itself() -> None:
    plan = a_plan(closing="Hết.")
    period = ReportingPeriodFactory(plan=plan)
    part = a_node(plan, "I", "I", "Nội dung")

    silent = build_plan(plan).body
    a_node(plan, "I.1", "1", "Chế độ báo cáo", "Như quy định.", parent=part)
    speaking = build_plan(plan).body

    assert silent[1:] == (
        Heading(1, "II.", "Chế độ báo cáo"),
        Paragraph("Thời hạn gửi báo cáo về Cơ quan Giáo dục Nơi Ấy:"),
        Item(f"Báo cáo 3 tháng: {period.deadline_text}."),
    )
    assert not any("10/3/2018" in getattr(block, "text", "") for block in speaking)


# -- annexes ------------------------------------------------------------------------------------------------------
def an_assigned_plan() -> Plan:
    plan = a_plan()
    part = a_node(plan, "II", "II", "Nội dung", kind=TaskKind.PART, position=1)
    lead, other = OrganisationFactory(short_name="Phòng A"), OrganisationFactory(short_name="Phòng B")
    first = a_node(plan, "II.1", "1", "Việc một", parent=part, position=2, lead=lead, due_on=dt.date(2018, 6, 30))
    first.coordinating.add(other)
    options = {"lead_label": "Các trường", "lead_is_inferred": True, "expected_result": "Báo cáo"}
    a_node(plan, "II.2", "2", "Việc hai", parent=part, position=3, coordinating_label="Các xã", **options)
    a_node(plan, "II.3", "3", "Việc một lần nữa", parent=part, position=4, lead=lead, same_as=first)
    a_node(plan, "II.4", "4", "Không giao ai", parent=part, position=5)
    return plan


def tables(blocks: tuple[Block, ...]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


def test_plan_alone_has_no_annexes() -> None:
    assert build_plan(an_assigned_plan()).appendices == ()


def test_assignments_stand_in_the_six_columns() -> None:
    (annex,) = build_plan(an_assigned_plan(), annexes=True).appendices
    (table,) = tables(annex.blocks)

    assert (annex.label, annex.title, annex.is_wide) == ("Phụ lục", "Phân công nhiệm vụ", True)
    assert annex.reference == ("(Kèm theo Kế hoạch số 04/KH-CQ ngày 05 tháng 02 năm 2018 của Cơ quan Giáo dục Nơi Ấy)")
    assert [column.title for column in table.columns] == [
        "TT",
        "Nội dung nhiệm vụ",
        "Đơn vị chủ trì",
        "Đơn vị phối hợp",
        "Thời gian hoàn thành",
        "Kết quả, sản phẩm",
    ]
    assert sum(column.width for column in table.columns) == 100
    assert table.rows == (
        Row(("II. Nội dung",), "group"),
        Row(("1", "Việc một", "Phòng A", "Phòng B", "30/06/2018", "")),
        Row(("2", "Việc hai", "Các trường (*)", "Các xã", "", "Báo cáo")),
    )
    # Whom the plan does not name itself is not shown as its word.
    assert annex.blocks[-1] == Paragraph(
        "(*) Đơn vị chủ trì do cơ quan theo dõi kế hoạch xác định; kế hoạch không nêu."
    )


def test_targets_stand_with_their_sign_scope_and_steps() -> None:
    plan = a_plan()
    first, second = ReportingPeriodFactory(plan=plan), ReportingPeriodFactory(plan=plan, position=2)
    count = IndicatorFactory(name="Số trường đạt chuẩn", count=True, unit="trường", decimals=0)
    whole = TargetFactory(
        plan=plan, indicator=count, operator="range", value=4, stretch_value=5, baseline=0, position=1,
        baseline_is_illustrative=True,
    )  # fmt: skip
    MilestoneFactory(target=whole, period=first, expected_share="0.25")
    MilestoneFactory(target=whole, period=second, expected_share="1")
    unit = OrganisationFactory(short_name="Trường Một")
    of_unit = TargetFactory(plan=plan, indicator=count, operator=">=", value=1, organisation=unit, position=2)
    MilestoneFactory(target=of_unit, period=first, expected_share="0.5")
    TargetFactory(plan=plan, indicator=count, operator="=", value=2, level="MN", position=3, is_norm=True)

    targets, periods = build_plan(plan, annexes=True).appendices
    (table,) = tables(targets.blocks)
    (dates,) = tables(periods.blocks)

    assert [column.title for column in table.columns] == [
        "TT", "Chỉ tiêu", "Mốc so sánh", "Mục tiêu", "Đến hết kỳ 3\u00a0tháng", "Đến hết kỳ 6\u00a0tháng"
    ]  # fmt: skip
    assert sum(column.width for column in table.columns) == 100
    assert table.rows == (
        Row(("1", "Số trường đạt chuẩn", "0 trường (minh\u00a0họa)", "4–5 trường", "1 trường", "4 trường")),
        Row(("2", "Số trường đạt chuẩn – Trường Một", "", "≥ 1 trường", "50% chặng đường", "")),
        Row(("Định mức, mốc thủ tục",), "group"),
        Row(("3", "Số trường đạt chuẩn – Mầm non", "", "2 trường", "", "")),
    )
    assert [appendix.label for appendix in (targets, periods)] == ["Phụ lục I", "Phụ lục II"]
    assert dates.rows[0] == Row(("1", "Báo cáo 3 tháng", "01/01/2018 – 28/02/2018", first.deadline_text, ""))


@pytest.mark.parametrize(("annexes", "expected"), [(False, 8), (True, 14)])
@pytest.mark.parametrize("more", [1, 3])
def test_queries_do_not_grow_with_the_plan(more: int, annexes: bool, expected: int) -> None:
    plan = a_plan()
    for _ in range(more):
        lead = OrganisationProfileFactory().organisation
        a_node(plan, f"I.{lead.pk}", "1", lead=lead).coordinating.add(OrganisationProfileFactory().organisation)
        TargetFactory(plan=plan, organisation=lead)
        PlanRelation.objects.create(plan=plan, kind=RelationKind.IMPLEMENTS, to_plan=PlanFactory())
        PlanRecipient.objects.create(plan=plan, name="Nơi ấy", role=RecipientRole.REPORT_TO)
    ReportingPeriodFactory(plan=plan)

    with CaptureQueriesContext(connection) as queries:
        build_plan(plan, annexes=annexes)

    assert len(queries) == expected

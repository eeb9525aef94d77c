"""What a letter of reminder says, in whose words, and that it goes on saying it."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from reports.documents.content import LetterDocument, Paragraph, Row, Signature, Table
from reports.documents.frame import blank_letter_number
from reports.documents.letter import build_letter, subject_of_letter
from reports.documents.profiles import STATE
from reports.documents.wording import GAP, words_of
from schools.enums import Role
from schools.models import OrganisationProfile
from tests.factories import (
    MembershipFactory,
    OrganisationProfileFactory,
    PlanFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
)
from tests.reports.letters import TODAY, a_body, a_letter, a_period, a_school

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


def said(document: LetterDocument) -> list[str]:
    paragraphs = [block.text for block in (*document.opening, *document.body) if isinstance(block, Paragraph)]
    return [*paragraphs, document.closing]


def table_of(document: LetterDocument) -> Table:
    (table,) = document.appendices[0].blocks
    assert isinstance(table, Table)
    return table


# -- the text -----------------------------------------------------------------------------------------------------
def test_the_whole_letter() -> None:
    period = a_period()
    for name in ("Trường A", "Trường B"):
        a_school(period, name)
    plan = period.plan
    plan.subject = "Triển khai nhiệm vụ thử nghiệm"
    plan.save()

    document = build_letter(a_letter(period, note="Liên hệ văn thư.\n- mang theo số liệu"))

    blank = f"{GAP}/CQGD-TH"
    assert document.letterhead.superior == "ỦY BAN NƠI ẤY"
    assert document.letterhead.number_line == f"Số:{blank}"
    assert document.letterhead.date_line.split() == ["Nơi", "Ấy,", "ngày", "tháng", "năm", "2018"]
    assert document.subject == "đôn đốc nộp báo cáo 6 tháng năm 2018 thực hiện nhiệm vụ thử nghiệm"
    assert document.title == f"Công văn {document.subject}"
    assert document.addressees == ("Hiệu trưởng các trường (danh sách kèm theo)",)
    assert said(document) == [
        (
            "Căn cứ Kế hoạch số 04/KH-CQ ngày 05 tháng 02 năm 2018 của Cơ quan Giáo dục Nơi Ấy về triển khai nhiệm "
            "vụ thử nghiệm, các trường gửi báo cáo 6 tháng năm 2018 về Cơ quan Giáo dục Nơi Ấy trước ngày 10/6/2018."
        ),
        "Tính đến ngày 13 tháng 6 năm 2018, còn 02 trường quá hạn chưa gửi báo cáo (danh sách kèm theo).",
        (
            "Cơ quan Giáo dục Nơi Ấy đề nghị Hiệu trưởng các trường có tên trong danh sách chỉ đạo hoàn thành và gửi "
            "báo cáo trên Cổng theo dõi kế hoạch giáo dục trước 17 giờ 00, ngày 18 tháng 6 năm 2018; báo cáo nêu rõ "
            "lý do gửi chậm."
        ),
        "Liên hệ văn thư.",
        (
            "Sau thời hạn trên, Cơ quan tổng hợp tình hình gửi báo cáo, báo cáo Ủy ban Nơi Ấy; việc chấp hành chế độ "
            "báo cáo là căn cứ đánh giá thi đua của đơn vị."
        ),
        "Cơ quan Giáo dục Nơi Ấy đề nghị các trường nghiêm túc thực hiện./.",
    ]
    assert [block.text for block in document.body][2] == "mang theo số liệu"
    assert document.recipients == ("- Như trên;", "- UB Nơi Ấy (để báo cáo);", "- Lưu: VT, TH.")
    assert document.signature == Signature("", "Người đứng đầu", "Nguyễn Thị Minh Họa")
    (appendix,) = document.appendices
    assert (appendix.label, appendix.title) == (
        "Phụ lục",
        "Danh sách trường quá hạn gửi báo cáo 6 tháng năm 2018 (tính đến ngày 13/06/2018)",
    )
    assert appendix.reference.startswith(f"(Kèm theo Công văn số{blank} ngày")
    assert appendix.reference.endswith("năm 2018 của Cơ quan Giáo dục Nơi Ấy)")


def test_list_with_each_ones_own_deadline_and_a_total() -> None:
    period = a_period()
    a_school(period, "Trường B", returned=True, returned_due_on=dt.date(2018, 6, 12))
    late = a_school(period, "Trường A", draft=True)

    table = table_of(build_letter(a_letter(period)))

    communes = [late.organisation.school.commune.name, table.rows[1].cells[2]]
    assert [column.title for column in table.columns] == [
        "TT", "Đơn vị", "Địa bàn", "Hạn nộp (hết ngày)", "Tình trạng", "Quá hạn (ngày)",
    ]  # fmt: skip
    assert sum(column.width for column in table.columns) == 100
    assert table.rows == (
        Row(("1", "Trường A", communes[0], "09/06/2018", "Chưa gửi", "4")),
        Row(("2", "Trường B", communes[1], "12/06/2018", "Chưa gửi lại", "1")),
        Row(("", "Cộng", "02 trường", "", "", ""), "total"),
    )


def test_returned_reports_are_counted_apart() -> None:
    period = a_period()
    a_school(period)
    for _ in range(11):
        a_school(period, returned=True, returned_due_on=dt.date(2018, 6, 12))

    text = said(build_letter(a_letter(period)))[1]

    assert text.endswith(
        "còn 01 trường quá hạn chưa gửi báo cáo và 11 trường quá hạn chưa gửi lại báo cáo đã được yêu cầu bổ sung "
        "(danh sách kèm theo)."
    )


# -- whom it goes to ----------------------------------------------------------------------------------------------
def test_one_school_is_named() -> None:
    period = a_period()
    OrganisationProfileFactory(organisation=a_school(period).organisation, name="Trường Nơi Ấy", head_title="Giám đốc")

    document = build_letter(a_letter(period))

    assert document.addressee == "Giám đốc Trường Nơi Ấy"
    assert "đề nghị Giám đốc Trường Nơi Ấy chỉ đạo" in said(document)[2]
    assert document.closing == "Cơ quan Giáo dục Nơi Ấy đề nghị Trường Nơi Ấy nghiêm túc thực hiện./."


@pytest.mark.parametrize(
    ("bodies", "named"),
    [
        (["Hội A"], ("Hiệu trưởng các trường (danh sách kèm theo)", "Hội A")),
        (
            ["Hội A", "Hội B", "Hội C", "Hội D", "Hội E"],
            ("Hiệu trưởng các trường (danh sách kèm theo)", "Các cơ quan, đơn vị (danh sách kèm theo)"),
        ),
    ],
)
def test_a_mixed_list_is_addressed_by_kind(bodies: list[str], named: tuple[str, ...]) -> None:
    period = a_period()
    for _ in range(2):
        a_school(period)
    for name in bodies:
        a_body(period, name)

    document = build_letter(a_letter(period))

    assert document.addressees == named
    assert f"{2 + len(bodies):02d} đơn vị quá hạn" in said(document)[1]
    assert "đề nghị thủ trưởng các đơn vị có tên trong danh sách" in said(document)[2]


# -- words of the day ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("filing_note", "symbol", "number"),
    [
        ("VT, TH", "CQGD", "/CQGD-TH"),
        ("VT", "CQGD", "/CQGD"),
        ("", "CQGD", "/CQGD"),
        ("VT, TH(02)", "CQGD", "/CQGD"),  # copies are no unit
        ("VT, TH", "", "/"),
    ],
)
def test_symbol_is_the_issuers_and_the_drafting_units(filing_note: str, symbol: str, number: str) -> None:
    period = a_period(filing_note=filing_note, symbol=symbol)

    assert blank_letter_number(words_of(period.plan.receiver, TODAY.date()), STATE) == GAP + number


def test_words_are_those_of_the_day_it_was_drawn_up() -> None:
    period = a_period()
    a_school(period)
    letter = a_letter(period)
    before = build_letter(letter)
    OrganisationProfile.objects.filter(organisation=period.plan.receiver).update(valid_to=dt.date(2025, 6, 30))
    OrganisationProfileFactory(organisation=period.plan.receiver, name="Cơ quan mới", valid_from=dt.date(2025, 7, 1))

    with time_machine.travel(dt.datetime(2026, 1, 5, tzinfo=dt.UTC)):
        later = build_letter(letter)

    assert later == before
    assert letter.late_rows[0].organisation in table_of(later).rows[0].cells


def test_who_signs_for_the_head_comes_from_the_profile() -> None:
    period = a_period(signing_capacity="KT. NGƯỜI ĐỨNG ĐẦU", head_title="Phó người đứng đầu", signer_name="")
    MembershipFactory(organisation=period.plan.receiver, role=Role.HEAD, user__full_name="Trần Văn Đầu")
    a_school(period)

    signature = build_letter(a_letter(period)).signature

    assert signature == Signature("KT. NGƯỜI ĐỨNG ĐẦU", "Phó người đứng đầu", "")


def test_the_person_in_the_heads_seat_signs_when_the_profile_names_nobody() -> None:
    period = a_period(signer_name="")
    seat = {"organisation": period.plan.receiver, "role": Role.HEAD}
    MembershipFactory(**seat, user__full_name="Người Trước", ends_on=dt.date(2018, 5, 31))
    MembershipFactory(**seat, user__full_name="Trần Văn Đầu", starts_on=dt.date(2018, 6, 1))
    a_school(period)

    assert build_letter(a_letter(period)).signature.name == "Trần Văn Đầu"


def test_office_without_anybody_above_reports_to_nobody() -> None:
    period = a_period()
    period.plan.forwarded_to = period.plan.receiver
    period.plan.save()
    a_school(period)

    document = build_letter(a_letter(period))

    assert document.recipients == ("- Như trên;", "- Lưu: VT, TH.")
    assert said(document)[3].startswith("Sau thời hạn trên, Cơ quan tổng hợp tình hình gửi báo cáo; việc")


@pytest.mark.parametrize(
    ("position", "subject", "expected"),
    [
        (4, "thực hiện nhiệm vụ năm 2018", "đôn đốc nộp báo cáo năm 2018 thực hiện nhiệm vụ"),
        (1, "Thực hiện nhiệm vụ", "đôn đốc nộp báo cáo 3 tháng năm 2018 thực hiện nhiệm vụ"),
    ],
)
def test_the_year_is_said_once(position: int, subject: str, expected: str) -> None:
    period = ReportingPeriodFactory(position=position, plan=PlanFactory(report_subject=subject))

    assert subject_of_letter(period) == expected


@pytest.mark.parametrize("count", [1, 3])
def test_number_of_queries_does_not_grow(count: int, django_assert_num_queries: Any) -> None:
    period = a_period(signer_name="")
    for _ in range(count):
        SubmissionFactory(period=period)
    letter = a_letter(period)

    # Period with its plan, the words of its three bodies, the head's seat.
    with django_assert_num_queries(3):
        build_letter(letter)

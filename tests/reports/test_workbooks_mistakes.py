"""What people get wrong in a workbook: every mistake its own sentence, at its own address, all of them at once."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.workbook import Workbook

from reports.models import Submission
from reports.services.editing import save_report
from reports.workbooks import layout
from schools.workbooks.safety import WorkbookRefused
from tests.factories import IndicatorFactory, PlanIndicatorFactory, ReportingPeriodFactory, SubmissionFactory
from tests.reports.conftest import Writing
from tests.reports.workbook_files import FIGURES, HIDDEN, TEXTS, dry_run, edited, made, part, repacked, reworked

pytestmark = pytest.mark.django_db


def problems(writing: Writing, *cells: tuple[str, str, Any]) -> dict[str, str]:
    comparison = dry_run(writing.submission, edited(made(writing.submission), *cells))
    return {problem.address: problem.message for problem in comparison.problems}


def structure(writing: Writing, work: Callable[[Workbook], Any]) -> dict[str, str]:
    comparison = dry_run(writing.submission, reworked(made(writing.submission), work))
    assert comparison.upload.is_broken
    assert not comparison.can_confirm
    return {problem.address: problem.message for problem in comparison.problems}


def refusal(writing: Writing, data: bytes) -> list[str]:
    with pytest.raises(WorkbookRefused) as refused:
        dry_run(writing.submission, data)
    return refused.value.messages


def test_seven_mistakes_give_seven_messages_at_their_addresses(writing: Writing) -> None:
    found = problems(
        writing,
        (FIGURES, "F9", "=1+2"),
        (FIGURES, "G9", dt.date(2018, 3, 10)),
        (FIGURES, "F10", "mười hai"),
        (FIGURES, "I9", "x" * 301),
        (TEXTS, "C11", "Gần xong"),
        (TEXTS, "D11", 130),
        (TEXTS, "E9", "Tr­êng CÈm Giµng ®· triÓn khai kÕ ho¹ch"),
    )

    assert found == {
        f"{FIGURES}!F9": "Ô chứa công thức. Gõ kết quả, hoặc dán lại dạng giá trị (Paste Special, Values).",
        f"{FIGURES}!G9": "Excel đã đổi nội dung thành ngày 10/03/2018. Đổi định dạng ô về General rồi gõ lại số.",
        f"{FIGURES}!F10": "“mười hai” không phải là số. Ghi ví dụ 1250 hoặc 1,02.",
        f"{FIGURES}!I9": "Dài 301 ký tự; chỉ ghi tối đa 300 ký tự.",
        f"{TEXTS}!C11": "“Gần xong” không có trong danh sách. Chọn một trong: Chưa thực hiện, Đang thực hiện, "
        "Hoàn thành, Gặp khó khăn.",
        f"{TEXTS}!D11": "“130” không phải số nguyên từ 0 đến 100.",
        f"{TEXTS}!E9": found[f"{TEXTS}!E9"],
    }
    assert list(found)[:4] == [f"{FIGURES}!{cell}" for cell in ("F9", "G9", "I9", "F10")]  # in the order of the sheet
    assert found[f"{TEXTS}!E9"].startswith("Chữ có vẻ theo bảng mã cũ – TCVN3")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (True, "TRUE/FALSE"),
        ("#DIV/0!", "#DIV/0!"),
        (dt.time(8, 5), "giờ 08:05:00"),
        (dt.date(2018, 3, 10), "ngày 10/03/2018"),
        ("10/3/2018", "là ngày tháng"),
        ("10/3", "là ngày tháng"),
        (-3, "không thể âm"),
        ("1.5.2", "dấu phân cách"),
        (8.5, "số nguyên"),
        ("50%", "không ghi dấu %"),
        (10**12, "quá lớn"),
        ("9" * 41, "41 ký tự"),
    ],
)
def test_figure_that_cannot_be_taken(writing: Writing, value: object, words: str) -> None:
    found = problems(writing, (FIGURES, "F10", value))

    assert list(found) == [f"{FIGURES}!F10"]
    assert words in found[f"{FIGURES}!F10"]


def test_number_beyond_every_measure(writing: Writing) -> None:
    data = edited(made(writing.submission), (FIGURES, "F10", 5))
    sheet = part(data, "xl/worksheets/sheet1.xml")
    changed = sheet.replace("<v>5</v>", "<v>1.0E999</v>")
    assert changed != sheet

    comparison = dry_run(writing.submission, repacked(data, {"xl/worksheets/sheet1.xml": changed.encode()}))

    assert [problem.message for problem in comparison.problems] == ["Ô không phải là số hữu hạn."]


def test_half_of_a_ratio_is_not_taken_when_the_other_half_is_unreadable(writing: Writing) -> None:
    """7 from the file beside a stored 98 would be a wrong share that looks right."""
    ratio = f"value-{writing.ratio.pk}"
    save_report(
        submission=writing.submission, by=writing.people["clerk"], changes={f"{ratio}-n": "1", f"{ratio}-d": "98"}
    )

    comparison = dry_run(
        writing.submission, edited(made(writing.submission), (FIGURES, "F9", 7), (FIGURES, "G9", "bốn"))
    )

    assert comparison.changes == []
    assert [problem.address for problem in comparison.problems] == [f"{FIGURES}!G9"]


def test_checks_of_the_form_speak_at_the_addresses_of_the_workbook(writing: Writing) -> None:
    data = edited(made(writing.submission), (FIGURES, "F9", 9), (FIGURES, "G9", 5))

    comparison = dry_run(writing.submission, data)

    assert [(row.address, row.issue.is_error) for row in comparison.findings] == [(f"{FIGURES}!F9", True)]
    assert "lớn hơn" in comparison.findings[0].issue.message
    assert len(comparison.changes) == 2


@pytest.mark.parametrize(
    "text",
    ["Giá 5 µm × 3, đạt 100% kế hoạch", "Đạt chuẩn. Mail: a@b.vn", "- Đã làm\n+ Xong", "Tổ Toán – Lý; Ngữ văn"],
)
def test_honest_text_is_not_taken_for_a_wrong_encoding(writing: Writing, text: str) -> None:
    comparison = dry_run(writing.submission, edited(made(writing.submission), (TEXTS, "E9", text)))

    assert comparison.problems == comparison.warnings == []
    assert [change.new for change in comparison.changes] == [text]


def test_text_with_a_few_damaged_words_is_taken_with_a_warning(writing: Writing) -> None:
    text = "Nhà trường đã triển khai đầy đủ kế hoạch, phối hợp với xã CÈm Giµng và các tổ chức đoàn thể"

    comparison = dry_run(writing.submission, edited(made(writing.submission), (TEXTS, "E9", text)))

    assert [warning.address for warning in comparison.warnings] == [f"{TEXTS}!E9"]
    assert "CÈm Giµng" in comparison.warnings[0].message
    assert len(comparison.changes) == 1


# -- structure ------------------------------------------------------------------------------------------------------
def test_missing_sheet(writing: Writing) -> None:
    assert structure(writing, lambda book: book.remove(book[FIGURES])) == {FIGURES: f"Thiếu trang “{FIGURES}”."}


def test_deleted_column(writing: Writing) -> None:
    def work(book: Workbook) -> None:
        book[FIGURES]["G8"] = None
        book[FIGURES]["F8"] = "Số trẻ"

    found = structure(writing, work)

    assert list(found) == [f"{FIGURES}!F8", f"{FIGURES}!G8"]
    assert "Cột “Mẫu số” không còn ở cột G" in found[f"{FIGURES}!G8"]


def test_shifted_columns(writing: Writing) -> None:
    found = structure(writing, lambda book: book[FIGURES].delete_cols(6))

    assert "Cột mã" in found[FIGURES]


def test_duplicated_row(writing: Writing) -> None:
    found = structure(writing, lambda book: book[FIGURES].__setitem__("K10", book[FIGURES]["K9"].value))

    assert "Dòng 10 lặp lại mã" in found[f"{FIGURES}!K10"]
    assert "Thiếu dòng" in found[FIGURES]


def test_codes_exchanged_between_rows(writing: Writing) -> None:
    def work(book: Workbook) -> None:
        page = book[FIGURES]
        page["K9"], page["K10"] = page["K10"].value, page["K9"].value

    found = structure(writing, work)

    assert set(found) == {f"{FIGURES}!K9", f"{FIGURES}!K10"}
    assert all("Không cắt, dán, đổi chỗ" in message for message in found.values())


def test_unknown_code_and_line_without_code(writing: Writing) -> None:
    def work(book: Workbook) -> None:
        book[FIGURES].insert_rows(10)
        book[FIGURES]["F10"] = 5
        book[TEXTS]["F11"] = "NV:khác"

    found = structure(writing, work)

    assert "Dòng không có mã" in found[f"{FIGURES}!F10"]
    assert "Mã NV:khác không có" in found[f"{TEXTS}!F11"]
    assert "Thiếu dòng" in found[TEXTS]


def test_mistakes_in_cells_are_listed_beside_those_of_structure(writing: Writing) -> None:
    def work(book: Workbook) -> None:
        book.remove(book[TEXTS])
        book[FIGURES]["F9"] = "=1"

    assert set(structure(writing, work)) == {TEXTS, f"{FIGURES}!F9"}


# -- the wrong workbook -----------------------------------------------------------------------------------------------
def test_wrong_school_and_wrong_period_are_both_named(writing: Writing) -> None:
    plan = writing.submission.period.plan
    other = SubmissionFactory(period=ReportingPeriodFactory(plan=plan, position=2))

    messages = refusal(writing, made(other))

    assert len(messages) == 2
    assert messages[0].startswith(f"Sai đơn vị: tệp là biểu của {other.organisation.short_name}, trang này")
    assert messages[1].startswith("Sai kỳ báo cáo: tệp là biểu của “Báo cáo 6 tháng")


def test_wrong_period_of_the_same_school(writing: Writing) -> None:
    period = ReportingPeriodFactory(plan=writing.submission.period.plan, position=2)
    other = SubmissionFactory(period=period, organisation=writing.submission.organisation)

    (message,) = refusal(writing, made(other))

    assert message.startswith("Sai kỳ báo cáo")


def test_older_template(writing: Writing, monkeypatch: pytest.MonkeyPatch) -> None:
    data = made(writing.submission)
    monkeypatch.setattr(layout, "TEMPLATE_VERSION", 2)

    (message,) = refusal(writing, data)

    assert message.startswith("Sai phiên bản mẫu: tệp theo mẫu 1, cổng đang dùng mẫu 2.")


def test_plan_that_asks_for_more_than_the_workbook(writing: Writing) -> None:
    data = made(writing.submission)
    PlanIndicatorFactory(plan=writing.submission.period.plan, indicator=IndicatorFactory())

    (message,) = refusal(writing, data)

    assert message.startswith("Mẫu cũ: kế hoạch đã thêm hoặc bớt chỉ tiêu")


@pytest.mark.parametrize(
    "work",
    [
        lambda book: book.remove(book[HIDDEN]),
        lambda book: book[HIDDEN].__setitem__("A1", "abc"),
        lambda book: book[HIDDEN].__setitem__("A1", book[HIDDEN]["A1"].value[:-2] + "xx"),
        lambda book: book[HIDDEN].__setitem__("B4", "khác"),
        lambda book: book[HIDDEN].delete_rows(4),
    ],
    ids=["removed", "rubbish", "signature", "base", "base row"],
)
def test_workbook_without_its_seal_is_not_ours(writing: Writing, work: Callable[[Workbook], Any]) -> None:
    assert refusal(writing, reworked(made(writing.submission), work)) == [
        "Tệp không phải biểu tải từ cổng, hoặc trang hệ thống trong tệp đã bị xóa, sửa. Tải biểu mới từ trang này."
    ]


def test_nothing_of_this_is_stored(writing: Writing) -> None:
    before = Submission.objects.values().get()

    problems(writing, (FIGURES, "F9", 5), (FIGURES, "G9", "x"), (TEXTS, "E9", "Chữ"))

    assert Submission.objects.values().get() == before
    assert not writing.submission.indicator_values.exists()

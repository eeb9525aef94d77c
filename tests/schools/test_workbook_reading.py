"""A sheet with typed columns: what is understood, and every mistake at its cell."""

import datetime as dt
import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from schools.workbooks.mistakes import Mistake, blocking, in_order
from schools.workbooks.reading import Column, Sheet, Table, Workbook, open_workbook
from schools.workbooks.safety import WorkbookRefused
from schools.workbooks.values import Choice, Date, Integer, Number, SchoolYear, Text, YesNo
from tests.schools.sheets import edited, made, saved

LIMIT = 5 * 1024 * 1024
LEVELS = Choice({"MN": "Mầm non", "TH": "Tiểu học"}, "danh mục cấp học")
COLUMNS = (
    Column("code", "Mã", Text(10), required=True),
    Column("level", "Cấp học", LEVELS),
    Column("pupils", "Số học sinh", Integer()),
    Column("land", "Diện tích (m²)", Number(decimals=1)),
    Column("since", "Từ ngày", Date()),
    Column("year", "Năm học", SchoolYear()),
    Column("public", "Công lập", YesNo()),
)
SHEET = Sheet("Trường", COLUMNS, ignored=("TT",))
HEAD = ["TT", *(column.heading for column in COLUMNS)]


def read(*rows: list[Any], head: list[Any] = HEAD) -> tuple[Table, Workbook]:
    book = open_workbook(made({"Trường": [["DANH SÁCH TRƯỜNG"], [], head, *rows]}), most_bytes=LIMIT)
    return book.read(SHEET), book


def only(book: Workbook) -> Mistake:
    assert len(book.mistakes) == 1, book.mistakes
    return book.mistakes[0]


def test_what_officers_write_is_understood_whichever_way_they_write_it() -> None:
    table, book = read(
        [1, "mn-a", "mầm non", 345, 1234.5, dt.date(2018, 3, 10), "2017 - 2018", "Có"],
        [2, "mn-b", "MN", "1.234", "1234,5", "10/3/2018", "2017-2018", "x"],
        [3, "mn-c", "MAM NON", "1 234", "1.234,5", "ngày 10 tháng 3 năm 2018", "2017–2018", "không"],
    )

    assert book.mistakes == []
    common = {"level": "MN", "land": Decimal("1234.5"), "since": dt.date(2018, 3, 10), "year": 2017}
    assert [row.values for row in table.rows] == [
        {"code": "mn-a", "pupils": 345, "public": True, **common},
        {"code": "mn-b", "pupils": 1234, "public": True, **common},
        {"code": "mn-c", "pupils": 1234, "public": False, **common},
    ]


def test_empty_cells_are_none_and_empty_rows_do_not_count() -> None:
    table, book = read([1, "mn-a"], [], [3, "mn-b"])

    assert book.mistakes == []
    assert [(row.number, row.values["code"], row.values["pupils"]) for row in table.rows] == [
        (4, "mn-a", None),
        (6, "mn-b", None),
    ]


@pytest.mark.parametrize(
    ("column", "value", "found", "words"),
    [
        ("B", None, "", "Ô trống. Phải ghi “Mã”."),
        ("B", "abcdefghijk", "abcdefghijk", "Dài 11 ký tự; chỉ ghi tối đa 10 ký tự."),
        ("B", "CÈm Giµng", "CÈm Giµng", "Chữ bị hỏng mã: TCVN3 (phông .VnTime)"),
        ("C", "Trung cấp", "Trung cấp", "Không có trong danh mục cấp học: Mầm non, Tiểu học."),
        ("D", "ba mươi", "ba mươi", "không phải là số"),
        ("D", -3, "-3", "Số âm."),
        ("D", 12.5, "12.5", "Số lẻ; ô này chỉ nhận số nguyên."),
        ("D", "12,5", "12,5", "chỉ nhận số nguyên"),
        ("D", True, "True", "đúng/sai"),
        ("D", dt.date(2018, 10, 3), "03/10/2018", "Ô chứa ngày tháng, không phải số."),
        ("E", "1,234.5", "1,234.5", "ghi theo kiểu Mỹ; dấu phẩy là dấu thập phân. Ghi 1234,5."),
        ("E", "1.234", "1.234", "có thể là 1234 hoặc 1,234"),
        ("E", 0.25, "0.25", "tối đa 1 chữ số sau dấu phẩy"),
        ("F", "30/2/2018", "30/2/2018", "Không có ngày 30: tháng 2 năm 2018 có 28 ngày."),
        ("F", "mồng ba Tết", "mồng ba Tết", "Ngày không đúng dạng."),
        ("G", 2017, "2017", "Ghi 2016 - 2017 hoặc 2017 - 2018."),
        ("G", "2017-2019", "2017-2019", "Hai năm của năm học phải liền nhau"),
        ("G", "năm nay", "năm nay", "Không phải năm học."),
        ("H", "có lẽ", "có lẽ", "Ghi Có hoặc Không."),
        ("D", "#REF!", "#REF!", "Ô báo lỗi #REF! của Excel."),
        ("D", "=1+1", "=1+1", "Ô chứa công thức chưa có kết quả."),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_with_what_was_found_and_what_is_expected(
    column: str, value: Any, found: str, words: str
) -> None:
    data = made({"Trường": [HEAD, [1, "mn-a", "MN", 3, 4, dt.date(2018, 3, 10), "2017 - 2018", "Có"]]})
    book = open_workbook(edited(data, ("Trường", f"{column}2", value)), most_bytes=LIMIT)

    row = book.read(SHEET).rows[0]

    mistake = only(book)
    assert (mistake.sheet, mistake.address, mistake.is_warning) == ("Trường", f"{column}2", False)
    assert mistake.place == f"Trang “Trường”, ô {column}2"
    assert words in mistake.message
    if found and not str(value).startswith("="):
        assert mistake.found == found
    name = next(name for name, letter in row.letters.items() if letter == column)
    assert (row.refused, row.values[name]) == ({name}, None)


def test_all_mistakes_come_at_once_in_the_order_of_the_cells() -> None:
    _, book = read([1, "mn-a", "XX", "ba"], [2, None, "MN", -1])

    assert [mistake.address for mistake in in_order(reversed(book.mistakes))] == ["C4", "D4", "B5", "D5"]


def test_decomposed_letters_are_composed() -> None:
    table, _ = read([1, "Ca\u0302\u0309m"])

    assert table.rows[0].values["code"] == "Cẩm"


def test_a_missing_sheet_is_one_mistake_of_the_file() -> None:
    book = open_workbook(made({"Khác": [["Mã"]]}), most_bytes=LIMIT)

    assert not book.read(SHEET).is_readable
    assert "Thiếu trang “Trường”" in only(book).message


def test_a_renamed_column_is_missing_and_the_likely_one_is_named() -> None:
    table, book = read([1, "mn-a"], head=["TT", "Mã", "Cấp", *HEAD[3:3], "Số học sinh 2018", *HEAD[4:]])

    assert not table.is_readable
    assert [mistake.message for mistake in book.mistakes] == [
        "Thiếu cột “Cấp học”. Có phải cột “Cấp” (ô C3) bị đổi tên?",
        "Thiếu cột “Số học sinh”. Có phải cột “Số học sinh 2018” (ô D3) bị đổi tên?",
    ]


def test_a_column_that_stands_twice_is_a_mistake() -> None:
    table, book = read([1, "mn-a"], head=[*HEAD, "Mã"])

    assert not table.is_readable
    assert (only(book).address, only(book).message) == ("I3", "Cột này có hai lần trong trang.")


def test_columns_are_found_in_another_order_and_strangers_are_only_named() -> None:
    table, book = read(["mn-a", "abc", 1], head=[*HEAD[1:2], "Ghi chú", "TT", *HEAD[2:]])

    assert table.rows[0].values["code"] == "mn-a"
    assert blocking(book.mistakes) == []
    assert (only(book).found, only(book).is_warning) == ("Ghi chú", True)


def test_merged_cells_are_one_mistake_whatever_they_cover() -> None:
    data = made({"Trường": [["DANH SÁCH", None], HEAD, [1, "mn-a", "MN"], [2, None, "MN"]]})
    page = (workbook := load_workbook(io.BytesIO(data)))["Trường"]
    page.merge_cells("A1:D1")
    page.merge_cells("B3:B4")
    book = open_workbook(saved(workbook), most_bytes=LIMIT)

    table = book.read(SHEET)

    assert (only(book).address, only(book).found) == ("B3", "B3:B4")
    assert [row.refused for row in table.rows] == [{"code"}, {"code"}]


def test_a_hidden_sheet_is_read_and_said() -> None:
    workbook = load_workbook(io.BytesIO(made({"Khác": [[1]], "Trường": [HEAD, [1, "mn-a"]]})))
    workbook["Trường"].sheet_state = "hidden"
    book = open_workbook(saved(workbook), most_bytes=LIMIT)

    assert len(book.read(SHEET).rows) == 1
    assert only(book).is_warning


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp rỗng"),
        (b"just text", "không phải biểu Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), ".xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"PK\x03\x04broken", "bị hỏng"),
    ],
)
def test_what_is_no_workbook_is_refused_with_the_reason(data: bytes, words: str) -> None:
    with pytest.raises(WorkbookRefused, match=words):
        open_workbook(data, most_bytes=LIMIT)

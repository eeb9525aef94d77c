"""Each mistake of a registry's workbook is named at its cell; what only looks strange warns and lets the rest pass."""

import datetime as dt
from typing import Any

import pytest

from schools.workbooks.registry_dry_run import DryRun
from tests.schools.registries import (
    FACTS,
    GRADES,
    PLACES,
    SCHOOLS,
    STANDARDS,
    a_registry,
    cell,
    exported,
    looked_at,
)

pytestmark = pytest.mark.django_db
YEAR = "2017 - 2018"


def one_cell(sheet: str, heading: str, value: Any, *also: Any) -> tuple[DryRun, str]:
    """The dry run of the registry with one cell of MN001 changed, and the address of that cell."""
    a_registry()
    data = exported()
    address = cell(sheet, "MN001", heading, data, *also)
    return looked_at(data, (sheet, address, value)), address


@pytest.mark.parametrize(
    ("sheet", "heading", "value", "words"),
    [
        (SCHOOLS, "Mã trường", None, "Ô trống. Phải ghi “Mã trường”."),
        (FACTS, "Mã trường", "MN999", "Không có trường nào mang mã này"),
        (PLACES, "Mã địa bàn", "X999", "Không có trong danh mục địa bàn"),
        (SCHOOLS, "Cấp học", "Trung cấp", "Không có trong danh mục"),
        (FACTS, "Số học sinh, trẻ", "một trăm", "không phải là số"),
        (FACTS, "Giáo viên", -8, "Số âm."),
        (SCHOOLS, "Diện tích đất (m²)", "1,234.5", "ghi theo kiểu Mỹ"),
        (SCHOOLS, "Diện tích đất (m²)", "1.234", "có thể là 1234 hoặc 1,234"),
        (FACTS, "Số lớp, nhóm", 4.5, "Số lẻ"),
        (STANDARDS, "Ngày công nhận", "30/2/2015", "Không có ngày 30"),
        (STANDARDS, "Kiểm tra lại trước ngày", dt.date(2014, 1, 1), "Hạn kiểm tra lại phải sau ngày công nhận"),
        (FACTS, "Năm học", "2017", "Ghi 2016 - 2017 hoặc 2017 - 2018."),
        (FACTS, "Học sinh, trẻ nữ", 101, "Số nữ nhiều hơn tổng số học sinh, trẻ (100)."),
        (FACTS, "Số học sinh, trẻ", "#REF!", "Ô báo lỗi #REF!"),
        (SCHOOLS, "Tên gọn", "A" * 81, "Dài 81 ký tự; chỉ ghi tối đa 80 ký tự."),
        (SCHOOLS, "Tên đầy đủ", "Tr\u00ad\u00eang MÇm non CÈm Giµng", "Chữ bị hỏng mã"),
        (SCHOOLS, "Thư điện tử", "khong-phai-thu", "Không phải địa chỉ thư điện tử."),
        (SCHOOLS, "Diện tích đất (m²)", 0, "Diện tích đất phải lớn hơn 0"),
        (SCHOOLS, "Có hiệu lực đến", "1/13/2018", "Không có tháng 13"),
        (SCHOOLS, "Số điểm trường", 0, "Phải từ 1 trở lên."),
    ],
)
def test_a_mistake_is_named_at_its_cell_and_nothing_can_be_confirmed(
    sheet: str, heading: str, value: Any, words: str
) -> None:
    result, address = one_cell(sheet, heading, value)

    at_cell = [m for m in result.errors if (m.sheet, m.address) == (sheet, address)]
    assert [words in mistake.message for mistake in at_cell] == [True]
    assert not result.can_confirm


def test_a_row_that_stands_twice_names_the_first_one() -> None:
    result, first = one_cell(FACTS, "Mã trường", "MN002")

    assert [(m.address, m.message) for m in result.errors] == [
        ("C3", f"Số liệu này đã có ở dòng {first[1:]}; mỗi mục chỉ ghi một dòng.")
    ]


def test_an_end_before_its_start_is_a_mistake() -> None:
    a_registry()
    data = exported()
    start, end = (cell(SCHOOLS, "MN001", heading, data) for heading in ("Có hiệu lực từ", "Có hiệu lực đến"))

    result = looked_at(data, (SCHOOLS, start, "1/9/2018"), (SCHOOLS, end, "31/8/2018"))

    assert [(m.address, m.message) for m in result.errors] == [(end, "Ngày kết thúc trước ngày bắt đầu (01/09/2018).")]


def test_a_school_in_two_communes_on_one_day_is_a_mistake() -> None:
    """The row with another first day is a new one; the stored row stays and reaches into it."""
    result, _ = one_cell(PLACES, "Từ ngày", dt.date(2018, 1, 1))

    assert [mistake.message for mistake in result.errors] == ["Trùng ngày với một địa bàn khác của trường (từ đầu)."]


def test_a_grade_of_another_level_and_of_an_unknown_year_are_mistakes() -> None:
    result, _ = one_cell(GRADES, "Khối", "Lớp 1", YEAR, 40)
    assert [mistake.message for mistake in result.errors] == ["Trường không dạy cấp học của khối này."]


def test_a_grade_of_a_year_without_figures_is_a_mistake() -> None:
    result, _ = one_cell(GRADES, "Năm học", "2018-2019", 40)
    assert [mistake.message for mistake in result.errors] == ["Trường chưa có số liệu của năm học này ở trang năm học."]


def test_a_new_school_needs_a_commune_and_a_plain_code() -> None:
    result, _ = one_cell(SCHOOLS, "Mã trường", "MN 01")

    assert [mistake.message for mistake in result.errors] == [
        "Mã trường mới gồm chữ, số, dấu “-”, “.”, “_”, không dấu cách, tối đa 20 ký tự.",
        "Trường mới chưa có dòng nào ở trang “Địa bàn”.",
    ]


@pytest.mark.parametrize(
    ("sheet", "heading", "value", "words"),
    [
        (FACTS, "Số học sinh, trẻ", 101, "Cộng các khối của năm học được 100, khác số ghi ở đây."),
        (FACTS, "Giáo viên nữ", 9, "Nhiều hơn tổng số giáo viên (8)."),
        (GRADES, "Số học sinh, trẻ", 51, "vượt định mức 25 học sinh, trẻ"),
    ],
)
def test_what_looks_strange_warns_and_lets_the_rest_pass(sheet: str, heading: str, value: Any, words: str) -> None:
    result, address = one_cell(sheet, heading, value, YEAR)

    assert [m for m in result.warnings if m.address == address and words in m.message]
    assert result.errors == []
    assert result.can_confirm


def test_decomposed_letters_are_the_same_letters() -> None:
    result, _ = one_cell(SCHOOLS, "Tên gọn", "MN So\u0302\u0301 001")

    assert (result.mistakes, result.entries) == ([], [])


def test_without_a_column_nothing_is_compared() -> None:
    result, _ = one_cell(FACTS, "Số lớp, nhóm", 5)
    assert len(result.entries) == 1
    data = exported()

    broken = looked_at(data, (FACTS, "D1", "Lớp"))

    assert (broken.entries, broken.can_confirm) == ([], False)
    assert "Thiếu cột “Số lớp, nhóm”." in broken.errors[0].message

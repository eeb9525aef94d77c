"""The lines of a section: rubbish made harmless, exhibits accounted for, two versions put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.charts import Chart
from reports.documents.content import Paragraph, Table
from reports.documents.section_texts import clean, exhibit_lines, removed_exhibits, united, unknown_exhibits
from reports.documents.sections import to_blocks

DRAWN_UP = (
    Paragraph("Có 5 trường gửi báo cáo."),
    Table("Bảng 1. Kết quả", (), ()),
    Chart("Biểu đồ 1. Theo xã", (), ()),
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Một   câu.\r\n\r\n\tHai câu.  ", "Một câu.\nHai câu."),
        ("Tie\u0302\u0301n độ", "Tiến độ"),
        ("a\x00b\x07c\u202ed\ufeffe\ud800f\ue000g", "abcdefg"),
        ("một\u2028hai\x0bba", "một\nhai\nba"),
        ("\u200b\n \n", ""),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_text_is_stored_clean(typed: str, stored: str) -> None:
    assert clean(typed) == stored


@given(st.text())
def test_what_is_clean_stays_as_it_is_and_can_be_written_to_any_file(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert once.encode().decode() == once
    assert all(line and line == line.strip() for line in once.splitlines())


def test_removed_and_unknown_exhibits_are_told() -> None:
    text = "Lời mới.\n[Biểu đồ 1. Theo xã]\n[Bảng 9. Không có]"

    assert exhibit_lines(DRAWN_UP) == ["[Bảng 1. Kết quả]", "[Biểu đồ 1. Theo xã]"]
    assert removed_exhibits(text, DRAWN_UP) == ["[Bảng 1. Kết quả]"]
    assert unknown_exhibits(text, DRAWN_UP) == ["[Bảng 9. Không có]"]


def test_an_exhibit_named_twice_is_printed_once_and_told_once() -> None:
    text = "[Bảng 1. Kết quả]\n[Bảng 1. Kết quả]\n[Biểu đồ 1. Theo xã]"

    assert removed_exhibits(text, DRAWN_UP) == []
    assert unknown_exhibits(text, DRAWN_UP) == ["[Bảng 1. Kết quả]"]


def test_an_exhibit_is_known_by_its_name_whatever_its_number() -> None:
    text = "[Bảng 4. Kết quả]\nLời mới.\n[Biểu đồ 3. Theo xã]\n[Bảng 5. Đã hết]\n[kèm theo]"

    blocks = to_blocks(text, DRAWN_UP)

    assert blocks == [DRAWN_UP[1], Paragraph("Lời mới."), DRAWN_UP[2], Paragraph("[kèm theo]")]
    assert (removed_exhibits(text, DRAWN_UP), unknown_exhibits(text, DRAWN_UP)) == ([], ["[Bảng 5. Đã hết]"])


def test_two_versions_are_put_together_without_losing_a_line() -> None:
    assert united("a\nb\nc", "a\nB\nc\nd") == "a\nb\nB\nc\nd"


@given(st.lists(st.sampled_from("abcd")), st.lists(st.sampled_from("abcd")))
def test_every_line_of_both_versions_is_there(first: list[str], second: list[str]) -> None:
    both = united("\n".join(first), "\n".join(second)).splitlines()

    for letter in "abcd":
        assert both.count(letter) >= max(first.count(letter), second.count(letter))

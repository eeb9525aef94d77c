"""The order of hits."""

from reports.search.question import ask
from reports.search.ranking import ranked


def order(typed: str, *names: str) -> list[str]:
    return ranked(ask(typed), names, lambda name: name, lambda name: name.split()[0])


def test_an_exact_code_comes_before_a_name_that_begins_so() -> None:
    assert order("B04", "B041 Khác", "B04 Tỷ lệ") == ["B04 Tỷ lệ", "B041 Khác"]


def test_the_beginning_of_the_name_comes_before_its_middle() -> None:
    assert order("cam vu", "MN Cẩm Vũ", "Cẩm Vũ") == ["Cẩm Vũ", "MN Cẩm Vũ"]


def test_the_very_same_marks_come_first() -> None:
    assert order("Cẩm Giang", "MN Cẩm Giàng", "MN Cẩm Giang") == ["MN Cẩm Giang", "MN Cẩm Giàng"]
    assert order("Cẩm Giàng", "MN Cẩm Giang", "MN Cẩm Giàng") == ["MN Cẩm Giàng", "MN Cẩm Giang"]


def test_marks_may_stand_on_other_letters_of_the_syllable() -> None:
    assert order("hoà bình", "MN Hoa Bình", "MN Hòa Bình") == ["MN Hòa Bình", "MN Hoa Bình"]


def test_a_whole_word_comes_before_the_beginning_of_one() -> None:
    assert order("tan", "Xã Tang Thương", "Xã Tân An") == ["Xã Tân An", "Xã Tang Thương"]


def test_equal_hits_keep_their_order() -> None:
    assert order("nam", "Kỳ năm 2026", "Kỳ năm 2018") == ["Kỳ năm 2026", "Kỳ năm 2018"]

"""Sort keys: dictionary order from digits alone (domain reference §7.2), persons by tên (§7.1)."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.text import person_sort_key, sort_key


def shuffled(items):
    return random.Random(7).sample(items, len(items))


@pytest.mark.parametrize(
    "ordered",
    [
        list("aăâbcdđeêghiklmnoôơpqrstuưvxy"),
        ["ma", "mà", "mả", "mã", "má", "mạ"],
        ["Cẩm Định", "Cẩm Đoài", "Cẩm Đông", "Cẩm Giang", "Cẩm Giàng", "Cẩm Vũ", "Dũng", "Dương", "Đan", "Đức Chính"],
        ["Lai Cách 2", "Lai Cách 10", "Lai Cách 11"],
        ["Trường 9", "Trường 09A", "Trường 10"],
        ["Bà Con", "Ba Mươi", "Bà Mươi"],
        ["Tân", "Tân An", "Tân Trường", "Tấn Trường"],
        ["an", "An", "AN", "án"],
        ["B01", "B2", "B10"],
        ["- dấu", "1", "a"],
        ["zebra", "Ω", "Ж", "文"],
    ],
)
def test_dictionary_order(ordered):
    assert sorted(shuffled(ordered), key=sort_key) == ordered


def test_letters_decide_before_tones_and_tones_before_case():
    assert sort_key("mạ") < sort_key("mác")
    assert sort_key("MA") < sort_key("mà")


def test_spelling_of_one_word_does_not_change_its_place():
    assert sort_key("Hoà") == sort_key("Hòa")
    assert sort_key("Ủy ban") == sort_key("Uỷ ban")
    assert sort_key(unicodedata.normalize("NFD", "Cẩm  Giàng ")) == sort_key("Cẩm Giàng")


def test_foreign_marks_stand_with_their_letter():
    assert sorted(["p", "ö", "ò", "o", "ô"], key=sort_key) == ["o", "ò", "ö", "ô", "p"]


@given(st.text(max_size=40))
def test_keys_are_digits_only(text):
    assert set(sort_key(text)) <= set("0123456789")
    assert set(person_sort_key(text)) <= set("0123456789")


@given(st.integers(0, 10**20), st.integers(0, 10**20))
def test_numbers_sort_by_value(one, other):
    assert (sort_key(f"Lai Cách {one}") < sort_key(f"Lai Cách {other}")) == (one < other)


@given(st.lists(st.text(alphabet="aăâbcdđeê", min_size=1, max_size=6), max_size=8))
def test_words_without_tones_sort_by_the_alphabet(words):
    alphabet = "aăâbcdđeê"

    assert sorted(words, key=sort_key) == sorted(words, key=lambda word: [alphabet.index(letter) for letter in word])


def test_persons_sort_by_ten_then_ho_then_dem():
    ordered = [
        "Nguyễn Văn An",
        "Trần An",
        "Trần Thị An",
        "Đỗ Thị Bình",
        "Nguyễn Văn Bình",
        "Lê Hoa",
        "NGUYỄN THỊ HOA",
        "An Thị Hòa",
    ]

    assert sorted(shuffled(ordered), key=person_sort_key) == ordered


def test_a_single_name_is_a_ten():
    assert sorted(["Bình", "Nguyễn Văn An", "An"], key=person_sort_key) == ["An", "Nguyễn Văn An", "Bình"]


def test_capitals_do_not_move_a_person():
    names = ["TRẦN VĂN AN", "Lê Văn An", "nguyễn văn an"]

    assert sorted(names, key=person_sort_key) == ["Lê Văn An", "nguyễn văn an", "TRẦN VĂN AN"]

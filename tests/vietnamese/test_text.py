"""Search keys and ranking: the search traps of domain reference §7.1 and §7.2."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.text import exact_key, nfc, rank_matches, search_key, upper

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
phrases = st.text(alphabet=LETTERS + LETTERS.upper() + " -&'.0123456789", max_size=40)


@pytest.mark.parametrize(
    ("query", "stored"),
    [
        ("cam vu", "Cẩm Vũ"),
        ("CAM  VU", "Trường Mầm non Cẩm Vũ"),
        ("cam giang", "Cẩm Giàng"),
        ("đức", "Duc Chính"),
        ("duc chinh", "Đức Chính"),
        ("uy ban", "Ủy ban nhân dân"),
        ("uỷ ban", "Ủy ban nhân dân"),
        ("ủy ban", "Uỷ ban nhân dân"),
        ("hoà", "chất lượng văn hóa, hòa nhập"),
        ("tỷ lệ", "Tỉ lệ trẻ suy dinh dưỡng"),
        ("tỉ lệ", "Tỷ lệ trẻ suy dinh dưỡng"),
        ("ty le", "Tỉ lệ"),
        ("ti le", "Tỷ lệ"),
        ("kĩ năng", "Kỹ năng sống"),
        ("quí", "Quý I/2018"),
        ("quy", "Nghị quyết"),
        ("GDĐT", "Phòng GD&ĐT"),
        ("GD&ĐT", "Phòng GDĐT"),
        ("gd & đt", "Phòng GD&ĐT"),
        ("04/KH", "Số: 04/KH-PGDĐT"),
        ("2017 - 2018", "năm học 2017-2018"),
        (unicodedata.normalize("NFD", "Cẩm Giàng"), "Cẩm Giàng"),
        ("cẩm giàng", unicodedata.normalize("NFD", "CẨM GIÀNG")),
        ("dinh", "Cẩm Ðịnh"),
        ("m2", "Diện tích (m²)"),
    ],
)
def test_search_finds(query, stored):
    assert search_key(query) in search_key(stored)


@pytest.mark.parametrize(
    ("one", "other"), [("Thúy", "thúi"), ("tay", "tai"), ("ủy", "ủi"), ("Nguyễn", "nguiễn"), ("ý", "í")]
)
def test_y_and_i_stay_apart_where_they_sound_different(one, other):
    assert search_key(one) != search_key(other)


def test_words_do_not_grow_together_over_punctuation():
    assert search_key("kinh tế-xã hội; văn hóa") == "kinh te xa hoi van hoa"


@pytest.mark.parametrize("word", ["quyết", "kỳ", "Nguyễn", "tỷ", "huyện", "Lý", "quỹ", "thủy"])
def test_the_first_letters_of_a_word_find_it_while_typing(word):
    key = search_key(word)

    assert [end for end in range(1, len(word) + 1) if not key.startswith(search_key(word[:end]))] == []


@given(phrases)
def test_a_search_key_is_plain_and_stable(text):
    key = search_key(text)

    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert search_key(key) == key
    assert "  " not in key


@given(phrases)
def test_input_form_and_case_do_not_matter(text):
    decomposed = unicodedata.normalize("NFD", text)

    assert search_key(decomposed.upper()) == search_key(text)
    assert exact_key(decomposed.upper()) == exact_key(text)


@given(phrases)
def test_marks_are_all_that_distinguishes_the_two_keys(text):
    assert search_key(exact_key(text)) == search_key(text)


@given(st.text(max_size=60))
def test_any_text_has_keys(text):
    assert exact_key(text) == nfc(exact_key(text))
    assert search_key(text) == search_key(text).strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),
        ("UỶ BAN", "Ủy ban"),
        ("Thuý", "Thúy"),
        ("khoẻ", "khỏe"),
        ("Hoè", "Hòe"),
        ("qúy", "quý"),
        ("tỷ lệ", "tỉ lệ"),
        ("GD & ĐT", "GD&ĐT"),
    ],
)
def test_spellings_of_one_word_share_the_exact_key(one, other):
    assert exact_key(one) == exact_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Cẩm Giàng", "Cẩm Giang"), ("đoàn", "doan"), ("toàn", "tòan"), ("hoài", "hòai"), ("ủi", "ủy")]
)
def test_different_words_keep_different_exact_keys(one, other):
    assert exact_key(one) != exact_key(other)


def test_hits_with_the_same_marks_come_first():
    places = ["Cẩm Giàng", "Cẩm Giang", "Trường THCS Cẩm Giang"]

    assert rank_matches("Cẩm Giang", places) == ["Cẩm Giang", "Trường THCS Cẩm Giang", "Cẩm Giàng"]
    assert rank_matches("cẩm giàng", places) == ["Cẩm Giàng", "Cẩm Giang", "Trường THCS Cẩm Giang"]


def test_ranking_keeps_the_order_of_equal_hits_and_drops_nothing():
    rows = [{"name": "Lai Cách"}, {"name": "Cẩm Giàng"}, {"name": "Cẩm Giang"}]

    ranked = rank_matches("cam giang", rows, key=lambda row: row["name"])

    assert [row["name"] for row in ranked] == ["Cẩm Giàng", "Cẩm Giang", "Lai Cách"]


def test_nfc_composes():
    assert nfc(unicodedata.normalize("NFD", "Cẩm Giàng")) == "Cẩm Giàng"


def test_upper_keeps_every_letter():
    assert upper(unicodedata.normalize("NFD", "Ủy ban nhân dân, đặc biệt")) == "ỦY BAN NHÂN DÂN, ĐẶC BIỆT"

"""What was typed, taken apart."""

import pytest

from reports.search.hits import Kind
from reports.search.question import Phrase, ask, haystack
from reports.search.vocabulary import kind_words, synonyms


def keys(text: str) -> list[str]:
    return [term.key for term in ask(text).terms]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("cam vu 6 thang", ["cam", "vu", "6 thang"]),
        ("  Cẩm   VŨ ", ["cam", "vu"]),
        ("II.2.3", ["ii 2 3"]),
        ("04/KH-PGDĐT", ["04 kh pgddt"]),
        ("51-KL/TW", ["51 kl tw"]),
        ("Sở GD & ĐT", ["so", "gddt"]),
        ("trường chuẩn quốc gia", ["truong", "chuan quoc gia"]),
        ("quy hoạch", ["qui", "hoach"]),
        ("… % _ \0 –", []),
        ("", []),
    ],
)
def test_words_codes_and_known_phrases_are_terms(typed: str, terms: list[str]) -> None:
    assert keys(typed) == terms


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("th", "TH Cẩm Vũ", True),
        ("th", "Trường Tiểu học Cẩm Vũ", True),
        ("th", "THCS Cẩm Vũ", False),
        ("th", "Báo cáo 6 tháng", False),
        ("thcs", "Trường Trung học cơ sở Cẩm Vũ", True),
        ("mầm non", "MN Cẩm Vũ", True),
        ("MN", "Trường Mầm non Cẩm Vũ", True),
        ("cqg", "Số trường đạt chuẩn quốc gia", True),
        ("chuẩn quốc gia", "Trường CQG công nhận mới", True),
        ("sdd", "Tỷ lệ suy dinh dưỡng thể nhẹ cân", True),
        ("ntm", "Xã về đích nông thôn mới", True),
        ("pcgd", "Phổ cập giáo dục trung học cơ sở", True),
        ("xa", "Xã Cẩm Vũ", True),
        ("xa", "Xây dựng trường", False),
        ("6t", "Báo cáo 6 tháng", True),
        ("6", "60 trường", False),
        ("04", "04/KH-PGDĐT", True),
        ("II.2", "II.2.3 Kiểm tra", True),
        ("II.2", "II.20 Kiểm tra", False),
        ("b0", "B04 Tỷ lệ", True),
        ("tỉ lệ", "Tỷ lệ", True),
        ("em", "Kiểm tra", False),
        ("kiem", "Kiểm tra", True),
    ],
)
def test_a_word_is_found_at_the_beginning_of_words_an_abbreviation_as_a_word(
    typed: str, text: str, found: bool
) -> None:
    assert all(term.is_in(haystack(text)) for term in ask(typed).terms) is found


@pytest.mark.parametrize("key", sorted(synonyms()))
def test_each_way_of_writing_finds_the_others(key: str) -> None:
    for other in synonyms()[key]:
        (term,) = ask(key).terms
        assert term.is_in(haystack(other)), f"{key} does not find {other}"


@pytest.mark.parametrize("word", sorted(kind_words()))
def test_a_word_that_names_a_kind_names_one_there_is(word: str) -> None:
    (term,) = ask(word).terms

    assert Kind(term.kind) == kind_words()[word]


def test_what_is_long_is_cut_and_told() -> None:
    many, long = ask("a1 b1 c1 d1 e1 f1 g1 h1 i1"), ask("x" * 101)

    assert ([term.key for term in many.terms][-1], len(many.terms), many.is_cut) == ("h1", 8, True)
    assert (len(long.text), long.is_cut) == (100, True)
    assert not ask("a1 b1 c1 d1 e1 f1 g1 h1").is_cut


@pytest.mark.parametrize(("typed", "askable"), [("b", False), ("%", False), ("b0", True), ("6 ", False)])
def test_one_character_is_not_enough(typed: str, askable: bool) -> None:
    assert ask(typed).is_askable is askable


def test_words_of_a_long_text_count_side_by_side_only() -> None:
    title = haystack("Nhiệm vụ trọng tâm 2 về giáo dục ở Cẩm Giàng")

    assert ask("cam vu").said_in(title) == frozenset()
    assert ask("trong tam 2 2018").said_in(title) == {0, 1, 2}
    assert ask("giang cam").said_in(title) == frozenset()
    assert ask("nhiem vu").said_in(title) == frozenset()  # the word for a kind says nothing by itself


def test_what_is_asked_for_besides_a_text() -> None:
    assert [term.key for term in ask("cam vu 2018").beyond("MN Cẩm Vũ").terms] == ["2018"]


def test_the_database_is_asked_the_same_pattern() -> None:
    assert Phrase("th", whole=True).pattern == " th "
    assert Phrase("tieu hoc", whole=False).pattern == " tieu hoc"

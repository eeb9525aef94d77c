"""Which stored line a typed line of requests continues."""

from hypothesis import given
from hypothesis import strategies as st

from reports.request_matching import Line, likeness, match_lines

ROOMS, FUNDS, LAND = "Bổ sung 4 phòng học", "Hỗ trợ kinh phí sửa mái nhà", "Cấp đất mở rộng sân chơi"


def lines(*texts: str) -> list[Line]:
    return [Line(text, "office", number) for number, text in enumerate(texts, 1)]


def typed(*texts: str) -> list[Line]:
    return [Line(text, "office") for text in texts]


def test_the_same_words_are_the_same_request_wherever_they_stand() -> None:
    assert match_lines(lines(ROOMS, FUNDS, LAND), typed(LAND, ROOMS)) == [2, 0]


def test_edited_words_are_the_request_they_are_most_like() -> None:
    assert match_lines(lines(ROOMS, FUNDS), typed("Bổ sung 6 phòng học cấp 4", FUNDS)) == [0, 1]
    assert match_lines(lines(ROOMS, FUNDS), typed("Hỗ trợ kinh phí sửa mái nhà bếp")) == [1]


def test_other_words_at_the_same_place_are_a_new_request() -> None:
    assert match_lines(lines(ROOMS), typed(LAND)) == [None]


def test_a_line_that_names_its_row_is_that_row_whatever_it_says() -> None:
    assert match_lines(lines(ROOMS, FUNDS), [Line(LAND, "office", 2), Line(FUNDS, "office")]) == [1, None]


def test_twins_stay_apart_by_addressee_and_place() -> None:
    stored = [Line(ROOMS, "office", 1), Line(ROOMS, "commune", 2)]

    assert match_lines(stored, [Line(ROOMS, "commune"), Line(ROOMS, "office")]) == [1, 0]


def test_diacritics_and_capitals_do_not_make_texts_differ() -> None:
    assert likeness("ĐỀ NGHỊ Bổ Sung", "de nghi bo sung") == 1


TEXTS = st.lists(st.sampled_from([ROOMS, FUNDS, LAND, "Bổ sung 5 phòng học", ""]), max_size=5)


@given(TEXTS, TEXTS)
def test_no_stored_line_is_continued_twice(stored: list[str], wanted: list[str]) -> None:
    found = match_lines(lines(*stored), typed(*wanted))

    used = [index for index in found if index is not None]
    assert len(found) == len(wanted)
    assert len(used) == len(set(used))
    assert all(0 <= index < len(stored) for index in used)

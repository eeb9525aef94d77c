"""Reading what was typed into a visit: whatever comes is kept, or refused with a sentence, and never breaks a save."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.visit_cells import PARTS, VISIT_TEXTS, Unreadable, read_part


@pytest.mark.parametrize(("typed", "kept"), [("", None), ("0", 0), ("45", 45), ("100", 100), (" 7 ", 7), ("007", 7)])
def test_a_share_of_a_work_is_a_whole_number_up_to_a_hundred(typed: str, kept: int | None) -> None:
    assert read_part("seen_percent", typed) == kept


@pytest.mark.parametrize("typed", ["101", "-1", "4,5", "45%", "0001000", "00000200", "9" * 5000, "٤٥", "một"])
def test_other_shares_are_refused_in_words(typed: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_part("seen_percent", typed)

    assert refused.value.message == "Khối lượng là số nguyên từ 0 đến 100."


@pytest.mark.parametrize("typed", ["2031-03-05", "5/3/2031", "05/03/2031"])
def test_a_day_is_read_from_the_phones_field_and_from_what_people_type(typed: str) -> None:
    assert read_part("mend_by", typed) == dt.date(2031, 3, 5)


def test_no_text_reaches_the_database_with_a_character_it_cannot_hold() -> None:
    assert read_part("note", "Mái\0 dột\r\nhai phòng ") == "Mái dột\nhai phòng"


@given(part=st.sampled_from([*PARTS, *VISIT_TEXTS]), typed=st.text(max_size=60))
def test_anything_is_read_or_refused(part: str, typed: str) -> None:
    try:
        value = read_part(part, typed)
    except Unreadable:
        value = None  # refused; any other error fails the test

    assert "\0" not in str(value)
    assert part != "seen_percent" or value is None or 0 <= value <= 100

"""Which family and version a document belongs to, and how each is worded."""

import datetime as dt

import pytest

from plans.enums import DocumentStyle
from reports.documents.profiles import PARTY_05, PARTY_36, PROFILES, STATE, Profile, profile_for


@pytest.mark.parametrize(
    ("style", "on", "expected"),
    [
        (DocumentStyle.STATE, dt.date(2018, 2, 5), STATE),
        (DocumentStyle.STATE, dt.date(2026, 12, 31), STATE),
        (DocumentStyle.PARTY, dt.date(2017, 1, 1), PARTY_36),
        (DocumentStyle.PARTY, dt.date(2019, 9, 1), PARTY_36),
        (DocumentStyle.PARTY, dt.date(2026, 5, 26), PARTY_36),
        (DocumentStyle.PARTY, dt.date(2026, 5, 27), PARTY_05),
    ],
)
def test_version_is_that_of_the_documents_day(style: str, on: dt.date, expected: Profile) -> None:
    assert profile_for(style, on) is expected


def test_every_profile_is_found_by_its_key() -> None:
    assert PROFILES == {"state": STATE, "party-36": PARTY_36, "party-05": PARTY_05}


def test_number_and_symbol_are_joined_the_other_way_round() -> None:
    assert STATE.numbered("04", STATE.symbol("KH", "CQ")) == "04/KH-CQ"
    assert PARTY_36.numbered("97", PARTY_36.symbol("KH", "TU")) == "97-KH/TU"
    assert (STATE.numbered("7", ""), STATE.symbol("BC", "")) == ("7", "BC")


@pytest.mark.parametrize(
    "text", ["Nghiêm túc thực hiện", "Nghiêm túc thực hiện.", "Nghiêm túc thực hiện./.", "Nghiêm túc thực hiện; "]
)
def test_last_sentence_ends_as_the_family_ends(text: str) -> None:
    assert STATE.ended(text) == PARTY_36.ended(text) == "Nghiêm túc thực hiện./."
    assert PARTY_05.ended(text) == "Nghiêm túc thực hiện."


@pytest.mark.parametrize(
    ("written", "party"),
    [
        ("TM. BAN THƯỜNG VỤ", "T/M BAN THƯỜNG VỤ"),
        ("KT. TRƯỞNG BAN", "K/T TRƯỞNG BAN"),
        ("TL. BAN THƯỜNG VỤ", "T/L BAN THƯỜNG VỤ"),
        ("T/M BAN THƯỜNG VỤ", "T/M BAN THƯỜNG VỤ"),
        ("", ""),
    ],
)
def test_party_signs_with_a_slash_and_the_state_as_it_is_written(written: str, party: str) -> None:
    assert PARTY_36.capacity(written) == party
    assert STATE.capacity(written) == written

"""Codes on paper: what the portal makes, prints, and understands of what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.verification import ALPHABET, Malformed, grouped, new_code, normalised

CODES = st.text(ALPHABET, min_size=10, max_size=10)


def test_codes_have_fifty_random_bits() -> None:
    codes = {new_code() for _ in range(500)}

    assert len(codes) == 500
    assert (len(ALPHABET), len(set(ALPHABET))) == (32, 32)
    assert all(normalised(code) == code for code in codes)


@given(CODES)
def test_a_code_is_understood_however_it_is_typed(code: str) -> None:
    spaced = " ".join(code.lower())

    assert grouped(code) == f"{code[:5]}-{code[5:]}"
    assert {normalised(grouped(code)), normalised(spaced), normalised(f"  {code[:5]}–{code[5:]}\n")} == {code}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("oO0il-1LABC", "00011" + "11ABC"),
        ("abcde fghjk", "ABCDEFGHJK"),
        ("ＡＢＣＤＥ－ＦＧＨＪＫ", "ABCDEFGHJK"),
        ("âbcđé.fghjk", "ABCDEFGHJK"),
    ],
)
def test_look_alikes_and_habits_of_keyboards(typed: str, code: str) -> None:
    assert normalised(typed) == code


@pytest.mark.parametrize("typed", ["", "ABCDE", "ABCDE-FGHJKM", "ABCDE-FGHJU", "ABCDE-FGH✓✓", "тест-тест12"])
def test_what_cannot_be_a_code_is_said_to_be_none(typed: str) -> None:
    with pytest.raises(Malformed):
        normalised(typed)

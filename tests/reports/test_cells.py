"""What typed cells mean."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.cells import read_cells
from reports.enums import ValueState


@dataclass
class Kind:
    is_ratio: bool = False
    parts_are_counts: bool = True
    decimals: int = 0


COUNT, RATIO, SCORE = Kind(), Kind(is_ratio=True), Kind(decimals=2)


@pytest.mark.parametrize(
    ("kind", "raw", "state", "numbers"),
    [
        (COUNT, {"v": "0"}, ValueState.GIVEN, {"v": Decimal(0)}),
        (COUNT, {"v": ""}, ValueState.MISSING, {}),
        (COUNT, {"v": " 1.234 "}, ValueState.GIVEN, {"v": Decimal(1234)}),
        (COUNT, {"v": "k"}, ValueState.NOT_APPLICABLE, {}),
        (COUNT, {"v": "C"}, ValueState.NOT_AVAILABLE, {}),
        (SCORE, {"v": "8,5"}, ValueState.GIVEN, {"v": Decimal("8.5")}),
        (SCORE, {"v": "8.5"}, ValueState.GIVEN, {"v": Decimal("8.5")}),
        (RATIO, {"n": "1", "d": "98"}, ValueState.GIVEN, {"n": Decimal(1), "d": Decimal(98)}),
        (RATIO, {"n": "k", "d": ""}, ValueState.NOT_APPLICABLE, {}),
    ],
)
def test_readable(kind: Kind, raw: dict[str, str], state: ValueState, numbers: dict[str, Decimal]) -> None:
    reading = read_cells(kind, raw)

    assert (reading.state, reading.problems) == (state, {})
    assert reading.numbers == {"n": None, "d": None, "v": None} | numbers


@pytest.mark.parametrize(
    ("kind", "raw", "parts"),
    [
        (COUNT, {"v": "mười"}, {"v"}),
        (COUNT, {"v": "8,5"}, {"v"}),
        (COUNT, {"v": "-1"}, {"v"}),
        (COUNT, {"v": "9" * 12}, {"v"}),
        (SCORE, {"v": "1.234"}, {"v"}),
        (RATIO, {"n": "1", "d": ""}, {"d"}),
        (RATIO, {"n": "", "d": "98"}, {"n"}),
        (RATIO, {"n": "x", "d": "y"}, {"n", "d"}),
        (RATIO, {"n": "k", "d": "98"}, {"n", "d"}),
        (RATIO, {"n": "k", "d": "c"}, {"n", "d"}),
    ],
)
def test_unreadable_names_the_cell_and_counts_as_missing(kind: Kind, raw: dict[str, str], parts: set[str]) -> None:
    reading = read_cells(kind, raw)

    assert set(reading.problems) == parts
    assert all(message.endswith((".", ")")) or message for message in reading.problems.values())
    assert reading.state == ValueState.MISSING
    assert set(reading.numbers.values()) == {None}


@given(st.sampled_from([COUNT, RATIO, SCORE]), st.text(max_size=40), st.text(max_size=40), st.text(max_size=40))
def test_any_text_is_read_or_named(kind: Kind, n: str, d: str, v: str) -> None:
    reading = read_cells(kind, {"n": n, "d": d, "v": v})

    given_numbers = [number for number in reading.numbers.values() if number is not None]
    assert all(0 <= number < 10**11 for number in given_numbers)
    assert bool(given_numbers) == (reading.state == ValueState.GIVEN)
    if reading.problems:
        assert reading.state == ValueState.MISSING

"""Counting in the habits of the documents: domain reference §1.2 and §10."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.tree.forest import Direction, Forest
from plans.tree.numbering import (
    NumberingStyle,
    free_segment,
    from_letter,
    from_roman,
    letter,
    next_label,
    roman,
)
from plans.tree.renumbering import Numbered, TooDeep, code_for, recoded, renumbered
from tests.plans.tree.test_forest import forests

# The first draw of a run reads the constants of every module, which takes long on a busy machine.
#  I ── 1 ── (1.1), (1.2);  I ── 2;  II
FOREST = Forest.of([(1, None, 1), (2, 1, 2), (3, 2, 3), (4, 2, 4), (5, 1, 5), (6, None, 6)])
CODES = {1: "I", 2: "I.1", 3: "I.1.1", 4: "I.1.2", 5: "I.2", 6: "II"}


@given(st.integers(1, 399))
def test_roman_numbers_are_read_back(number: int) -> None:
    assert from_roman(roman(number)) == number


@given(st.integers(1, 5000))
def test_letters_are_read_back(number: int) -> None:
    assert from_letter(letter(number)) == number


def test_letters_follow_the_vietnamese_alphabet() -> None:
    assert [letter(number) for number in (1, 4, 5, 6, 23, 24)] == ["a", "d", "đ", "e", "y", "aa"]


@pytest.mark.parametrize("text", ["", "IIII", "VX", "1", "a", "Ii"])
def test_what_is_no_roman_number_is_not_read(text: str) -> None:
    assert from_roman(text) == 0


@pytest.mark.parametrize(
    ("last", "following"),
    [("I", "II"), ("9", "10"), ("1.3", "1.4"), ("d", "đ"), ("-", "-"), ("+", "+"), ("", ""), ("Phần", ""), ("1.a", "")],
)
def test_the_label_that_continues_a_list(last: str, following: str) -> None:
    assert next_label(last) == following


@pytest.mark.parametrize(
    ("own", "taken", "expected"),
    [
        ("3", ["1", "2"], "3"),
        ("2", ["1", "2"], "3"),
        ("b", ["1", "2"], "3"),
        ("1", ["a", "b"], "c"),
        ("2", ["I", "II", "III"], "IV"),
        ("II", [], "1"),
        ("4", [], "4"),
        ("", [], "1"),
        ("2", ["1", "a"], "2"),
        ("a", ["1", "a"], "2"),
    ],
)
def test_a_newcomer_counts_as_its_siblings_count(own: str, taken: list[str], expected: str) -> None:
    assert free_segment(own, taken) == expected


@pytest.mark.parametrize(
    ("style", "codes", "labels"),
    [
        (NumberingStyle.STATE, "I I.1 I.1.a I.1.b I.2 II", "I 1 a b 2 II"),
        (NumberingStyle.OLDER, "I I.1 I.1.1 I.1.2 I.2 II", "I 1 1.1 1.2 2 II"),
        (NumberingStyle.NUMBERS, "1 1.1 1.1.1 1.1.2 1.2 2", "1 1.1 1.1.1 1.1.2 1.2 2"),
    ],
)
def test_a_tree_is_numbered_in_a_style(style: NumberingStyle, codes: str, labels: str) -> None:
    names = list(renumbered(FOREST, style).values())

    assert " ".join(name.code for name in names) == codes
    assert " ".join(name.label for name in names) == labels


def test_dashes_have_letters_in_their_codes() -> None:
    chain = Forest.of([(node, node - 1 or None, node) for node in range(1, 6)])

    names = renumbered(chain, NumberingStyle.STATE)

    assert (names[4], names[5]) == (Numbered("I.1.a.a", "-"), Numbered("I.1.a.a.a", "+"))


@given(forests(), st.sampled_from(NumberingStyle))
def test_numbers_are_unique_and_follow_the_tree(forest: Forest, style: NumberingStyle) -> None:
    try:
        names = renumbered(forest, style)
    except TooDeep:
        assert max(place.depth for place in forest.walk()) >= 6
        return

    codes = [name.code for name in names.values()]
    assert len(set(codes)) == len(codes)
    for place in forest.walk():
        above = names[place.parent].code if place.parent else ""
        assert names[place.id].code.rpartition(".")[0] == above


@given(forests(), st.data())
def test_codes_stay_unique_and_follow_the_tree_however_parts_move(forest: Forest, data: st.DataObject) -> None:
    try:
        codes = {node: name.code for node, name in renumbered(forest, NumberingStyle.STATE).items()}
    except TooDeep:
        return
    for _ in range(6):
        node = data.draw(st.sampled_from(sorted(codes)))
        moved = forest.move(node, data.draw(st.sampled_from([Direction.IN, Direction.OUT])))
        if moved is None:
            continue
        try:
            codes |= recoded(moved, codes, node)
        except TooDeep:
            continue
        forest = moved
    assert len(set(codes.values())) == len(codes)
    for place in forest.walk():
        above = codes[place.parent] if place.parent else ""
        assert codes[place.id].rpartition(".")[0] == above


def test_a_moved_part_takes_the_next_number_and_its_children_come_along() -> None:
    moved = FOREST.move(2, Direction.OUT)
    assert moved is not None

    assert recoded(moved, CODES, 2) == {2: "III", 3: "III.1", 4: "III.2"}


def test_a_code_that_stands_in_the_way_is_passed_over() -> None:
    grown = FOREST.insert(9, under=5)

    assert code_for(grown, CODES | {6: "I.2.1"}, 9) == "I.2.2"


def test_the_first_part_of_a_plan_is_roman() -> None:
    assert code_for(Forest({}).insert(0), {}, 0) == "I"


def test_a_path_longer_than_a_code_is_refused() -> None:
    deep = Forest.of([(node, node - 1 or None, node) for node in range(1, 13)])

    with pytest.raises(TooDeep):
        renumbered(deep, NumberingStyle.STATE)

"""Moving nodes of a forest: what a person sees after each key, and what holds after any number of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.tree.forest import Direction, Forest

# The first draw of a run reads the constants of every module, which takes long on a busy machine.
UP, DOWN, IN, OUT = Direction.UP, Direction.DOWN, Direction.IN, Direction.OUT
#  1 ── 2, 3 ── 4
#  5
ROWS = [(1, None, 1), (2, 1, 2), (3, 1, 3), (4, 3, 4), (5, None, 5)]


def drawn(forest: Forest) -> list[tuple[int, int]]:
    """(depth, node) from top to bottom."""
    return [(place.depth, place.id) for place in forest.walk()]


@st.composite
def forests(draw: st.DrawFn) -> Forest:
    size = draw(st.integers(1, 12))
    rows = [(node, draw(st.sampled_from([None, *range(1, node)])), node) for node in range(1, size + 1)]
    return Forest.of(rows)


@pytest.mark.parametrize(
    ("node", "direction", "expected"),
    [
        (3, UP, [(0, 1), (1, 3), (2, 4), (1, 2), (0, 5)]),
        (2, DOWN, [(0, 1), (1, 3), (2, 4), (1, 2), (0, 5)]),
        (3, IN, [(0, 1), (1, 2), (2, 3), (3, 4), (0, 5)]),
        (5, IN, [(0, 1), (1, 2), (1, 3), (2, 4), (1, 5)]),
        (2, OUT, [(0, 1), (1, 3), (2, 4), (0, 2), (0, 5)]),
        (4, OUT, [(0, 1), (1, 2), (1, 3), (1, 4), (0, 5)]),
        (5, UP, [(0, 5), (0, 1), (1, 2), (1, 3), (2, 4)]),
    ],
)
def test_a_node_moves_with_everything_below_it(
    node: int, direction: Direction, expected: list[tuple[int, int]]
) -> None:
    moved = Forest.of(ROWS).move(node, direction)

    assert moved is not None
    assert drawn(moved) == expected


@pytest.mark.parametrize(("node", "direction"), [(1, UP), (5, DOWN), (2, UP), (3, DOWN), (1, IN), (2, IN), (1, OUT)])
def test_there_is_no_place_beyond_the_edge(node: int, direction: Direction) -> None:
    assert Forest.of(ROWS).move(node, direction) is None


def test_a_node_that_is_not_there_cannot_be_moved() -> None:
    with pytest.raises(KeyError):
        Forest.of(ROWS).move(6, UP)


@given(forests(), st.lists(st.tuples(st.integers(0, 11), st.sampled_from(Direction)), max_size=25))
def test_any_sequence_of_moves_keeps_every_node_once_and_the_order_of_the_rest(
    forest: Forest, moves: list[tuple[int, Direction]]
) -> None:
    nodes = sorted(node for _, node in drawn(forest))
    for place, direction in moves:
        node = nodes[place % len(nodes)]
        moved = forest.move(node, direction)
        if moved is None:
            continue
        assert sorted(child for _, child in drawn(moved)) == nodes
        travelled = set(forest.subtree(node))
        if direction in (IN, OUT):
            rest = [child for _, child in drawn(forest) if child not in travelled]
            assert [child for _, child in drawn(moved) if child not in travelled] == rest
        assert moved.subtree(node) == forest.subtree(node)
        forest = moved


@given(forests(), st.data())
def test_going_back_undoes_a_move(forest: Forest, data: st.DataObject) -> None:
    node = data.draw(st.sampled_from([node for _, node in drawn(forest)]))
    for there, back in ((UP, DOWN), (DOWN, UP), (IN, OUT)):
        moved = forest.move(node, there)
        if moved is not None:
            returned = moved.move(node, back)
            assert returned is not None
            assert drawn(returned) == drawn(forest)


@given(
    st.lists(st.tuples(st.integers(1, 8), st.none() | st.integers(1, 9), st.integers(0, 3)), unique_by=lambda r: r[0])
)
def test_damaged_rows_give_every_node_exactly_once(rows: list[tuple[int, int | None, int]]) -> None:
    found = [node for _, node in drawn(Forest.of(rows))]

    assert sorted(found) == sorted(node for node, _, _ in rows)


@given(forests(), st.data())
def test_inserting_and_removing_leave_the_others_where_they_are(forest: Forest, data: st.DataObject) -> None:
    anchor = data.draw(st.sampled_from([node for _, node in drawn(forest)]))
    for grown in (forest.insert(99, after=anchor), forest.insert(99, under=anchor), forest.insert(99)):
        assert drawn(grown.remove(99)) == drawn(forest)


def test_a_new_node_stands_right_behind_its_neighbour_or_last_among_the_children() -> None:
    forest = Forest.of(ROWS)

    assert drawn(forest.insert(9, after=2))[:3] == [(0, 1), (1, 2), (1, 9)]
    assert drawn(forest.insert(9, under=1))[3:5] == [(2, 4), (1, 9)]
    assert drawn(forest.insert(9))[-1] == (0, 9)


def test_places_count_among_their_siblings() -> None:
    found = {place.id: (place.number, place.siblings, place.has_children) for place in Forest.of(ROWS).walk()}

    assert found == {1: (1, 2, True), 2: (1, 2, False), 3: (2, 2, True), 4: (1, 1, False), 5: (2, 2, False)}


def test_removing_takes_everything_below() -> None:
    assert drawn(Forest.of(ROWS).remove(3)) == [(0, 1), (1, 2), (0, 5)]

"""Weighted progress of tasks: Σw·p/Σw, equal tasks once, parents from what stands below them."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from plans.measures import Achieved, TaskNode, weighted_progress

progresses = st.none() | st.integers(0, 100)
weights = st.integers(1, 20)


@st.composite
def trees(draw: st.DrawFn, *, repeats: bool = False) -> list[TaskNode]:
    """Any forest: each task stands below an earlier one or below none, and may repeat any task at all."""
    size = draw(st.integers(1, 12))
    nodes = []
    for key in range(1, size + 1):
        parent = draw(st.none() | st.integers(1, key - 1)) if key > 1 else None
        # 90 stands for a task of another plan.
        same_as = draw(st.none() | st.sampled_from([*range(1, size + 1), 90])) if repeats else None
        nodes.append(TaskNode(key, parent, draw(weights), draw(progresses), same_as))
    return nodes


def leaves(nodes: list[TaskNode]) -> list[TaskNode]:
    parents = {node.parent for node in nodes}
    return [node for node in nodes if node.key not in parents]


def test_weights_count() -> None:
    nodes = [TaskNode(1, weight=3, progress=100), TaskNode(2, weight=1, progress=0)]

    assert weighted_progress(nodes)[None] == Achieved(Fraction(75), 2, 2)


def test_a_task_without_progress_is_left_out_and_told() -> None:
    nodes = [TaskNode(1, progress=40), TaskNode(2), TaskNode(3, progress=0)]

    assert weighted_progress(nodes)[None] == Achieved(Fraction(20), 2, 3)


def test_no_progress_at_all_is_nothing_and_not_zero() -> None:
    assert weighted_progress([TaskNode(1), TaskNode(2)])[None] == Achieved(None, 0, 2)
    assert weighted_progress([])[None] == Achieved(None, 0, 0)


def test_what_a_parent_says_of_itself_does_not_count() -> None:
    nodes = [TaskNode(1, weight=9, progress=100), TaskNode(2, 1, progress=10), TaskNode(3, 1, progress=20)]

    assert weighted_progress(nodes) == {None: Achieved(Fraction(15), 2, 2), 1: Achieved(Fraction(15), 2, 2)}


def test_equal_tasks_are_one_with_weight_and_progress_of_the_original() -> None:
    nodes = [TaskNode(1, weight=2, progress=90), TaskNode(2, weight=7, progress=10, same_as=1), TaskNode(3, progress=0)]

    assert weighted_progress(nodes)[None] == Achieved(Fraction(60), 2, 2)


def test_a_part_shows_its_repeated_task_though_the_plan_counts_it_once() -> None:
    nodes = [
        TaskNode(1),
        TaskNode(2, 1, progress=80),
        TaskNode(3),
        TaskNode(4, 3, same_as=2),
        TaskNode(5, 3, progress=0),
    ]

    found = weighted_progress(nodes)

    assert found[3] == Achieved(Fraction(40), 2, 2)
    assert found[None] == Achieved(Fraction(40), 2, 2)


def test_equal_to_a_part_stands_for_what_is_below_it() -> None:
    nodes = [TaskNode(1), TaskNode(2, 1, progress=30), TaskNode(3, 1, progress=50), TaskNode(4, same_as=1)]

    assert weighted_progress(nodes)[None] == Achieved(Fraction(40), 2, 2)


def test_a_repeated_part_stands_for_the_original_one_and_not_for_its_own_tasks() -> None:
    nodes = [TaskNode(1), TaskNode(2, 1, progress=30), TaskNode(3, same_as=1), TaskNode(4, 3, progress=90)]

    assert weighted_progress(nodes)[None] == Achieved(Fraction(30), 1, 1)


def test_several_repeats_of_a_task_of_another_plan_are_one() -> None:
    nodes = [TaskNode(1, progress=60, same_as=90), TaskNode(2, progress=60, same_as=90), TaskNode(3, progress=0)]

    assert weighted_progress(nodes)[None] == Achieved(Fraction(30), 2, 2)


def test_tasks_that_name_each_other_are_one() -> None:
    nodes = [TaskNode(1, progress=20, same_as=2), TaskNode(2, progress=80, same_as=1)]

    assert weighted_progress(nodes)[None] == Achieved(Fraction(20), 1, 1)
    assert weighted_progress(reversed(nodes))[None] == Achieved(Fraction(20), 1, 1)


@given(trees())
def test_without_repeats_it_is_the_plain_formula_over_the_leaves(nodes: list[TaskNode]) -> None:
    known = [node for node in leaves(nodes) if node.progress is not None]
    weight = sum(node.weight for node in known)

    found = weighted_progress(nodes)[None]

    assert found.counted == len(known)
    assert found.total == len(leaves(nodes))
    expected = sum(node.weight * node.progress for node in known)
    assert found.percent == (Fraction(expected, weight) if weight else None)


@given(trees())
def test_a_parent_is_the_mean_of_its_children_weighted_by_what_is_below_them(nodes: list[TaskNode]) -> None:
    found = weighted_progress(nodes)
    by_key = {node.key: node for node in nodes}

    def of(key: int) -> tuple[Fraction, int]:
        """Σw·p and Σw below a task, through its children."""
        children = [node.key for node in nodes if node.parent == key]
        if not children:
            node = by_key[key]
            known = node.progress is not None
            return (Fraction(node.weight * node.progress), node.weight) if known else (Fraction(0), 0)
        parts = [of(child) for child in children]
        return sum((part for part, _ in parts), Fraction(0)), sum(weight for _, weight in parts)

    for key, achieved in found.items():
        if key is not None:
            total, weight = of(key)
            assert achieved.percent == (total / weight if weight else None)


@given(trees(repeats=True), st.randoms(use_true_random=False))
def test_any_tangle_of_repeats_ends_between_lowest_and_highest_in_any_order(
    nodes: list[TaskNode], random: object
) -> None:
    shuffled = list(nodes)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    foreign = [node for node in nodes if node.same_as == 90]
    # A task of another plan has one progress and one weight, whoever repeats it.
    same = {node.key: TaskNode(node.key, node.parent, 1, 50, 90) for node in foreign}
    nodes = [same.get(node.key, node) for node in nodes]
    shuffled = [same.get(node.key, node) for node in shuffled]

    found = weighted_progress(nodes)

    assert found == weighted_progress(shuffled)
    for achieved in found.values():
        assert 0 <= achieved.counted <= achieved.total <= len(nodes)
        if achieved.percent is not None:
            assert 0 <= achieved.percent <= 100
        assert (achieved.percent is None) == (achieved.counted == 0)


@given(trees(), st.integers(2, 5))
def test_scaling_all_weights_changes_nothing(nodes: list[TaskNode], factor: int) -> None:
    heavier = [TaskNode(n.key, n.parent, n.weight * factor, n.progress) for n in nodes]

    assert weighted_progress(heavier) == weighted_progress(nodes)


@given(trees(), st.data())
def test_repeating_a_task_changes_nothing_for_the_plan(nodes: list[TaskNode], data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(leaves(nodes)))
    repeated = TaskNode(99, None, data.draw(weights), data.draw(progresses), original.key)

    assert weighted_progress([*nodes, repeated])[None] == weighted_progress(nodes)[None]

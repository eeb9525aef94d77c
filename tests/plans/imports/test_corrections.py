"""Two people's corrections put together: nothing typed is lost, nothing is overwritten unseen."""

from plans.imports.corrections import Conflict, Merged, merge, text_of

PROPOSED = {"a": "máy", "b": "máy b", "c": ""}


def save(corrections: dict, typed: dict, *, seen: int, version: int, by: str = "An", **decided: str) -> Merged:
    return merge(corrections, typed, proposed=PROPOSED, seen=seen, version=version, by=by, decided=decided)


def test_a_change_is_kept_with_its_history() -> None:
    first = save({}, {"a": "một", "b": "máy b"}, seen=0, version=1)
    second = save(first.corrections, {"a": "hai"}, seen=1, version=2, by="Bình")

    assert first.corrections == {"a": [[1, "một", "An"]]}
    assert second.corrections == {"a": [[1, "một", "An"], [2, "hai", "Bình"]]}
    assert [text_of("máy", second.corrections["a"], at=version) for version in (0, 1, 2)] == ["máy", "một", "hai"]


def test_an_untouched_page_changes_nothing() -> None:
    assert save({}, dict(PROPOSED), seen=0, version=1) == Merged({})


def test_going_back_to_the_proposal_is_a_correction_too() -> None:
    merged = save({"a": [[1, "một", "An"]]}, {"a": "máy"}, seen=1, version=2)

    assert text_of("máy", merged.corrections["a"]) == "máy"
    assert merged.changed


def test_changes_of_different_fields_stand_together() -> None:
    merged = save({"a": [[1, "một", "An"]]}, {"a": "máy", "b": "hai"}, seen=0, version=2, by="Bình")

    assert merged.conflicts == []
    assert merged.corrections == {"a": [[1, "một", "An"]], "b": [[2, "hai", "Bình"]]}


def test_the_same_text_from_two_people_is_no_conflict() -> None:
    merged = save({"a": [[1, "một", "An"]]}, {"a": "một"}, seen=0, version=2)

    assert (merged.changed, merged.conflicts) == (False, [])


def test_two_texts_for_one_field_wait_for_a_decision() -> None:
    theirs = {"a": [[1, "một", "An"]]}

    merged = save(theirs, {"a": "hai", "c": "khác"}, seen=0, version=2, by="Bình")

    assert merged.conflicts == [Conflict("a", "hai", "một", "An", 1)]
    assert merged.corrections == theirs | {"c": [[2, "khác", "Bình"]]}


def test_a_decision_counts_for_the_text_that_was_shown() -> None:
    theirs = {"a": [[1, "một", "An"]]}

    mine = save(theirs, {"a": "hai"}, seen=1, version=2, by="Bình", a="mine-1")
    given_up = save(theirs, {"a": "hai"}, seen=1, version=2, a="theirs-1")
    undecided = save(theirs, {"a": "hai"}, seen=1, version=2, a="")
    outdated = save({"a": [*theirs["a"], [2, "ba", "Chi"]]}, {"a": "hai"}, seen=1, version=3, a="mine-1")

    assert mine.corrections["a"][-1] == [2, "hai", "Bình"]
    assert (given_up.changed, given_up.conflicts) == (False, [])
    assert [found.theirs for found in undecided.conflicts] == ["một"]
    assert [found.theirs for found in outdated.conflicts] == ["ba"]


def test_an_undecided_field_stays_open_even_when_it_is_put_back() -> None:
    merged = save({"a": [[1, "một", "An"]]}, {"a": "máy"}, seen=0, version=2, a="")

    assert [found.mine for found in merged.conflicts] == ["máy"]

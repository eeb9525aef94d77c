"""What of a returned report is open, and that nothing else can be changed by whatever is sent."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.enums import SectionKind
from plans.models import OutlineSection
from reports.corrections import EVERYTHING, Scope, row_of, scope_of
from reports.enums import CorrectionScope
from reports.models import ReviewComment, Submission
from reports.queries.corrections import scope_for
from reports.queries.sheet import load_sheet
from reports.services.autosaving import Cell, save_cells
from reports.services.editing import save_report
from reports.services.inputs import stored_inputs
from tests.factories import ReviewCommentFactory
from tests.reports.commenting import give_back, loaded, send
from tests.reports.conftest import Writing

KINDS = {
    1: SectionKind.TEXT,
    2: SectionKind.TASKS,
    3: SectionKind.INDICATORS,
    4: SectionKind.RECOMMENDATIONS,
    5: SectionKind.TEXT,
}


# -- the rules ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("anchor", "opened", "shut"),
    [
        ("section-1", ["section-1", "section-1-why"], ["section-5", "task-9-text", "value-9-n", "rec-0-text"]),
        ("section-2", ["task-9-status", "task-10-text"], ["section-1", "value-9-n"]),
        ("section-3", ["value-9-n", "value-10-why"], ["section-1", "task-9-text"]),
        ("section-4", ["rec-0-text", "rec-7-addressee"], ["section-1", "value-9-n"]),
        ("task-9", ["task-9-status", "task-9-progress", "task-9-text"], ["task-90-text", "section-2"]),
        ("value-9", ["value-9-n", "value-9-note", "value-9-why"], ["value-90-n", "section-3"]),
        ("value-9-n", ["value-9-n", "value-9-d", "value-9-v", "value-9-note", "value-9-why"], ["value-10-n"]),
    ],
)
def test_a_comment_opens_its_place(anchor: str, opened: list[str], shut: list[str]) -> None:
    scope = scope_of([anchor], KINDS)

    assert [name for name in opened + shut if scope.allows(name)] == opened


def test_a_comment_on_the_whole_report_opens_nothing_by_itself() -> None:
    assert scope_of(["", "section-1"], KINDS) == scope_of(["section-1"], KINDS)


def test_files_are_open_where_the_section_is_commented_or_lacks_them() -> None:
    scope = scope_of(["section-1", "value-9"], KINDS, errors=["evidence-5"])

    assert [number for number in KINDS if scope.allows_files(number)] == [1, 5]
    assert not scope.allows("section-5")


def test_an_error_opens_its_row_and_a_warning_its_justification() -> None:
    scope = scope_of(["value-9"], KINDS, errors=["value-10-d"], warnings=["value-11-v", "section-5"])

    assert scope.allows("value-10-n")
    assert scope.allows("value-11-why")
    assert scope.allows("section-5-why")
    assert not scope.allows("value-11-v")
    assert not scope.allows("section-5")


@given(st.lists(st.sampled_from(["section-1", "section-5", "task-9", "value-9-n", "value-10"]), max_size=4), st.text())
def test_what_no_rule_names_is_shut(anchors: list[str], name: str) -> None:
    scope = scope_of(anchors, KINDS)

    assert scope.allows(name) == (row_of(name) in {row_of(anchor) for anchor in anchors})
    assert EVERYTHING.allows(name)


def test_a_section_is_shut_when_nothing_in_it_is_open() -> None:
    scope = Scope(rows=frozenset({"value-9"}))

    assert scope.opens_something_of("indicators", 3, ["value-8", "value-9"])
    assert not scope.opens_something_of("indicators", 3, ["value-8"])
    assert not scope.opens_something_of("text", 1)


# -- on a report --------------------------------------------------------------------------------------------------
def snapshot(writing: Writing) -> dict[str, Any]:
    """Everything the report says by input name; the requests as one list."""
    sheet = load_sheet(loaded(writing))
    requests = [[row.addressee, row.text] for row in sheet.recommendations]
    return stored_inputs(sheet) | {"rec": json.dumps(requests)}


@pytest.mark.django_db
@pytest.mark.parametrize("anchors", [(), ("",)])
def test_a_return_that_names_no_place_opens_everything(writing: Writing, anchors: tuple[str, ...]) -> None:
    send(writing)
    returned = give_back(writing, *anchors)

    assert returned.correction_scope == CorrectionScope.ALL
    assert scope_for(load_sheet(loaded(writing))) is EVERYTHING


@pytest.mark.django_db
def test_the_reviewer_may_open_everything_all_the_same(writing: Writing) -> None:
    send(writing)
    give_back(writing, f"value-{writing.count.pk}", opens_all=True)

    assert Submission.objects.get().correction_scope == CorrectionScope.ALL


@pytest.mark.django_db
def test_only_the_commented_row_is_stored_and_the_rest_is_told(writing: Writing) -> None:
    send(writing)
    give_back(writing, f"value-{writing.count.pk}-v")
    before = snapshot(writing)
    changes = {
        f"value-{writing.count.pk}-v": "1300",
        f"value-{writing.count.pk}-note": "đếm lại",
        f"value-{writing.ratio.pk}-n": "50",
        f"section-{writing.text.pk}": "Lời văn khác.",
        f"task-{writing.task.pk}-status": "in_progress",
        "rec-0-text": "Kiến nghị thêm",
    }

    sheet = save_report(submission=loaded(writing), by=writing.people["clerk"], changes=changes)

    after = snapshot(writing)
    assert {name for name in after if after[name] != before[name]} == {
        f"value-{writing.count.pk}-v", f"value-{writing.count.pk}-note"
    }  # fmt: skip
    assert sheet.refused == {name: changes[name] for name in list(changes)[2:]}


@pytest.mark.django_db
def test_what_only_repeats_what_stands_there_is_not_refused(writing: Writing) -> None:
    send(writing, **{f"task-{writing.task.pk}-progress": "100"})
    give_back(writing, f"value-{writing.count.pk}")
    same = {name: f" {text}\r\n" for name, text in snapshot(writing).items() if name != "rec"}

    sheet = save_report(submission=loaded(writing), by=writing.people["clerk"], changes=same | {"go": "I"})

    assert sheet.refused == {}


@pytest.mark.django_db
def test_a_row_that_a_correction_made_impossible_opens_until_it_is_right(writing: Writing) -> None:
    """The denominator of one row may not exceed the count of another: lowering the count must not be a trap."""
    writing.ratio.indicator.coverage_of = writing.count.indicator
    writing.ratio.indicator.save()
    send(writing, **{f"value-{writing.count.pk}-v": "98"})
    give_back(writing, f"value-{writing.count.pk}")
    ratio = f"value-{writing.ratio.pk}"
    clerk = writing.people["clerk"]
    assert not scope_for(load_sheet(loaded(writing))).allows(f"{ratio}-d")

    save_report(submission=loaded(writing), by=clerk, changes={f"value-{writing.count.pk}-v": "90"})
    assert scope_for(load_sheet(loaded(writing))).allows(f"{ratio}-d")

    save_report(submission=loaded(writing), by=clerk, changes={f"{ratio}-d": "90"})
    assert snapshot(writing)[f"{ratio}-d"] == "90"
    assert not scope_for(load_sheet(loaded(writing))).allows(f"{ratio}-d")


@pytest.mark.django_db
def test_a_place_closes_when_the_reviewer_has_confirmed_it(writing: Writing) -> None:
    send(writing)
    give_back(writing, f"value-{writing.count.pk}", f"section-{writing.text.pk}")
    ReviewComment.objects.filter(anchor__startswith="value").update(state="confirmed")

    scope = scope_for(load_sheet(loaded(writing)))

    assert scope.allows(f"section-{writing.text.pk}")
    assert not scope.allows(f"value-{writing.count.pk}-v")


@pytest.fixture
def narrowed(writing: Writing) -> Writing:
    """A returned report with requests; the anchors change from example to example."""
    send(writing, **{"rec-0-text": "Bổ sung phòng học", "rec-0-addressee": "office"})
    give_back(writing, f"section-{writing.text.pk}")
    ReviewComment.objects.all().delete()
    return writing


@pytest.mark.django_db
@pytest.mark.parametrize("zeros", ["0", "00"])
def test_another_spelling_of_a_shut_cell_opens_nothing(narrowed: Writing, zeros: str) -> None:
    before = snapshot(narrowed)
    cells = [Cell(f"value-{zeros}{narrowed.count.pk}-v", "999"), Cell(f"task-{zeros}{narrowed.task.pk}-text", "khác")]

    saved = save_cells(submission_id=narrowed.submission.pk, user=narrowed.people["clerk"], cells=cells)

    assert saved is not None
    assert saved.saved == []
    assert snapshot(narrowed) == before


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_whatever_is_sent_nothing_outside_the_scope_changes(narrowed: Writing, data: st.DataObject) -> None:
    rows = [f"section-{narrowed.text.pk}", f"task-{narrowed.task.pk}", f"value-{narrowed.ratio.pk}"]
    rows += [f"value-{narrowed.count.pk}", *(row.field_name for row in load_sheet(loaded(narrowed)).sections)]
    ReviewComment.objects.all().delete()
    for anchor in data.draw(st.sets(st.sampled_from(rows), max_size=3), label="anchors"):
        ReviewCommentFactory(submission=narrowed.submission, anchor=anchor)
    names = [*stored_inputs(load_sheet(loaded(narrowed))), "rec-0-text", "rec-0-addressee", "rec-1-text", "rec-x"]
    names += [f"value-0{narrowed.count.pk}-v", "section-", "answer-1", "value-1-2-3"]
    texts = st.text(alphabet="0159,kc ầ\r\n", max_size=6) | st.sampled_from(["done", "hindered", "1e9"])
    changes = data.draw(st.dictionaries(st.sampled_from(names), texts, max_size=6), label="changes")
    scope, before = scope_for(load_sheet(loaded(narrowed))), snapshot(narrowed)

    if data.draw(st.booleans(), label="single cells"):
        cells = [Cell(name, text) for name, text in changes.items()]
        save_cells(submission_id=narrowed.submission.pk, user=narrowed.people["clerk"], cells=cells)
    else:
        save_report(submission=loaded(narrowed), by=narrowed.people["clerk"], changes=changes)

    after = snapshot(narrowed)
    changed = {name for name in after if after[name] != before[name]}
    assert {name for name in changed if not scope.allows(name if name != "rec" else "rec-0-text")} == set()


def test_all_kinds_of_sections_have_a_rule() -> None:
    """A new kind without a rule would be a place that can be commented and never corrected."""
    for kind in OutlineSection._meta.get_field("kind").choices:
        assert scope_of(["section-1"], {1: kind[0]}).opens_something_of(kind[0], 1)

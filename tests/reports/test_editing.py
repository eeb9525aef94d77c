"""Saving: nothing typed is lost, whatever it was."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.enums import SubmissionStatus, ValueState
from reports.models import IndicatorValue, Submission
from reports.queries.sheet import load_sheet
from reports.services.editing import save_report
from reports.services.errors import Conflict
from reports.workflow import TransitionNotAllowed
from tests.reports.conftest import Writing

pytestmark = pytest.mark.django_db
S = SubmissionStatus


def save(writing: Writing, **changes: str):
    return save_report(submission=writing.submission, by=writing.people["clerk"], changes=changes)


def test_first_save_starts_the_report_and_says_who(writing: Writing) -> None:
    save(writing, **{f"section-{writing.text.pk}": "Đã triển khai."})

    submission = Submission.objects.get()
    assert submission.status == S.DRAFT
    assert submission.last_edited_by == writing.people["clerk"]
    assert submission.edit_version == 1
    assert list(submission.events.values_list("action", "from_status", "to_status")) == [
        ("save", "not_started", "draft")
    ]


def test_saved_sheet_reads_back_equal(writing: Writing) -> None:
    saved = save(writing, **writing.complete(), **{"rec-0-addressee": "leaders", "rec-0-text": "Bổ sung 2 phòng học"})

    loaded = load_sheet(Submission.objects.select_related("organisation__school", "period__plan").get())
    assert [row.text for row in loaded.sections] == [row.text for row in saved.sections]
    assert loaded.tasks == saved.tasks
    assert [(r.raw_numerator, r.numerator, r.state) for r in loaded.grid] == [
        (r.raw_numerator, r.numerator, r.state) for r in saved.grid
    ]
    assert [(r.addressee, r.text) for r in loaded.recommendations] == [("leaders", "Bổ sung 2 phòng học")]
    assert loaded.filled_percent == 100 == Submission.objects.get().filled_percent


def test_unreadable_number_is_kept_as_typed(writing: Writing) -> None:
    save(writing, **{f"value-{writing.count.pk}-v": "khoảng 12"})

    value = IndicatorValue.objects.get()
    assert (value.raw_value, value.value, value.state) == ("khoảng 12", None, ValueState.MISSING)


def test_decomposed_text_is_composed(writing: Writing) -> None:
    save(writing, **{f"section-{writing.text.pk}": "Ca\u0302\u0309m Vu\u0303"})

    assert writing.text.entries.get().text == "Cẩm Vũ"


def test_fields_not_sent_stay(writing: Writing) -> None:
    save(writing, **writing.complete())
    save(writing, **{f"value-{writing.ratio.pk}-n": "2"})

    value = IndicatorValue.objects.get(plan_indicator=writing.ratio)
    assert (value.numerator, value.denominator) == (2, 98)
    assert writing.text.entries.get().text.startswith("Nhà trường")


def test_removing_a_request_removes_it(writing: Writing) -> None:
    save(writing, **{"rec-0-text": "Một", "rec-1-text": "Hai"})
    save(writing, **{"rec-0-text": "", "rec-1-text": "Hai"})

    assert list(writing.submission.recommendations.values_list("text", "position")) == [("Hai", 0)]


@pytest.mark.parametrize("name", ["value-999999-n", "section-1 OR 1", "task--status", "rec-x-text", "rec--", "value-"])
def test_unknown_names_are_ignored(writing: Writing, name: str) -> None:
    save(writing, **{name: "1"})

    assert not IndicatorValue.objects.exists()
    assert not writing.submission.recommendations.exists()


@pytest.mark.parametrize(
    ("typed", "kept"), [("70", 70), ("70%", 70), ("130", 100), ("abc", None), ("", None), ("-5", None), ("٣", None)]
)
def test_task_progress(writing: Writing, typed: str, kept: int | None) -> None:
    name = f"task-{writing.task.pk}"
    save(writing, **{f"{name}-status": "in_progress", f"{name}-progress": typed})

    assert writing.task.entries.get().progress == kept


def test_sent_report_cannot_be_written(writing: Writing) -> None:
    Submission.objects.update(
        status=S.SUBMITTED, revision=1, first_submitted_at="2018-03-01T00:00Z", submitted_at="2018-03-01T00:00Z"
    )
    writing.submission.refresh_from_db()

    with pytest.raises(TransitionNotAllowed):
        save(writing, **writing.complete())


def test_saver_is_told_when_the_report_was_sent_meanwhile(writing: Writing) -> None:
    save(writing, **writing.complete())
    Submission.objects.update(
        status=S.SUBMITTED, revision=1, first_submitted_at="2018-03-01T00:00Z", submitted_at="2018-03-01T00:00Z"
    )

    with pytest.raises(Conflict):
        save(writing, **{f"section-{writing.text.pk}": "Bản khác"})
    assert writing.text.entries.get().text.startswith("Nhà trường")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_stored(writing: Writing, text: str) -> None:
    save(writing, **{f"value-{writing.count.pk}-v": text, f"section-{writing.text.pk}": text})

    assert IndicatorValue.objects.filter(submission=writing.submission).count() == 1

"""Writing into a report. Nothing typed is refused: what cannot be read is kept as typed and named by the checks."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from plans.enums import TaskStatus
from reports import workflow
from reports.cells import read_cells, read_percent
from reports.enums import Action, RequestVerdict, SubmissionStatus
from reports.models import IndicatorValue, RequestMark, SectionEntry, Submission, SubmissionEvent, TaskEntry
from reports.queries.sheet import GridRow, SectionRow, Sheet, TaskRow, load_sheet
from reports.queries.standing import StandingRow
from reports.services import answering, correcting
from reports.services.errors import Conflict
from reports.services.inputs import has_requests, plain, read_requests, refuse_answered
from reports.services.prefilling import fill_from_registry
from reports.services.request_lines import store_requests
from reports.services.standing_cells import WORD_LENGTH
from reports.services.storing import FIGURES, REMARKS, store_marks, store_sections, store_tasks, store_values
from reports.services.transitions import describe_conflict
from vietnamese.text import nfc

RAW_LENGTH = 40
OF_FIGURES = ("value-", "answer-")  # inputs of a sheet that is nothing but a grid


@transaction.atomic
def save_report(*, submission: Submission, by: Any, changes: Mapping[str, str]) -> Sheet:
    """Store what was typed. `changes` maps input names (`section-7`, `value-3-n`, …) to texts; names that are absent
    stay as they are, so a page may send one field, one section or all. Of a report that was returned place by place
    only what is open is stored; the rest is told in `refused` of the sheet. Answers to comments (`answer-5`) are kept,
    too.

    Raises:
        TransitionNotAllowed: the report is not being written (submitted or accepted).
        Conflict: its state changed in the meantime.
    """
    row = workflow.transition(Action.SAVE, SubmissionStatus(submission.status))
    now = timezone.now()
    before = SubmissionStatus(submission.status)
    # Taking the row first makes two savers queue up instead of overwriting each other's halves.
    # The scope is named because a return that was undone and made anew may have shut what the person saw open.
    taken = Submission.objects.filter(
        pk=submission.pk, status=before, correction_scope=submission.correction_scope
    ).update(status=row.target_from(before), edit_version=F("edit_version") + 1, last_edited_at=now, last_edited_by=by)
    if not taken:
        raise Conflict(describe_conflict(submission))
    submission.status = row.target_from(before)
    submission.edit_version += 1
    submission.last_edited_at, submission.last_edited_by = now, by
    if before != submission.status:
        SubmissionEvent.objects.create(
            submission=submission, action=Action.SAVE, from_status=before, to_status=submission.status, by=by, at=now
        )
    sheet = load_sheet(submission)
    if submission.is_figures:
        changes = {name: text for name, text in changes.items() if name.startswith(OF_FIGURES)}
    if before == SubmissionStatus.NOT_STARTED:
        fill_from_registry(sheet=sheet)
    permitted = correcting.keep_permitted(sheet, changes)
    overlay(sheet, permitted)
    _store(sheet, permitted)
    answering.store_answers(submission_id=submission.pk, changes=changes)
    # Written even when it looks the same: another person's save may have changed the row since we read it.
    submission.filled_percent = sheet.filled_percent
    Submission.objects.filter(pk=submission.pk).update(filled_percent=sheet.filled_percent)
    return sheet


def overlay(sheet: Sheet, changes: Mapping[str, str]) -> None:
    """Lay typed texts over the stored rows, so that a page can show them whether or not they are stored."""
    for section in sheet.sections:
        if section.field_name in changes:
            text = plain(changes[section.field_name])
            section.is_carried = section.is_carried and text == section.text
            section.text = text
        if f"{section.field_name}-why" in changes:
            section.justification = nfc(changes[f"{section.field_name}-why"]).strip()[:500]
    for task in sheet.tasks:
        _overlay_task(task, changes)
    for row in sheet.grid:
        _overlay_row(row, changes)
    if has_requests(changes):
        refuse_answered(sheet, changes)
        sheet.recommendations = read_requests(sheet, changes)
    for still in sheet.standing:
        _overlay_standing(still, changes)


def _overlay_task(task: TaskRow, changes: Mapping[str, str]) -> None:
    name = task.field_name
    status = changes.get(f"{name}-status")
    if status is not None:
        task.status = status if status in TaskStatus.values else ""
    if f"{name}-text" in changes:
        task.text = plain(changes[f"{name}-text"])
    progress = changes.get(f"{name}-progress")
    if progress is not None:
        task.progress = read_percent(progress)
    if task.status == TaskStatus.DONE and task.progress is None:
        task.progress = 100


def _overlay_standing(row: StandingRow, changes: Mapping[str, str]) -> None:
    verdict = changes.get(f"{row.field_name}-verdict")
    if verdict is not None:
        row.verdict = verdict if verdict in RequestVerdict.values else ""
    row.word = plain(changes.get(f"{row.field_name}-word", row.word))[:WORD_LENGTH]


def _overlay_row(row: GridRow, changes: Mapping[str, str]) -> None:
    name = row.field_name
    before = (row.raw_numerator, row.raw_denominator, row.raw_value, row.note)
    row.raw_numerator = nfc(changes.get(f"{name}-n", row.raw_numerator)).strip()[:RAW_LENGTH]
    row.raw_denominator = nfc(changes.get(f"{name}-d", row.raw_denominator)).strip()[:RAW_LENGTH]
    row.raw_value = nfc(changes.get(f"{name}-v", row.raw_value)).strip()[:RAW_LENGTH]
    row.note = nfc(changes.get(f"{name}-note", row.note)).strip()[:300]
    row.justification = nfc(changes.get(f"{name}-why", row.justification)).strip()[:500]
    row.is_carried = row.is_carried and before == (row.raw_numerator, row.raw_denominator, row.raw_value, row.note)
    reading = read_cells(row, {"n": row.raw_numerator, "d": row.raw_denominator, "v": row.raw_value})
    row.state = reading.state
    row.numerator, row.denominator, row.value = (reading.numbers[part] for part in "ndv")


def _store(sheet: Sheet, changes: Mapping[str, str]) -> None:
    submission = sheet.submission
    sections = [row for row in sheet.sections if {row.field_name, f"{row.field_name}-why"} & changes.keys()]
    tasks = [row for row in sheet.tasks if any(name.startswith(f"{row.field_name}-") for name in changes)]
    grid = [row for row in sheet.grid if any(name.startswith(f"{row.field_name}-") for name in changes)]
    store_sections(_section_entry(submission, row) for row in sections)
    store_tasks(
        TaskEntry(submission=submission, task_id=row.id, status=row.status, progress=row.progress, text=row.text)
        for row in tasks
    )
    store_values(_value(submission, row) for row in grid)
    standing = [row for row in sheet.standing if any(name.startswith(f"{row.field_name}-") for name in changes)]
    store_marks(
        RequestMark(submission=submission, recommendation_id=row.id, verdict=row.verdict, word=row.word)
        for row in standing
    )
    if has_requests(changes):
        store_requests(sheet)


def _section_entry(submission: Submission, row: SectionRow) -> SectionEntry:
    return SectionEntry(
        submission=submission,
        section_id=row.id,
        text=row.text,
        justification=row.justification,
        is_carried=row.is_carried,
    )


def _value(submission: Submission, row: GridRow) -> IndicatorValue:
    columns = {name: getattr(row, name) for name in (*FIGURES, *REMARKS)}
    return IndicatorValue(submission=submission, plan_indicator_id=row.id, **columns)

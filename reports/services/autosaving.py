"""Saving single cells while somebody types: few queries, nothing refused, nothing overwritten silently."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from plans.enums import EnteredBy, PlanStatus, TaskStatus
from plans.models import OutlineSection, PlanIndicator, Task
from reports.asking import enterer
from reports.cells import Reading, read_cells, read_percent
from reports.enums import CorrectionScope, Purpose, SubmissionStatus, ValueState
from reports.models import IndicatorValue, SectionEntry, Submission, TaskEntry
from reports.queries.sheet import load_sheet
from reports.services.answering import store_answers
from reports.services.correcting import locked_inputs
from reports.services.inputs import plain
from reports.services.standing_cells import save_marks
from reports.services.storing import store_sections, store_tasks, store_values

MOST_CELLS = 400
VALUE_COLUMNS = {"n": "raw_numerator", "d": "raw_denominator", "v": "raw_value", "note": "note", "why": "justification"}
LENGTHS = {"n": 40, "d": 40, "v": 40, "note": 300, "why": 500}
TOLD = (Purpose.REPORT,)  # figures no school has come without texts and tasks
WRITING = (SubmissionStatus.DRAFT, SubmissionStatus.RETURNED)


@dataclass(frozen=True)
class Cell:
    """One typed text; `base` is what the person saw before typing, None to write regardless."""

    name: str
    value: str
    base: str | None = None


@dataclass
class Autosave:
    """What became of the cells: problems and conflicts by input name, what is shut (with the sentence why), and whether
    how much is filled may have moved."""

    at: dt.datetime
    saved: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    locked: dict[str, str] = field(default_factory=dict)
    fill_changed: bool = False


def claim_for_writing(*, submission_id: int, user: Any, at: dt.datetime, scope: CorrectionScope) -> bool:
    """Take the report for one save: permission, state, scope and lock in a single UPDATE. False when any of them
    fails."""
    return bool(
        Submission.objects.written_by(user)
        .filter(
            pk=submission_id,
            status__in=WRITING,
            correction_scope=scope,
            period__plan__status=PlanStatus.IN_FORCE,
        )
        .update(edit_version=F("edit_version") + 1, last_edited_at=at, last_edited_by=user)
    )


@transaction.atomic
def save_cells(*, submission_id: int, user: Any, cells: Iterable[Cell]) -> Autosave | None:
    """Store single cells of a report that is being written.

    Three queries for one cell: claim, read, write; for tasks one more, which asks whose they are. A cell whose stored
    text is neither what the person saw nor what they typed is left alone and reported as a conflict. Only of a report
    that was returned place by place is asked what is open, and what is shut is reported. Returns None when the report
    cannot be claimed: it is not started, sent, or not theirs.
    """
    result = Autosave(at=timezone.now())
    wanted = list(cells)[:MOST_CELLS]
    claim = partial(claim_for_writing, submission_id=submission_id, user=user, at=result.at)
    if not claim(scope=CorrectionScope.ALL):
        if not claim(scope=CorrectionScope.COMMENTED):
            return None
        result.locked = locked_inputs(submission_id, {cell.name: cell.value for cell in wanted})
    groups: dict[str, dict[int, list[tuple[str, Cell]]]] = {}
    for cell in wanted:
        kind, number, part = _parse(cell.name)
        if number is not None and cell.name not in result.locked:
            groups.setdefault(kind, {}).setdefault(number, []).append((part, cell))
    for kind, save in (("section", _save_sections), ("task", _save_tasks), ("value", _save_values)):
        if kind in groups:
            save(submission_id, groups[kind], result)
    if "still" in groups:
        may_write = partial(_may_write, result=result)
        result.saved += save_marks(submission_id, groups["still"], may_write)
    if "answer" in groups:
        store_answers(submission_id=submission_id, changes={cell.name: cell.value for cell in wanted})
    result.locked = {name: sentence for name, sentence in result.locked.items() if sentence}
    return result


@transaction.atomic
def update_filled(*, submission: Submission) -> int:
    """Count anew how much of a report is filled; returns percent.

    The row is locked first, so of two savers the later one counts what both have written.
    """
    Submission.objects.select_for_update().only("pk").get(pk=submission.pk)
    submission.filled_percent = load_sheet(submission).filled_percent
    Submission.objects.filter(pk=submission.pk).update(filled_percent=submission.filled_percent)
    return submission.filled_percent


def _parse(name: str) -> tuple[str, int | None, str]:
    kind, _, rest = name.partition("-")
    number, _, part = rest.partition("-")
    # A cell has one name: with a leading zero it would pass by what is asked about names (`correcting`).
    is_id = number.isascii() and number.isdigit() and len(number) < 18 and not number.startswith("0")
    return kind, int(number) if is_id else None, part


def _may_write(cell: Cell, stored: str, typed: str, result: Autosave) -> bool:
    """Whether a cell can be written over what is stored now; notes a conflict otherwise."""
    if cell.base is None or stored in (plain(cell.base), typed):
        return True
    result.conflicts[cell.name] = stored
    return False


def _entries(queryset: QuerySet, relation: str, submission_id: int, purposes: Collection[str]) -> QuerySet:
    """Rows of the plan with this report's entry beside them, filled in or not; none when it is for another purpose."""
    asked = {"plan__periods__submissions": submission_id, "plan__periods__submissions__purpose__in": purposes}
    return queryset.filter(**asked).annotate(
        entry=FilteredRelation(relation, condition=Q(**{f"{relation}__submission": submission_id})),
        school_levels=F("plan__periods__submissions__organisation__school__levels"),
        unit=F("plan__periods__submissions__organisation"),
        unit_kind=F("plan__periods__submissions__organisation__kind"),
    )


def _asked(levels: str, school_levels: str | None) -> bool:
    return school_levels is None or bool(set(levels.split()) & set(school_levels.split()))


def _save_sections(submission_id: int, groups: Mapping[int, list[tuple[str, Cell]]], result: Autosave) -> None:
    rows = _entries(OutlineSection.objects.filter(pk__in=groups), "entries", submission_id, TOLD)
    entries = []
    for pk, levels, required, school_levels, text, why, carried in rows.values_list(
        "pk", "levels", "is_required", "school_levels", "entry__text", "entry__justification", "entry__is_carried"
    ).order_by("pk"):
        if not _asked(levels, school_levels):
            continue
        stored = {"": text or "", "why": why or ""}
        after = dict(stored)
        for part, cell in groups[pk]:
            typed = plain(cell.value)
            if part in stored and _may_write(cell, stored[part], typed, result):
                after[part] = typed
                result.saved.append(cell.name)
        result.fill_changed |= required and bool(after[""]) != bool(stored[""])
        entries.append(
            SectionEntry(
                submission_id=submission_id,
                section_id=pk,
                text=after[""],
                justification=after["why"][: LENGTHS["why"]],
                is_carried=bool(carried) and after[""] == stored[""],
            )
        )
    store_sections(entries)


def _save_tasks(submission_id: int, groups: Mapping[int, list[tuple[str, Cell]]], result: Autosave) -> None:
    tasks = Task.objects.asked_of(*_reporter(submission_id)).filter(pk__in=groups)
    rows = _entries(tasks, "entries", submission_id, TOLD)
    entries = []
    for pk, status, progress, text in rows.values_list(
        "pk", "entry__status", "entry__progress", "entry__text"
    ).order_by("pk"):
        stored = {"status": status or "", "progress": "" if progress is None else str(progress), "text": text or ""}
        after = dict(stored)
        for part, cell in groups[pk]:
            typed = plain(cell.value)
            if part in stored and _may_write(cell, stored[part], typed, result):
                after[part] = typed
                result.saved.append(cell.name)
        result.fill_changed |= bool(after["status"]) != bool(stored["status"])
        entries.append(_task_entry(submission_id, pk, after))
    store_tasks(entries)


def _reporter(submission_id: int) -> tuple[int, str]:
    """Whose report it is, and the levels it teaches."""
    rows = Submission.objects.filter(pk=submission_id).values_list("organisation_id", "organisation__school__levels")
    organisation_id, levels = rows.get()
    return organisation_id, levels or ""


def _task_entry(submission_id: int, task_id: int, texts: Mapping[str, str]) -> TaskEntry:
    return TaskEntry(
        submission_id=submission_id,
        task_id=task_id,
        status=texts["status"] if texts["status"] in TaskStatus.values else "",
        progress=read_percent(texts["progress"]),
        text=texts["text"],
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a row of the grid must tell so that its cells can be read."""

    is_ratio: bool
    parts_are_counts: bool
    decimals: int


def _save_values(submission_id: int, groups: Mapping[int, list[tuple[str, Cell]]], result: Autosave) -> None:
    rows = _entries(PlanIndicator.objects.filter(pk__in=groups), "values", submission_id, Purpose.values).values(
        "pk", "is_required", "unit", "unit_kind", "school_levels", "plan__receiver", "indicator__entered_by",
        "indicator__levels", "indicator__value_kind", "indicator__unit",
        "indicator__decimals", "entry__state", *(f"entry__{column}" for column in VALUE_COLUMNS.values()),
    )  # fmt: skip
    values = []
    for row in rows.order_by("pk"):
        who = enterer(row["unit_kind"], is_receiver=row["unit"] == row["plan__receiver"])
        if who == row["indicator__entered_by"] and (
            who != EnteredBy.SCHOOL or _asked(row["indicator__levels"], row["school_levels"])
        ):
            values.append(_value(submission_id, row, groups[row["pk"]], result))
    store_values(values)


def _value(
    submission_id: int, row: Mapping[str, Any], cells: list[tuple[str, Cell]], result: Autosave
) -> IndicatorValue:
    texts = {part: row[f"entry__{column}"] or "" for part, column in VALUE_COLUMNS.items()}
    for part, cell in cells:
        if part not in texts:
            continue
        typed = plain(cell.value)[: LENGTHS[part]]
        if _may_write(cell, texts[part], typed, result):
            texts[part] = typed
            result.saved.append(cell.name)
    kind = _Kind(row["indicator__value_kind"] == "ratio", row["indicator__unit"] == "%", row["indicator__decimals"])
    reading: Reading = read_cells(kind, texts)
    result.problems |= {f"value-{row['pk']}-{part}": message for part, message in reading.problems.items()}
    if kind.is_ratio and kind.parts_are_counts and _exceeds(reading):
        result.problems[f"value-{row['pk']}-n"] = "Tử số lớn hơn mẫu số."
    before = row["entry__state"] or ValueState.MISSING
    result.fill_changed |= row["is_required"] and (before == ValueState.MISSING) != (
        reading.state == ValueState.MISSING
    )
    return IndicatorValue(
        submission_id=submission_id,
        plan_indicator_id=row["pk"],
        state=reading.state,
        numerator=reading.numbers["n"],
        denominator=reading.numbers["d"],
        value=reading.numbers["v"],
        is_carried=False,
        **{column: texts[part] for part, column in VALUE_COLUMNS.items()},
    )


def _exceeds(reading: Reading) -> bool:
    numerator, denominator = reading.numbers["n"], reading.numbers["d"]
    return numerator is not None and denominator is not None and numerator > denominator

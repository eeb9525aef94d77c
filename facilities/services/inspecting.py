"""Beginning a visit, saving what is written on it, and leaving it again before it has ended."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from facilities.enums import FindingResult, InspectionState, WorkState
from facilities.models import Finding, Inspection, InspectionTopic, Work
from facilities.visit_cells import PARTS, VISIT_TEXTS, Unreadable, read_part, shown_part, split_name
from schools.models import Organisation, School
from vietnamese.text import nfc

MOST_CELLS = 500


def topics_for(kind: str, school: School) -> list[InspectionTopic]:
    """The lines of the checklist that a visit of this kind asks at the school, in their order."""
    rows = InspectionTopic.objects.filter(is_active=True).order_by("position", "pk")
    return [row for row in rows if kind in row.kinds.split() and school.level_set & set(row.levels.split())]


@transaction.atomic
def start_inspection(
    *,
    school: School,
    office: Organisation,
    kind: str,
    visited_on: dt.date,
    by: Any,
    members: str = "",
    school_people: str = "",
    token: uuid.UUID | None = None,
) -> Inspection:
    """Begin a visit with the checklist of the day and a line for each running work of the school.

    The same `token` again (a form sent twice) is answered with the visit that is there.
    """
    asked = {"kind": kind, "visited_on": visited_on, "members": members, "school_people": school_people}
    first = {"school": school, "office": office, "created_by": by, "created_at": timezone.now(), **asked}
    visit, is_new = Inspection.objects.get_or_create(token=token or uuid.uuid4(), defaults=first)
    if is_new:
        works = school.works.filter(state=WorkState.RUNNING).order_by("planned_end", "pk")
        lines = [Finding(topic=topic, text=topic.text) for topic in topics_for(kind, school)]
        lines += [Finding(work=work, text=_about(work)) for work in works]
        for position, line in enumerate(lines, start=1):
            line.inspection, line.position = visit, position
        Finding.objects.bulk_create(lines)
    return visit


def _about(work: Work) -> str:
    return f"Công trình: {work.name}"[: Finding._meta.get_field("text").max_length]


@transaction.atomic
def drop_inspection(*, inspection: Inspection, by: Any) -> bool:
    """Take away a visit that has not ended, with its photos; False when it has ended meanwhile."""
    rows = Inspection.objects.select_for_update().filter(pk=inspection.pk, state=InspectionState.DRAFT)
    visit = rows.first()
    if visit is None:
        return False
    visit.delete()
    return True


@dataclass(frozen=True)
class VisitCell:
    """One typed text; `base` is what the person saw before typing, None to write whatever stands there."""

    name: str
    value: str
    base: str | None = None


@dataclass
class Saved:
    """What became of the cells: saved ones by name, what somebody else has written meanwhile, what cannot be read (with
    the sentence why), and the version of the visit now."""

    at: dt.datetime
    version: int = 0
    saved: list[str] = field(default_factory=list)
    conflicts: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def save_cells(*, inspection_id: int, cells: Iterable[VisitCell], by: Any, version: int | None = None) -> Saved | None:
    """Write single cells of a visit that has not ended; None when it has, or when it is at another `version`.

    A cell whose stored text is neither what the person saw nor what they typed is left alone and told as a conflict. A
    day or number that cannot be read is not written. A line that is no issue any more has no day to mend it by.
    """
    wanted = list(cells)[:MOST_CELLS]
    rows = Inspection.objects.filter(pk=inspection_id, state=InspectionState.DRAFT)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(version=F("version") + 1):
        return None
    visit = Inspection.objects.get(pk=inspection_id)
    result = Saved(at=timezone.now(), version=visit.version)
    lines = {line.pk: line for line in visit.findings.all()}
    changed: set[int] = set()
    # What was found comes first: whether there is a day to mend it by depends on it.
    for cell in sorted(wanted, key=lambda one: not one.name.endswith("-result")):
        number, part = split_name(cell.name)
        if number is None and part in VISIT_TEXTS:
            _write(visit, part, cell, result)
        elif number in lines and part in PARTS and _write(lines[number], part, cell, result):
            changed.add(number)
    visit.save(update_fields=[*VISIT_TEXTS])
    Finding.objects.bulk_update([lines[pk] for pk in sorted(changed)], [*PARTS])
    return result


def _write(row: Inspection | Finding, part: str, cell: VisitCell, result: Saved) -> bool:
    """Take one cell over into the row; False when it stays what it was."""
    stored = shown_part(row, part)
    try:
        value = read_part(part, cell.value)
    except Unreadable as problem:
        result.refused[cell.name] = problem.message
        return False
    after = "" if value is None else str(value)
    # Where nothing stands nothing can be lost; a day to mend by is also emptied by an answer that needs none.
    if cell.base is not None and stored not in ("", nfc(cell.base).strip(), after):
        result.conflicts[cell.name] = stored
        return False
    if part == "mend_by" and isinstance(row, Finding) and row.result != FindingResult.ISSUE:
        value = None
    setattr(row, part, value)
    if part == "result" and isinstance(row, Finding) and value != FindingResult.ISSUE:
        row.mend_by = None
    result.saved.append(cell.name)
    return True

"""The versions of a report and what changed between two of them, ready to be shown."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from plans.enums import TaskStatus
from plans.file_names import size_text
from reports.differences import CellChange, Differences, EntryChange, Kind, Segment, TextChange, differences, sentences
from reports.enums import Addressee, RequestVerdict, ValueState
from reports.models import SubmissionVersion
from reports.queries.frozen import content_of, digest
from reports.queries.sheet import Sheet
from vietnamese.numbers import format_number

DRAFT = "draft"
FIELD_LABELS = {
    "state": "Tình trạng số liệu",
    "numerator": "Tử số",
    "denominator": "Mẫu số",
    "value": "Giá trị",
    "note": "Ghi chú",
    "justification": "Giải trình",
    "status": "Tình trạng",
    "progress": "Tiến độ (%)",
}
NUMBERS = ("numerator", "denominator", "value")


@dataclass(frozen=True)
class VersionRow:
    """One sending: who, when, and whether its content still has the hash it was frozen with."""

    key: str
    label: str
    sent_at: dt.datetime | None
    sent_by: str
    sha256: str
    is_intact: bool
    content: Mapping[str, Any]


@dataclass(frozen=True)
class CellRow:
    """A changed cell in words. `anchor` is the row's place on a page that shows the whole report."""

    name: str
    label: str
    old: str
    new: str
    anchor: str = ""


@dataclass(frozen=True)
class TextRow:
    """A changed text with its heading; long unchanged runs are shortened."""

    name: str
    segments: tuple[Segment, ...]
    anchor: str = ""


@dataclass(frozen=True)
class EntryRow:
    """A request or file that went or came. `file_id` leads to the stored file, None when it is gone."""

    kind: Kind
    place: str
    text: str
    file_id: int | None = None


@dataclass(frozen=True)
class Comparison:
    """The differences between two versions in the words of the report."""

    texts: tuple[TextRow, ...]
    cells: tuple[CellRow, ...]
    entries: tuple[EntryRow, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.texts or self.cells or self.entries)


def version_rows(sheet: Sheet) -> list[VersionRow]:
    """All versions, oldest first, and what is being written now at the end. One query."""
    versions = (
        SubmissionVersion.objects.filter(submission=sheet.submission).select_related("created_by").order_by("revision")
    )
    rows = [
        VersionRow(
            key=str(version.revision),
            label=f"Lần nộp {version.revision}",
            sent_at=version.created_at,
            sent_by=str(version.created_by or ""),
            sha256=version.sha256,
            is_intact=digest(version.content) == version.sha256,
            content=version.content,
        )
        for version in versions
    ]
    if rows and sheet.submission.is_editable:
        rows.append(VersionRow(DRAFT, "Bản đang soạn", None, "", "", True, content_of(sheet)))
    return rows


def chosen(rows: list[VersionRow], old: str, new: str) -> tuple[VersionRow, VersionRow] | None:
    """The two versions to compare: those asked for, else the last two; None when there are not two."""
    if len(rows) < 2:
        return None
    by_key = {row.key: row for row in rows}
    if old in by_key and new in by_key:
        return by_key[old], by_key[new]
    return rows[-2], rows[-1]


def compare(sheet: Sheet, old: VersionRow, new: VersionRow) -> Comparison:
    """What changed, with the names of the plan beside the frozen codes. No query."""
    found = differences(old.content, new.content)
    sections = {row.code: f"{row.label}. {row.title}" for row in sheet.sections}
    tasks = {row.code: f"{row.code}. {row.title}" for row in sheet.tasks}
    figures = {row.code: f"{row.code}. {row.name}" for row in sheet.grid}
    places = {kind: {row.code: row.field_name for row in rows} for kind, rows in _rows_of(sheet)}
    return Comparison(
        texts=(
            *_nil_reason(found),
            *_texts(found.sections, sections, "Mục", places["sections"]),
            *_texts(found.task_texts, tasks, "Nhiệm vụ", places["tasks"]),
        ),
        cells=(*_cells(found.figures, figures, places["figures"]), *_cells(found.tasks, tasks, places["tasks"])),
        entries=(
            *_requests(found.recommendations),
            *_standing(found.standing),
            *_files(sheet, found.evidence, sections),
        ),
    )


def _rows_of(sheet: Sheet) -> tuple[tuple[str, Sequence[Any]], ...]:
    return ("sections", sheet.sections), ("tasks", sheet.tasks), ("figures", sheet.grid)


def _nil_reason(found: Differences) -> list[TextRow]:
    return [TextRow("Lý do không phát sinh", found.nil_reason)] if found.nil_reason else []


def _texts(
    changes: Iterable[TextChange], names: Mapping[str, str], kind: str, places: Mapping[str, str]
) -> list[TextRow]:
    return [
        TextRow(
            f"{kind} {names.get(change.code, change.code)}", shortened(change.segments), places.get(change.code, "")
        )
        for change in changes
    ]


def shortened(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """The segments with the inside of long unchanged runs left out: the sentences beside a change stay."""
    shown: list[Segment] = []
    for place, segment in enumerate(segments):
        pieces = sentences(segment.text) if segment.kind is Kind.EQUAL else []
        before, after = place > 0, place < len(segments) - 1
        if len(pieces) > 6:
            head = "".join(pieces[:3]) if before else ""
            tail = "".join(pieces[-3:]) if after else ""
            shown.append(Segment(Kind.EQUAL, f"{head} […] {tail}"))
        else:
            shown.append(segment)
    return tuple(shown)


def _cells(changes: Iterable[CellChange], names: Mapping[str, str], places: Mapping[str, str]) -> list[CellRow]:
    return [
        CellRow(
            names.get(change.code, change.code),
            FIELD_LABELS[change.field],
            _in_words(change.field, change.old),
            _in_words(change.field, change.new),
            places.get(change.code, ""),
        )
        for change in changes
    ]


def _in_words(field: str, value: Any) -> str:
    """A frozen cell as people read it; "" for nothing."""
    if value is None or value == "":
        return ""
    if field == "state":
        return str(ValueState(value).label)
    if field == "status":
        return str(TaskStatus(value).label)
    return format_number(Decimal(value), trim=True) if field in NUMBERS else str(value)


def _requests(changes: Iterable[EntryChange]) -> list[EntryRow]:
    return [
        EntryRow(change.kind, f"Kiến nghị gửi {Addressee(change.entry['addressee']).label}", change.entry["text"])
        for change in changes
    ]


def _standing(changes: Iterable[EntryChange]) -> list[EntryRow]:
    rows = []
    for change in changes:
        said = change.entry["verdict"] and f" ({str(RequestVerdict(change.entry['verdict']).label).lower()})"
        words = ". ".join(filter(None, (change.entry["text"].rstrip(". "), change.entry["word"])))
        rows.append(EntryRow(change.kind, f"Kiến nghị kỳ trước{said}", words))
    return rows


def _files(sheet: Sheet, changes: Iterable[EntryChange], sections: Mapping[str, str]) -> list[EntryRow]:
    stored = {(row.code, file.sha256): file.id for row in sheet.sections for file in row.files}
    return [
        EntryRow(
            change.kind,
            f"Minh chứng mục {sections.get(entry['section'], entry['section'])}",
            f"{entry['name']} ({size_text(entry['size'])})",
            stored.get((entry["section"], entry["sha256"])),
        )
        for change in changes
        for entry in [change.entry]
    ]

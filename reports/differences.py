"""What changed between two frozen contents of a report: cell by cell, and sentence by sentence where people write.

Pure functions over the JSON of `reports.queries.frozen.content_of`. Nothing is lost: taking the old text and applying
the changes gives the new one, which a property test does.
"""

import difflib
import enum
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

H = TypeVar("H", bound=Hashable)

FIGURE_FIELDS = ("state", "numerator", "denominator", "value", "note", "justification")
TASK_FIELDS = ("status", "progress")
# Comparing costs the product of both lengths; a longer text than any report's is shown as replaced as a whole.
MOST_COMPARISONS = 250_000

# A sentence ends with its sign when space follows, or with its line.
_GAP = re.compile(r"(?:(?<=[.!?…;])|(?<=[.!?…;][”\"')\]]))[ \t\u00a0]+|\n\s*")
# Not an end: the number or letter of a list item, and an abbreviation before a name.
_LABEL = re.compile(r"\s*(?:\d{1,3}(?:\.\d{1,3})*|[^\W\d_])\.")
_ABBREVIATION = re.compile(r"(?:^|[\s(“\"])(?:T[PTXS]|Tp|tp|GS|PGS|Th[sS]|BS|KS|[Đđ]/c|Tr|tr|v\.v)\.$")


class Kind(enum.Enum):
    """What happened to a piece of text or to an entry of a list."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of whole sentences that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of the row `code`: `old` → `new`, as frozen."""

    code: str
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text of the row `code`."""

    code: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry of a list that went or came; `entry` as frozen."""

    kind: Kind
    entry: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that differs between two contents, in the order of the report."""

    nil_reason: tuple[Segment, ...] = ()
    sections: tuple[TextChange, ...] = ()
    tasks: tuple[CellChange, ...] = ()
    task_texts: tuple[TextChange, ...] = ()
    figures: tuple[CellChange, ...] = ()
    recommendations: tuple[EntryChange, ...] = ()
    standing: tuple[EntryChange, ...] = ()
    evidence: tuple[EntryChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == Differences()


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Differences:
    """What changed from one content to another. A row that only one of them has counts as blank in the other."""
    return Differences(
        nil_reason=text_segments(old.get("nil_reason", ""), new.get("nil_reason", "")),
        sections=_texts(old, new, "sections"),
        tasks=_cells(old, new, "tasks", TASK_FIELDS),
        task_texts=_texts(old, new, "tasks"),
        figures=_cells(old, new, "figures", FIGURE_FIELDS),
        recommendations=_entries(old, new, "recommendations"),
        standing=_entries(old, new, "standing"),
        evidence=_entries(old, new, "evidence"),
    )


BLANK = {"state": "missing", "note": "", "justification": "", "status": "", "text": ""}


def _pairs(
    old: Mapping[str, Any], new: Mapping[str, Any], part: str
) -> Iterable[tuple[str, Mapping[str, Any], Mapping[str, Any]]]:
    """Rows of both contents by their code, in the order of the new one; rows that went stand at the end."""
    before = {row["code"]: row for row in old.get(part, [])}
    after = {row["code"]: row for row in new.get(part, [])}
    for code in [*after, *(code for code in before if code not in after)]:
        yield code, before.get(code, {}), after.get(code, {})


def _cells(old: Mapping[str, Any], new: Mapping[str, Any], part: str, fields: Sequence[str]) -> tuple[CellChange, ...]:
    changes = (
        CellChange(code, name, before.get(name, BLANK.get(name)), after.get(name, BLANK.get(name)))
        for code, before, after in _pairs(old, new, part)
        for name in fields
    )
    return tuple(change for change in changes if change.old != change.new)


def _texts(old: Mapping[str, Any], new: Mapping[str, Any], part: str) -> tuple[TextChange, ...]:
    changes = (
        TextChange(code, text_segments(before.get("text", ""), after.get("text", "")))
        for code, before, after in _pairs(old, new, part)
    )
    return tuple(change for change in changes if change.segments)


def _entries(old: Mapping[str, Any], new: Mapping[str, Any], part: str) -> tuple[EntryChange, ...]:
    before, after = old.get(part, []), new.get(part, [])
    keys = [[tuple(sorted(entry.items())) for entry in entries] for entries in (before, after)]
    changes: list[EntryChange] = []
    for kind, start, end in _runs(*keys):
        entries = after if kind is Kind.INSERTED else before
        if kind is not Kind.EQUAL:
            changes += [EntryChange(kind, entry) for entry in entries[start:end]]
    return tuple(changes)


def sentences(text: str) -> list[str]:
    """The sentences of a Vietnamese text and the gaps between them, in turn: joined they are the text."""
    found: list[str] = []
    start = 0
    for gap in _GAP.finditer(text):
        sentence = text[start : gap.start()]
        if "\n" not in gap[0] and (_LABEL.fullmatch(sentence) or _ABBREVIATION.search(sentence[-8:])):
            continue
        found += [sentence, gap[0]]
        start = gap.end()
    return [piece for piece in [*found, text[start:]] if piece]


def text_segments(old: str, new: str) -> tuple[Segment, ...]:
    """The text as runs of sentences that stayed, went and came; empty when nothing changed."""
    if old == new:
        return ()
    before, after = sentences(old), sentences(new)
    return tuple(
        Segment(kind, "".join((after if kind is Kind.INSERTED else before)[start:end]))
        for kind, start, end in _runs(_with_place(before), _with_place(after))
    )


def _with_place(pieces: list[str]) -> list[tuple[str, str]]:
    """Pieces to compare: a gap belongs to the sentence before it, else every space would equal every other."""
    return [(piece, pieces[n - 1] if n and piece.isspace() else "") for n, piece in enumerate(pieces)]


def _runs(before: Sequence[H], after: Sequence[H]) -> list[tuple[Kind, int, int]]:
    """Runs of equal, deleted and inserted items; positions count in `after` for inserted ones, else in `before`."""
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    runs = [(Kind.EQUAL, 0, head)]
    steps: Sequence[tuple[str, int, int, int, int]]
    if len(old) * len(new) > MOST_COMPARISONS:
        steps = [("replace", 0, len(old), 0, len(new))]
    else:
        steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for step, old_start, old_end, new_start, new_end in steps:
        if step == "equal":
            runs.append((Kind.EQUAL, head + old_start, head + old_end))
        else:
            runs.append((Kind.DELETED, head + old_start, head + old_end))
            runs.append((Kind.INSERTED, head + new_start, head + new_end))
    runs.append((Kind.EQUAL, len(before) - tail, len(before)))
    return [run for run in runs if run[1] < run[2]]

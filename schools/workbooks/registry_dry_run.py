"""The dry run of an import: every mistake, and what would change from what to what, nothing stored."""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from schools.services.registry_applying import Entry
from schools.services.registry_state import Key, Part, RegistryState
from schools.workbooks.mistakes import Mistake, blocking, in_order
from schools.workbooks.reading import open_workbook
from schools.workbooks.registry_checks import check
from schools.workbooks.registry_draft import Draft, read_draft
from schools.workbooks.registry_export import LABELS
from schools.workbooks.registry_sheets import SHEETS, heading_of
from vietnamese.dates import format_date, school_year_label
from vietnamese.numbers import format_number

MOST_BYTES = 5 * 1024 * 1024  # 600 schools with five years of figures need less than one


@dataclass(frozen=True)
class Difference:
    """One cell: its words now and after the import. Of a new row, `before` is empty."""

    address: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One row that is new or different; `title` says which one it is within the school."""

    sheet: str
    row: int
    title: str
    is_new: bool
    differences: tuple[Difference, ...]


@dataclass
class SchoolChanges:
    """What changes for one school."""

    name: str
    is_new: bool
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Count:
    """Rows of one sheet: new, changed, the same as stored, and stored without a row in the file."""

    sheet: str
    new: int
    changed: int
    untouched: int
    absent: int


@dataclass
class DryRun:
    mistakes: list[Mistake]
    entries: list[Entry] = field(default_factory=list)
    schools: list[SchoolChanges] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)

    @property
    def errors(self) -> list[Mistake]:
        return blocking(self.mistakes)

    @property
    def warnings(self) -> list[Mistake]:
        return [mistake for mistake in self.mistakes if mistake.is_warning]

    @property
    def new(self) -> int:
        return sum(count.new for count in self.counts)

    @property
    def changed(self) -> int:
        return sum(count.changed for count in self.counts)

    @property
    def absent(self) -> int:
        return sum(count.absent for count in self.counts)

    @property
    def can_confirm(self) -> bool:
        return bool(self.entries) and not self.errors

    @property
    def digest(self) -> str:
        """The fingerprint of all that is shown, the stored values included: another one at the confirmation means that
        the registry changed meanwhile."""
        shown = [
            [school.name, change.sheet, change.title, change.is_new, [[d.heading, d.before, d.after] for d in rows]]
            for school in self.schools
            for change in school.changes
            for rows in [change.differences]
        ]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()


def dry_run(data: bytes, state: RegistryState) -> DryRun:
    """Read the workbook and compare it with what is stored. With an unreadable sheet nothing is compared, because the
    other sheets lean on it.

    Raises:
        WorkbookRefused: no harmless workbook.
    """
    book = open_workbook(data, most_bytes=MOST_BYTES)
    draft = read_draft(book, state)
    if not draft.is_readable:
        return DryRun(in_order(book.mistakes))
    check(draft)
    result = DryRun(in_order(book.mistakes))
    grouped: dict[str, list[Change]] = defaultdict(list)
    for part in Part:
        _compare(draft, part, result, grouped)
    result.schools = [
        SchoolChanges(draft.school_name(label), draft.school(label) is None, changes)
        for label, changes in grouped.items()
    ]
    return result


def _compare(draft: Draft, part: Part, result: DryRun, grouped: dict[str, list[Change]]) -> None:
    stored = draft.state.values[part]
    new = changed = 0
    for key, values in draft.values[part].items():
        if not draft.touches(part, key):
            continue
        result.entries.append(Entry(part, key, values))
        new, changed = (new + 1, changed) if key not in stored else (new, changed + 1)
        grouped[str(key[0])].append(_change(draft, part, key))
    rows = draft.rows[part]
    absent = sum(key not in rows for key in stored)
    result.counts.append(Count(SHEETS[part], new, changed, len(draft.values[part]) - new - changed, absent))


def _change(draft: Draft, part: Part, key: Key) -> Change:
    row, values, before = draft.rows[part][key], draft.values[part][key], draft.state.values[part].get(key)
    differences = tuple(
        Difference(
            row.address(name), heading_of(part, name), words(draft, name, (before or {}).get(name)),
            words(draft, name, value),
        )
        for name, value in values.items()
        if (before is None and value not in (None, "")) or (before is not None and before[name] != value)
    )  # fmt: skip
    return Change(SHEETS[part], row.number, _title(part, key), before is None, differences)


def _title(part: Part, key: Key) -> str:
    """Which row of the school it is: its year, its grade, its day."""
    parts: list[str] = []
    for value in key[1:]:
        if isinstance(value, int):
            parts.append(f"năm học {school_year_label(value)}")
        elif isinstance(value, dt.date):
            parts.append(f"từ {format_date(value)}" if part is Part.PLACES else f"công nhận {format_date(value)}")
        elif value:
            parts.append(LABELS["grade"].get(value, str(value)).lower())
    return ", ".join(parts)


def words(draft: Draft, name: str, value: Any) -> str:
    """A value as a person reads it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.date):
        return format_date(value)
    if name == "commune":
        return f"{draft.state.communes[value].short_name} ({value})"
    if name in LABELS:
        return LABELS[name].get(value, str(value))
    return format_number(value) if isinstance(value, int | Decimal) else str(value)

"""The dry run: what a workbook would change in the report as it stands now."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, replace

from reports.cells import read_cells
from reports.checks import check_sheet
from reports.checks.issue import Issue
from reports.queries.corrections import scope_for
from reports.queries.sheet import Sheet
from reports.services.editing import overlay
from reports.workbooks import layout
from reports.workbooks.layout import Field, Kind
from reports.workbooks.meaning import same
from reports.workbooks.upload import Problem, Upload
from vietnamese.text import damaged_encoding


@dataclass(frozen=True)
class Change:
    """One cell: `old` is stored now, `new` stands in the file, `base` stood in it when it was downloaded.

    In a conflict all three differ: somebody changed the report after the download, and the person chooses.
    """

    name: str
    address: str
    label: str
    old: str
    new: str
    base: str

    @property
    def old_text(self) -> str:
        return self._shown(self.old)

    @property
    def new_text(self) -> str:
        return self._shown(self.new)

    @property
    def base_text(self) -> str:
        return self._shown(self.base)

    def _shown(self, text: str) -> str:
        """The words a person reads: the label of a status, and something for an empty cell."""
        if self.name.endswith("-status"):
            text = layout.STATUS_LABELS.get(text, text)
        return text or "(trống)"


@dataclass(frozen=True)
class Finding:
    """What a check says about the report as it would be after the import."""

    address: str
    label: str
    issue: Issue


@dataclass
class Comparison:
    """Everything the person is shown before confirming. What is `locked` the reviewer left shut: it is not taken."""

    upload: Upload
    changes: list[Change] = field(default_factory=list)
    conflicts: list[Change] = field(default_factory=list)
    locked: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    missing: int = 0
    is_outdated: bool = False

    @property
    def can_confirm(self) -> bool:
        return not self.upload.is_broken and bool(self.changes or self.conflicts)

    @property
    def digest(self) -> str:
        """The fingerprint of what is shown; another one at the confirmation means the report changed meanwhile."""
        return layout.digest([[[c.name, c.old, c.new] for c in rows] for rows in self._shown])

    @property
    def _shown(self) -> tuple[list[Change], list[Change], list[Change]]:
        return self.changes, self.conflicts, self.locked

    def texts(self, take: Iterable[str]) -> dict[str, str]:
        """What to store: all changes, and of the conflicts those whose names are in `take`."""
        chosen = set(take)
        rows = self.changes + [conflict for conflict in self.conflicts if conflict.name in chosen]
        return {row.name: row.new for row in rows}


def compare(sheet: Sheet, upload: Upload) -> Comparison:
    """Compare cell by cell: touched cells only, so that what others changed since the download stays as it is."""
    fields, stored = layout.all_fields(sheet), layout.stored_texts(sheet)
    result = Comparison(upload=upload, problems=list(upload.problems))
    result.is_outdated = upload.edit_version != sheet.submission.edit_version
    scope = scope_for(sheet)
    refused = _unreadable(sheet, upload, fields, result) if not upload.is_broken else set()
    for name, cell in upload.touched.items():
        if name not in fields or name not in stored or name in refused:
            continue
        spec, old = fields[name], stored[name]
        if same(spec, cell.text, old):
            continue
        change = Change(name, upload.addresses[name], spec.label, old, cell.text, cell.base)
        if not scope.allows(name):
            result.locked.append(change)
            continue
        damage = damaged_encoding(cell.text) if spec.kind is Kind.TEXT else None
        if damage and _judge_damage(result, upload.addresses[name], spec, cell.text, damage):
            continue
        (result.changes if same(spec, cell.base, old) else result.conflicts).append(change)
    if not upload.is_broken:
        _check(sheet, result, fields)
    order = {address: place for place, address in enumerate(upload.addresses.values())}
    result.problems.sort(key=lambda problem: order.get(problem.address, -1))
    return result


def _unreadable(sheet: Sheet, upload: Upload, fields: dict[str, Field], result: Comparison) -> set[str]:
    """Names of the figures that are not taken: a row with one unreadable figure is left as it is altogether, because
    half of a ratio beside the stored other half would be a wrong figure that looks right."""
    refused: set[str] = set()
    blocked = {name for name, address in upload.addresses.items() for p in upload.problems if p.address == address}
    for row in sheet.grid:
        names = {part: f"{row.field_name}-{part}" for part in "ndv" if f"{row.field_name}-{part}" in fields}
        touched = {part for part, name in names.items() if name in upload.touched}
        stored = {"n": row.raw_numerator, "d": row.raw_denominator, "v": row.raw_value}
        raw = {part: upload.touched[names[part]].text if part in touched else stored[part] for part in names}
        problems = read_cells(row, raw).problems
        unreadable = {part: problems[part] for part in problems if raw[part]}
        if (touched and unreadable) or blocked & set(names.values()):
            refused |= set(names.values())
        for part, message in unreadable.items():
            spec = fields[names[part]]
            if names[part] not in blocked and names[part] in upload.addresses:
                result.problems.append(Problem(upload.addresses[names[part]], spec.label, message))
    return refused


def _judge_damage(result: Comparison, address: str, spec: Field, text: str, damage: str) -> bool:
    """Whether the text is refused: most of its words with marks are unreadable. Otherwise it is only warned about."""
    words = [word for word in text.split() if not word.isascii()]
    clear = 2 * sum(damaged_encoding(word) is not None for word in words) >= len(words)
    message = (
        f"Chữ có vẻ theo bảng mã cũ – {damage}: “{text[:80]}”. Chuyển sang Unicode (ví dụ bằng UniKey) rồi nhập lại."
    )
    (result.problems if clear else result.warnings).append(Problem(address, spec.label, message))
    return clear


def _check(sheet: Sheet, result: Comparison, fields: dict[str, Field]) -> None:
    """The checks of the form on the report as it would be, at the addresses of the workbook."""
    after = replace(
        sheet,
        sections=[copy(row) for row in sheet.sections],
        tasks=[copy(row) for row in sheet.tasks],
        grid=[copy(row) for row in sheet.grid],
    )
    overlay(after, {change.name: change.new for change in result.changes + result.conflicts})
    reported = {problem.address for problem in result.problems}
    issues = check_sheet(after)
    result.missing = sum(issue.is_missing for issue in issues)
    result.findings = [
        Finding(result.upload.addresses[issue.field], fields[issue.field].label, issue)
        for issue in issues
        if not issue.is_missing
        and issue.field in result.upload.addresses.keys() & fields.keys()
        and result.upload.addresses[issue.field] not in reported
    ]

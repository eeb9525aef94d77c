"""The communes of a period in one form: what each cell is called, holds and says. Pure: sheets in, rows out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plans.enums import ValueKind
from reports.checks import Issue, check_sheet
from reports.models import Submission
from reports.presentation import Badge, status_badge
from reports.queries.rows import GridRow
from reports.queries.sheet import Sheet

# What a yes-or-no figure may be, as it is typed in the grid.
ANSWERS = (("", "chưa nhập"), ("1", "1 – có, đạt"), ("0", "0 – chưa"), ("k", "k – không áp dụng"),
           ("c", "c – chưa có số liệu"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """One input. `choices` are there for a yes-or-no figure; what else was typed there is offered, too."""

    name: str
    label: str
    text: str
    issue: Issue | None
    choices: tuple[tuple[str, str], ...]
    before: str


@dataclass(frozen=True, slots=True)
class Line:
    """One commune. `stored` says, cell by cell, what somebody else has written meanwhile; `error` why nothing was
    done."""

    submission: Submission
    badge: Badge
    digest: str
    is_open: bool
    cells: tuple[tuple[GridRow, tuple[Cell, ...]], ...]
    error: str = ""
    stored: str = ""
    is_chosen: bool = False

    @property
    def is_wrong(self) -> bool:
        return bool(self.error or self.stored) or any(cell.issue for _, cells in self.cells for cell in cells)

    @property
    def prefix(self) -> str:
        return prefix_of(self.submission)


def prefix_of(submission: Submission) -> str:
    """What the names of a commune's inputs begin with."""
    return f"u{submission.pk}-"


def typed_for(submission: Submission, posted: Mapping[str, str]) -> dict[str, str]:
    """The posted inputs of one commune, named as in its own sheet."""
    prefix = prefix_of(submission)
    return {name.removeprefix(prefix): text for name, text in posted.items() if name.startswith(f"{prefix}value-")}


def digest_of(sheet: Sheet) -> str:
    return sheet.digest_of(sheet.sections[0])


def line_of(
    sheet: Sheet, *, is_open: bool, asks_all: bool, digest: str = "", error: str = "", stored: str = "",
    is_chosen: bool = False,
) -> Line:  # fmt: skip
    """The line of a commune's sheet as it stands; `asks_all` also marks what is simply not entered yet."""
    issues = {issue.field: issue for issue in reversed(check_sheet(sheet)) if asks_all or not issue.is_missing}
    return Line(
        submission=sheet.submission,
        badge=status_badge(sheet.submission),
        digest=digest or digest_of(sheet),
        is_open=is_open,
        cells=tuple((row, tuple(_cells(sheet, row, issues))) for row in sheet.grid),
        error=error,
        stored=stored,
        is_chosen=is_chosen,
    )


def said(sheet: Sheet) -> str:
    """What a sheet holds now, in one sentence."""
    parts = (f"{row.name}: {row.actual_text or 'chưa nhập'}" for row in sheet.grid)
    return "; ".join(parts)


def _cells(sheet: Sheet, row: GridRow, issues: Mapping[str, Issue]) -> Iterable[Cell]:
    for part, label, text in row.cells:
        field = f"{row.field_name}-{part}"
        choices: tuple[tuple[str, str], ...] = ANSWERS if row.value_kind == ValueKind.FLAG else ()
        if choices and text not in dict(choices):
            choices = (*choices, (text, text))
        name = f"{prefix_of(sheet.submission)}{field}"
        yield Cell(name, f"{row.name}: {label}", text, issues.get(field), choices, row.previous_text)

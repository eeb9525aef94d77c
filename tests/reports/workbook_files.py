"""Making, editing and spoiling workbooks the way people and attackers do."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from reports.models import Submission
from reports.queries.sheet import Sheet, load_sheet
from reports.workbooks.diff import Comparison, compare
from reports.workbooks.reading import read_workbook
from reports.workbooks.writing import build_workbook

LIMIT = 5 * 1024 * 1024
FIGURES, TEXTS, HIDDEN = "Biểu số liệu", "Nội dung", "He thong"


def fresh(submission: Submission) -> Sheet:
    """The sheet of the report as stored now."""
    row = Submission.objects.select_related("organisation__school", "period__plan__receiver").get(pk=submission.pk)
    return load_sheet(row)


def made(submission: Submission) -> bytes:
    """The workbook of the report as stored now."""
    return build_workbook(fresh(submission))


def edited(data: bytes, *cells: tuple[str, str, Any]) -> bytes:
    """The workbook after somebody typed into (sheet, address, value)."""
    return reworked(data, lambda book: [book[page].__setitem__(address, value) for page, address, value in cells])


def reworked(data: bytes, work: Callable[[Workbook], Any]) -> bytes:
    """The workbook after `work(book)`."""
    book = load_workbook(io.BytesIO(data))
    work(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, parts: dict[str, bytes | None]) -> bytes:
    """The archive with some parts replaced, added, or (None) left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in parts if name not in old.namelist())]:
            content = parts[name] if name in parts else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def part(data: bytes, name: str) -> str:
    """One part of the archive as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def dry_run(submission: Submission, data: bytes) -> Comparison:
    """What the upload of `data` would show."""
    sheet = fresh(submission)
    return compare(sheet, read_workbook(data, sheet, most_bytes=LIMIT))

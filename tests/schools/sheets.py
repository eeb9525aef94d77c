"""Workbooks to be read: made of plain rows, spoiled where a test wants them so."""

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook

Rows = Iterable[Sequence[Any]]


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def made(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with these rows in these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    return saved(book)


def edited(data: bytes, *changes: tuple[str, str, Any]) -> bytes:
    """The workbook with (sheet, cell, value) written into it."""
    book = load_workbook(io.BytesIO(data))
    for sheet, address, value in changes:
        book[sheet][address] = value
    return saved(book)

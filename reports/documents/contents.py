"""The first pages of a book: what it holds and on which page each paper begins, in the layout of the office."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from django.conf import settings

from plans.models import Plan
from reports.documents.content import Align, Column, ContentsDocument, Letterhead, Paragraph, Row, Signature, Table
from reports.documents.profiles import profile_for
from reports.documents.wording import words_of
from vietnamese.dates import format_date_long


@dataclass(frozen=True)
class Entry:
    """A paper of the book: its group, what stands about it in the table, how many sheets it has.

    `pages` is 0 for what the book should hold and does not; `cells` follow the number.
    """

    group: str
    title: str
    cells: tuple[str, ...]
    pages: int


@dataclass(frozen=True)
class Book:
    """What a book says about itself. `columns` describe the cells of its entries, with their widths in percent;
    the number, and the page or the number of sheets, take the rest."""

    plan: Plan
    day: dt.date
    kind: str
    subject: str
    opening: tuple[str, ...]
    columns: tuple[tuple[str, int, Align], ...]
    entries: tuple[Entry, ...]
    total: str


def starts(entries: Sequence[Entry], contents: int) -> list[int]:
    """The page of the book on which each entry begins, behind so many pages of contents."""
    return [contents + 1 + end - entry.pages for entry, end in zip(entries, _ends(entries), strict=True)]


def _ends(entries: Sequence[Entry]) -> Iterable[int]:
    return accumulate(entry.pages for entry in entries)


def contents_document(book: Book, *, contents: int | None) -> ContentsDocument:
    """The contents behind which the papers follow, `contents` pages long; None for papers in files of their own."""
    office = words_of(book.plan.receiver, book.day)
    profile = profile_for(book.plan.style, book.day)
    place = office.place_name or book.plan.place_name
    date = format_date_long(book.day)
    return ContentsDocument(
        letterhead=Letterhead(
            superior=office.superior_header,
            issuer=office.header_name,
            number_line="",
            date_line=f"{place}, {date}" if place else date,
        ),
        kind=book.kind,
        subject=book.subject,
        addressee="",
        is_illustrative=settings.DEMO or book.plan.is_illustrative,
        opening=tuple(map(Paragraph, book.opening)),
        body=(_table(book, contents),),
        closing="",
        recipients=(),
        signature=Signature("", "", ""),
        appendices=(),
        profile=profile.key,
    )


def _table(book: Book, contents: int | None) -> Table:
    last = ("Số trang", 10) if contents is None else ("Trang", 10)
    columns = (
        Column("TT", 7, "center"),
        *(Column(title, width, align) for title, width, align in book.columns),
        Column(*last, "center"),
    )
    pages = [entry.pages for entry in book.entries] if contents is None else starts(book.entries, contents)
    numbered = [
        (entry, (str(number), entry.title, *entry.cells, str(page) if entry.pages else "–"))
        for number, (entry, page) in enumerate(zip(book.entries, pages, strict=True), 1)
    ]
    empty = ("",) * (len(book.columns) - 1)
    sheets = sum(entry.pages for entry in book.entries) + (contents or 0)
    total = Row(("", f"Cộng: {book.total}, {sheets} trang", *empty, ""), "total")
    return Table("", columns, (*_grouped(numbered), total))


def _grouped(rows: Iterable[tuple[Entry, tuple[str, ...]]]) -> Iterable[Row]:
    for group, members in groupby(rows, key=lambda row: row[0].group):
        if group:
            yield Row((group,), "group")
        yield from (Row(cells) for _, cells in members)

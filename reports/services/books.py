"""What the bundle of a period and the yearbook of a plan have in common: papers made in slices, bound or packed."""

import dataclasses
import io
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from django.utils import timezone

from reports.documents.binding import Binder
from reports.documents.contents import Book, contents_document
from reports.documents.pdf import Progress, RenderedPdf, render
from reports.models.rendered import RenderedFile
from reports.services.recipes import SliceOver
from vietnamese.files import file_name

# Seconds of making papers before other files get their turn; what is there already costs next to nothing.
SLICE = 20.0
MADE, BOUND = 80, 95
CONTENTS = "Mục lục"
# The contents are laid out again when they turn out longer than assumed; the second answer always fits.
TRIES = 4

Make = Callable[[Callable[[], None]], tuple[RenderedFile, bool]]


@dataclasses.dataclass(frozen=True)
class Paper:
    """A finished paper under the name that bookmark and file have."""

    title: str
    file: RenderedFile


def finished_papers(wanted: Sequence[tuple[str, Make]], tell: Progress, noun: str) -> list[Paper]:
    """All papers, made where they are missing.

    Raises:
        SliceOver: papers were made for long enough; the next turn finds them.
        CannotMake: one cannot be rendered.
    """
    papers, spent, total = [], 0.0, len(wanted)
    for number, (title, make) in enumerate(wanted, 1):
        if spent > SLICE:
            raise SliceOver
        percent, step = 5 + (MADE - 5) * (number - 1) // total, f"{noun} {number}/{total}: {title}"
        tell(percent, step)
        begin = time.monotonic()
        file, was_made = make(lambda percent=percent, step=step: tell(percent, step))  # type: ignore[misc]
        spent += time.monotonic() - begin if was_made else 0
        papers.append(Paper(title, file))
    return papers


def bind(book: Book, papers: Sequence[Paper], path: Path, tell: Progress) -> int:
    """One PDF: the contents, then the papers; returns how many pages it has.

    Raises:
        ValueError: a paper has another number of pages than its row says, so the contents would be wrong.
    """
    contents = _contents(book)
    total = contents.pages + sum(paper.file.pages for paper in papers)
    with path.open("wb") as target:
        binder = Binder(target, title=f"{book.kind.capitalize()} – {book.subject}", pages=total)
        binder.add(io.BytesIO(contents.data), CONTENTS)
        for number, paper in _told(papers, tell):
            with paper.file.file.open("rb") as source:
                binder.add(cast(BinaryIO, source), f"{number}. {paper.title}")
        binder.close()
    if binder.pages != total:
        raise ValueError(f"{binder.pages} pages are bound, {total} were expected")
    return total


def pack(book: Book, papers: Sequence[Paper], path: Path, tell: Progress) -> int:
    """A ZIP of the contents and the single papers, numbered in their order; returns how many pages they have."""
    contents = render(contents_document(book, contents=None))
    width = max(len(str(len(papers))), 2)
    moment = timezone.localtime().timetuple()[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(file_name(f"{'0' * width} - {CONTENTS}.pdf"), moment), contents.data)
        for number, paper in _told(papers, tell):
            name = file_name(f"{number:0{width}d} - {paper.title}.pdf")
            entry = zipfile.ZipInfo(name, moment)
            entry.file_size = paper.file.size
            with paper.file.file.open("rb") as source, archive.open(entry, "w") as target:
                shutil.copyfileobj(source, target)
    return contents.pages + sum(paper.file.pages for paper in papers)


def _contents(book: Book) -> RenderedPdf:
    """The contents with the pages on which the papers begin, which depend on how long the contents are."""
    pages = 1
    for _ in range(TRIES):
        made = render(contents_document(book, contents=pages))
        if made.pages == pages:
            return made
        pages = made.pages
    raise ValueError("the contents do not settle on a number of pages")


def _told(papers: Sequence[Paper], tell: Progress) -> Iterator[tuple[int, Paper]]:
    for number, paper in enumerate(papers, 1):
        tell(MADE + (BOUND - MADE) * (number - 1) // len(papers), f"Ghép {number}/{len(papers)}: {paper.title}")
        yield number, paper

"""A document as PDF. WeasyPrint is imported by the first rendering and never by a web process."""

import gc
import hashlib
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from reports import charts
from reports.documents import qr_code
from reports.documents.content import (
    DASHES,
    DRAFT_MARK,
    MOTTO,
    PARTY_NAME,
    STAR,
    STATE_NAME,
    Block,
    Chart,
    Item,
    OfficialDocument,
    Paragraph,
    Pictures,
    Table,
)
from reports.documents.pictures import LOST, in_rows, picture_address, size_mm

# Percent done and what is being done, in Vietnamese.
Progress = Callable[[int, str], None]

TEMPLATES = Path(settings.BASE_DIR) / "templates"
STYLE = TEMPLATES / "documents" / "print.css"
PARTY_STYLE = TEMPLATES / "documents" / "party.css"
WORD_AND_EXCEL = (
    "pictures", "docx", "word_looks", "word_page", "word_styles",
    "xlsx", "xlsx_sheets", "exhibits", "printed_figures", "live_totals",
)  # fmt: skip
LAYOUT_FILES = (
    TEMPLATES / "base_print.html",
    TEMPLATES / "documents" / "document.html",
    TEMPLATES / "documents" / "head_state.html",
    TEMPLATES / "documents" / "head_party.html",
    TEMPLATES / "documents" / "block.html",
    TEMPLATES / "documents" / "signature.html",
    TEMPLATES / "documents" / "recipients.html",
    TEMPLATES / "documents" / "verification.html",
    STYLE,
    PARTY_STYLE,
    *sorted(Path(charts.__file__).parent.glob("*.py")),
    Path(__file__),
    Path(qr_code.__file__),
    # The same content as a file of another format is found by the same hash.
    *(Path(__file__).parent / f"{name}.py" for name in WORD_AND_EXCEL),
)
# An archive can keep the file (PDF/A-2) and a screen reader can read it (level A: tagged, with Unicode). The library
# writes what the standard asks for; no validator has confirmed it.
VARIANT = "pdf/a-2a"
PAGE_DONE = re.compile(r"Step 5 - .*Page (\d+)")
# So many words at the end stay on one line.
SUBJECT_TAIL, ISSUER_TAIL = 4, 2
LAYOUT_STARTS, LAYOUT_ENDS = 30, 85


@lru_cache(maxsize=1)
def layout_version() -> str:
    """Changes with any file that shapes the page, so that nobody has to remember to raise a number."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in LAYOUT_FILES)).hexdigest()[:16]


def render_html(document: OfficialDocument) -> str:
    """The page that WeasyPrint lays out."""
    context = {
        "document": document,
        "state_name": STATE_NAME,
        "motto": MOTTO,
        "party_name": PARTY_NAME,
        "star": STAR,
        "dashes": DASHES,
        "draft_mark": DRAFT_MARK,
        "qr": qr_code.qr_image(document.verification.address) if document.verification else "",
        # The year never stands alone on the second line of the title, nor the last word of a name on a line of its own.
        "subject": _with_tail(document.subject, SUBJECT_TAIL),
        "issuer": _with_tail(document.letterhead.issuer, ISSUER_TAIL),
        "opening": [_block(block) for block in document.opening],
        "body": [_block(block) for block in document.body],
        "appendices": [
            {
                "label": appendix.label,
                "title": appendix.title,
                "reference": appendix.reference,
                "is_wide": appendix.is_wide,
                "blocks": [_block(block) for block in appendix.blocks],
            }
            for appendix in document.appendices
        ],
    }
    return render_to_string("documents/document.html", context)


@dataclass(frozen=True)
class RenderedPdf:
    data: bytes
    pages: int


def render_pdf(document: OfficialDocument, *, on_progress: Progress | None = None) -> bytes:
    """The bytes of `render`."""
    return render(document, on_progress=on_progress).data


def render(document: OfficialDocument, *, on_progress: Progress | None = None) -> RenderedPdf:
    """Lay the document out as tagged A4 PDF with embedded fonts.

    Raises:
        OSError: a system library that WeasyPrint needs is missing.
    """
    tell: Progress = on_progress or (lambda percent, step: None)
    tell(10, "Dựng nội dung")
    html = render_html(document)
    tell(20, "Nạp bộ dàn trang")
    from weasyprint.logger import PROGRESS_LOGGER

    tell(LAYOUT_STARTS, "Dàn trang")
    with _without_garbage_collection(), _listening(PROGRESS_LOGGER, tell):
        return _laid_out(html, document.rules.is_party, tell)


def _laid_out(html: str, is_party: bool, tell: Progress) -> RenderedPdf:
    """The pages die with this function, so that what is left of them is found by the collection that follows."""
    import weasyprint

    page = weasyprint.HTML(string=html, url_fetcher=_inside())
    pages = page.render(stylesheets=_styles(is_party), font_config=_fonts(), pdf_variant=VARIANT)
    tell(LAYOUT_ENDS, f"Ghi tệp PDF ({len(pages.pages)} trang)")
    return RenderedPdf(pages.write_pdf(pdf_variant=VARIANT, pdf_tags=True), len(pages.pages))


# What is the same for every document is made once in a process.
@lru_cache(maxsize=1)
def _inside() -> Any:
    """A document is complete in itself: text typed by a school must not make the server fetch anything."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",))


@lru_cache(maxsize=1)
def _fonts() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=2)
def _styles(is_party: bool) -> tuple[Any, ...]:
    from weasyprint import CSS

    paths = (STYLE, PARTY_STYLE) if is_party else (STYLE,)
    return tuple(CSS(string=path.read_text(encoding="utf-8"), url_fetcher=_inside()) for path in paths)


def _with_tail(text: str, count: int) -> tuple[str, str]:
    words = text.split()
    return " ".join(words[:-count]), " ".join(words[-count:])


def _block(block: Block) -> dict[str, Any]:
    """A block as the template reads it: charts drawn, each cell with the alignment of its column."""
    view: dict[str, Any] = {"type": type(block).__name__, "content": block}
    view["leads"] = isinstance(block, Paragraph | Item) and block.text.rstrip().endswith(":")
    if isinstance(block, Chart):
        view["svg"] = charts.bars(block)
    if isinstance(block, Pictures):
        view["rows"] = [[(one.caption, picture_address(one), *size_mm(one)) for one in row] for row in in_rows(block)]
        view["lost"] = LOST
    if isinstance(block, Table):
        aligns = [column.align for column in block.columns]
        view["rows"] = [(row.kind, list(zip(row.cells, aligns, strict=row.kind != "group"))) for row in block.rows]
    return view


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Layout makes millions of objects that all live until its end; looking for rubbish meanwhile costs a quarter.

    What was there before is no rubbish: it is set aside, and only what the layout left is looked through at the end.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
            gc.collect()
        gc.unfreeze()


class _PageHandler(logging.Handler):
    """Turns WeasyPrint's log of finished pages into progress."""

    def __init__(self, tell: Progress) -> None:
        super().__init__(logging.INFO)
        self.tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if found := PAGE_DONE.match(record.getMessage()):
            page = int(found[1])
            # How many pages there will be is not known yet: each page takes a part of the way that is left.
            percent = LAYOUT_ENDS - (LAYOUT_ENDS - LAYOUT_STARTS) * 10 // (10 + page)
            self.tell(percent, f"Dàn trang {page}")


@contextmanager
def _listening(logger: logging.Logger, tell: Progress) -> Iterator[None]:
    handler, level, propagate = _PageHandler(tell), logger.level, logger.propagate
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate

"""Finished PDFs bound into one book, written to the disk paper by paper: in memory is one paper, never the book.

pypdf reads the papers; its own way of merging keeps every object of every paper, which is some 3.5 MB a report
(docs/performance.md). Bookmarks lead to the papers, what a reader speaks (tags) comes along, and every sheet gets its
number in the book at the bottom right, outside the text.
"""

from typing import BinaryIO

from reports.documents.pdf_copying import Copier, Structure
from reports.documents.pdf_file import PdfFile, references, text

FOLIO_FONT, FOLIO_SIZE = "/BookFolio", 9
# From the right and lower edges of the sheet, in points: 15 mm and 8 mm, in the margin that documents leave empty.
FOLIO_RIGHT, FOLIO_BOTTOM = 42.5, 22.7
# Widths of Times in thousandths of an em: a digit, `Trang `, the stroke.
DIGIT, WORD, STROKE = 500, 611 + 333 + 444 + 500 + 500 + 250, 278


class Binder:
    """One book while it is written. `pages` is how many sheets it will have; papers are added in their order."""

    def __init__(self, target: BinaryIO, *, title: str, pages: int) -> None:
        self._file = PdfFile(target)
        self._title, self._total = title, pages
        self._pages: list[int] = []
        self._bookmarks: list[tuple[str, int]] = []
        self._tree, self._begin, self._font = (self._file.reserve() for _ in range(3))
        self._structure = Structure(self._file.reserve())
        self._file.put_stream(self._begin, b"q\n")
        self._file.put(self._font, b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>")

    @property
    def pages(self) -> int:
        """How many sheets are bound so far."""
        return len(self._pages)

    def add(self, source: BinaryIO, title: str) -> None:
        """Bind a paper, with a bookmark to its first sheet.

        Raises:
            ValueError: it is no PDF, or has no pages.
        """
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError

        try:
            reader = PdfReader(source)
            widths = [float(page.mediabox.width) for page in reader.pages]
            if not widths:
                raise ValueError(f"{title} has no pages")
            copier = Copier(self._file, reader)
            copier.take_structure(self._structure)
            frames = [(self._begin, self._folio(self.pages + n, width)) for n, width in enumerate(widths, 1)]
            numbers = copier.copy(self._tree, (FOLIO_FONT, self._font), frames)
        except PyPdfError as error:
            raise ValueError(f"{title}: {error}") from error
        self._bookmarks.append((title, numbers[0]))
        self._pages += numbers

    def close(self) -> None:
        """Write what holds the papers together. Nothing can be added afterwards."""
        file, structure = self._file, self._structure
        tree = b"<< /Type /Pages /Count %d /Kids %s >>"
        file.put(self._tree, tree % (len(self._pages), references(self._pages)))
        parents = file.reserve()
        file.put(parents, b"<< /Nums [%s] >>" % b" ".join(b"%d %s" % entry for entry in structure.parents))
        file.put(
            structure.number,
            b"<< /Type /StructTreeRoot /ParentTree %d 0 R /ParentTreeNextKey %d /K %s /Namespaces %s >>"
            % (parents, structure.next_key, references(structure.elements), references(structure.namespaces)),
        )
        root, info = file.reserve(), file.reserve()
        file.put(info, b"<< /Title %s >>" % text(self._title))
        file.put(
            root,
            b"<< /Type /Catalog /Pages %d 0 R /Outlines %d 0 R /PageMode /UseOutlines /Lang (vi) /StructTreeRoot %d 0 R"
            b" /MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >> >>"
            % (self._tree, self._outlines(), structure.number),
        )
        file.close(root=root, info=info)

    def _folio(self, page: int, width: float) -> int:
        """The stream after a page's own: its number in the book, which readers that speak leave out."""
        number, words = self._file.reserve(), b"Trang %d/%d" % (page, self._total)
        length = (WORD + STROKE + DIGIT * sum(48 <= sign < 58 for sign in words)) * FOLIO_SIZE / 1000
        place = b"%.2f %.2f" % (width - FOLIO_RIGHT - length, FOLIO_BOTTOM)
        mark = b"\nQ\n/Artifact BMC\nq BT %s %d Tf %s Td (%s) Tj ET Q\nEMC\n"
        self._file.put_stream(number, mark % (FOLIO_FONT.encode(), FOLIO_SIZE, place, words))
        return number

    def _outlines(self) -> int:
        """The bookmarks, one a paper; returns their root."""
        root, numbers = self._file.reserve(), [self._file.reserve() for _ in self._bookmarks]
        for place, (title, page) in enumerate(self._bookmarks):
            near = b"".join(
                b" /%s %d 0 R" % (name, numbers[other])
                for name, other in ((b"Prev", place - 1), (b"Next", place + 1))
                if 0 <= other < len(numbers)
            )
            mark = b"<< /Title %s /Parent %d 0 R /Dest [%d 0 R /Fit]%s >>"
            self._file.put(numbers[place], mark % (text(title), root, page, near))
        ends = b" /First %d 0 R /Last %d 0 R" % (numbers[0], numbers[-1]) if numbers else b""
        self._file.put(root, b"<< /Type /Outlines /Count %d%s >>" % (len(numbers), ends))
        return root

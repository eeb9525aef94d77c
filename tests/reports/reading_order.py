"""What the files of a document say, each piece in the order in which a person, or a voice, reads it."""

import io
from collections.abc import Iterator
from typing import Any

import docx
import pdfplumber
from docx.oxml.ns import qn

from reports.charts import Chart
from reports.documents.content import Block, Heading, Item, OfficialDocument, Paragraph, Table


def pieces(document: OfficialDocument, *, charts: bool) -> list[str]:
    """The texts of the content from its title to its closing line, then those of its appendices.

    With `charts` their figures count as texts: that is how Word shows them; a drawing has its caption alone.
    """
    found = [document.kind, document.subject, *document.addressees, *document.basis]
    found += _of_blocks((*document.opening, *document.body), charts=charts)
    found.append(document.closing)
    for appendix in document.appendices:
        found += [appendix.label, appendix.title, appendix.reference]
        found += _of_blocks(appendix.blocks, charts=charts)
    return [text for text in found if text]


def _of_blocks(blocks: tuple[Block, ...], *, charts: bool) -> Iterator[str]:
    for block in blocks:
        match block:
            case Heading():
                yield f"{block.label} {block.text}"
            case Paragraph():
                yield block.text
            case Item():
                yield f"{block.sign} {block.text}"
            case Table():
                yield block.caption
                yield from (column.title for column in block.columns)
                for row in block.rows:
                    yield from row.cells
            case Chart():
                yield block.caption
                if charts:
                    yield "Nội dung"
                    yield from (series.name for series in block.series)
                    for number, label in enumerate(block.labels):
                        yield label
                        yield from (str(series.values[number]) for series in block.series)


def squeezed(text: str) -> str:
    """The letters alone: where lines break, and whether capitals are typed or drawn, is the layout's business."""
    return "".join(text.split()).casefold()


def missing(texts: list[str], written: str) -> list[str]:
    """The texts that do not stand in what was written, each looked for behind the one before it."""
    lacking, at = [], 0
    for text in map(squeezed, texts):
        found = written.find(text, at)
        if found < 0:
            lacking.append(text)
        else:
            at = found + len(text)
    return lacking


def letters_of_pdf(data: bytes) -> str:
    """The letters of a tagged PDF in the order of its structure, page numbers and other marks of pages left out."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        written: dict[tuple[int, int], list[str]] = {}
        for page in pdf.pages:
            for char in page.chars:
                if char["mcid"] is not None:
                    written.setdefault((page.page_number, char["mcid"]), []).append(char["text"])
        return squeezed("".join(_letters(pdf.structure_tree, written)))


def _letters(elements: list[dict[str, Any]], written: dict[tuple[int, int], list[str]]) -> Iterator[str]:
    for element in elements:
        for mcid in element.get("mcids", ()):
            yield "".join(written.get((element["page_number"], mcid), ()))
        yield from _letters(element.get("children", []), written)


def texts_of_word(data: bytes) -> list[str]:
    """The paragraphs of a Word file that say something, those in cells where their table stands."""
    body = docx.Document(io.BytesIO(data)).element.body
    paragraphs = ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))]
    return [text for text in paragraphs if text]

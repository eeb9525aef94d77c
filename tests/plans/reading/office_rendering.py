"""Plans written in a small markup, set as Word or OpenDocument files the way offices set them.

`left ¦ right` lines make a borderless table of two columns (heads, signature blocks), `| a | b |` lines a data table
(`<<` joins a cell to the one on its left, `^^` to the one above), `#0` to `#3` are levels that the word processor
numbers itself, `=` centres, `H1` and `H2` are headings, `⏎` breaks a line inside a paragraph, `⇥` is a tab and
`[^…]` a footnote.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.plans.reading.office_files import define_list, listed, opendocument, two_columns, word

NUMBERED = [("upperRoman", "%1-"), ("decimal", "%2-"), ("decimal", "%2.%3."), ("bullet", "-")]
NOTE = re.compile(r"\[\^([^\]]*)\]")
ODT_STYLES = """<style:style style:name="C" style:family="paragraph">
<style:paragraph-properties fo:text-align="center"/></style:style><text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="I" style:num-suffix="-"/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-suffix="-"/>
<text:list-level-style-number text:level="3" style:num-format="1" style:num-suffix="." text:display-levels="2"/>
<text:list-level-style-bullet text:level="4" text:bullet-char="-"/></text:list-style>"""


def groups(markup: str) -> Iterator[tuple[str, list[str]]]:
    """Lines by kind; the lines of one table stay together."""
    for kind, lines in groupby(markup.strip("\n").split("\n"), key=_kind):
        yield kind, list(lines)


def _kind(line: str) -> str:
    if "¦" in line:
        return "layout"
    if line.startswith("|"):
        return "table"
    return "numbered" if re.match(r"#\d ", line) else "text"


def rows(lines: list[str]) -> list[list[str]]:
    return [[cell.strip() for cell in line[1:].removesuffix("|").split("|")] for line in lines]


def columns(lines: list[str]) -> tuple[list[str], list[str]]:
    parts = [line.split("¦") for line in lines]
    return [left.strip() for left, _ in parts], [right.strip() for _, right in parts]


# -- Word -----------------------------------------------------------------------------------------------------------
def word_file(markup: str) -> bytes:
    """The markup as a .docx file."""
    return word(lambda document: _write_word(document, markup))


def _write_word(document: Document, markup: str) -> None:
    number = define_list(document, NUMBERED)
    for kind, lines in groups(markup):
        if kind == "layout":
            two_columns(document, *columns(lines))
        elif kind == "table":
            _word_table(document, rows(lines))
        else:
            for line in lines:
                _word_paragraph(document, number, line)


def _word_paragraph(document: Document, number: str, line: str) -> None:
    line = NOTE.sub("", line).replace("⏎", "\n").replace("⇥", "\t")
    if match := re.match(r"#(\d) ", line):
        listed(document, number, int(match[1]), line[3:])
    elif match := re.match(r"H(\d) ", line):
        document.add_heading(line[3:], level=int(match[1]))
    else:
        paragraph = document.add_paragraph(line.removeprefix("= "))
        if line.startswith("= "):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _word_table(document: Document, cells: list[list[str]]) -> None:
    width = max(len(row) for row in cells)
    table = document.add_table(rows=len(cells), cols=width)
    for at, row in enumerate(cells):
        start = 0
        for column in range(width):
            text = row[column] if column < len(row) else ""
            cell = table.cell(at, column)
            if text in ("<<", "") and column and (text or at == 0):
                table.cell(at, start).merge(cell)
            elif text == "^^":
                cell._tc.get_or_add_tcPr().append(parse_xml(f"<w:vMerge {nsdecls('w')}/>"))
            else:
                cell.text, start = text, column


# -- OpenDocument ---------------------------------------------------------------------------------------------------
def odt_file(markup: str) -> bytes:
    """The markup as an .odt file."""
    body: list[str] = []
    fresh = True
    for kind, lines in groups(markup):
        if kind == "layout":
            cells = "".join(f"<table:table-cell>{_odt_lines(column)}</table:table-cell>" for column in columns(lines))
            body.append(f"<table:table><table:table-row>{cells}</table:table-row></table:table>")
        elif kind == "table":
            body.append(f"<table:table>{''.join(map(_odt_row, rows(lines)))}</table:table>")
        elif kind == "numbered":
            body += [_odt_numbered(line, fresh and at == 0) for at, line in enumerate(lines)]
            fresh = False
        else:
            body.append(_odt_lines(lines))
    return opendocument("".join(body), ODT_STYLES)


def _odt_lines(lines: list[str]) -> str:
    return "".join(map(_odt_paragraph, lines))


def _odt_paragraph(line: str) -> str:
    style, tag, level = "", "p", ""
    if line.startswith("= "):
        line, style = line[2:], ' text:style-name="C"'
    elif match := re.match(r"H(\d) ", line):
        line, tag, level = line[3:], "h", f' text:outline-level="{match[1]}"'
    return f"<text:{tag}{style}{level}>{_odt_text(line)}</text:{tag}>"


def _odt_text(line: str) -> str:
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        r"<text:note-body><text:p>\1</text:p></text:note-body></text:note>"
    )
    return NOTE.sub(note, escape(line, quote=False)).replace("⏎", "<text:line-break/>").replace("⇥", "<text:tab/>")


def _odt_numbered(line: str, first: bool) -> str:
    level = int(line[1])
    opening = '<text:list text:style-name="L"' + ("" if first else ' text:continue-numbering="true"') + ">"
    inner = f"<text:p>{_odt_text(line[3:])}</text:p>"
    return (
        opening
        + "<text:list-item><text:list>" * level
        + f"<text:list-item>{inner}</text:list-item></text:list>"
        + ("</text:list-item></text:list>" * level)
    )


def _odt_row(cells: list[str]) -> str:
    written = []
    for at, cell in enumerate(cells):
        if cell == "<<" or (not cell and at and cells[at - 1] and at == len(cells) - 1) or cell == "^^":
            written.append("<table:covered-table-cell/>")
        else:
            span = 1
            while at + span < len(cells) and cells[at + span] == "<<":
                span += 1
            spanned = f' table:number-columns-spanned="{span}"' if span > 1 else ""
            written.append(f"<table:table-cell{spanned}>{_odt_paragraph(cell)}</table:table-cell>")
    return f"<table:table-row>{''.join(written)}</table:table-row>"

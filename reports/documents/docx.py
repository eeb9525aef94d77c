"""A document as Word: the same content as the PDF, in styles that people can go on editing.

The file opens with the margins, styles and headings of domain reference §1.2 or §1.4. python-docx is imported by the
first document that is written.
"""

import io
import re
from collections.abc import Callable, Sequence
from typing import Any

from reports.documents.content import (
    DASHES,
    DRAFT_MARK,
    MOTTO,
    PARTY_NAME,
    STAR,
    STATE_NAME,
    Appendix,
    Block,
    Chart,
    Heading,
    Item,
    OfficialDocument,
    Paragraph,
    Pictures,
    Row,
    Signature,
    Table,
)
from reports.documents.exhibits import chart_table
from reports.documents.pictures import ACROSS, LOST, in_rows, picture_bytes, size_mm
from reports.documents.word_looks import (
    ABOUT,
    BASIS,
    BODY,
    CELL,
    CELL_ALIGNS,
    CENTRED,
    DASHES_STYLE,
    DATE,
    ISSUER,
    ITEM_STYLES,
    MARK,
    MOTTO_STYLE,
    NUMBER,
    PARTY,
    POSITION,
    RECIPIENT,
    RECIPIENTS,
    REFERENCE,
    RULE,
    SIGNATURE,
    SPACE,
    STAR_STYLE,
    STATE,
    SUBJECT,
    SUPERIOR,
    TABLE_HEAD,
    TO,
    TO_ONE,
)
from reports.documents.word_page import new_document, new_section, set_foot

# Letters that XML cannot hold; they come along with text pasted from elsewhere.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
PORTRAIT_MM, LANDSCAPE_MM = 165, 252
LETTERHEAD_SHARES = (42, 58)
PARTY_SHARES = ENDING_SHARES = (45, 55)
# Half of what is left and right of a rule, in mm: two fifths of the line, and the measured length of the motto.
ISSUER_RULE_MM = 69.3 * 0.3
TITLE_RULE_MM = 165 * 0.3
MOTTO_RULE_MM = (95.7 - 58) / 2
PARTY_RULE_MM = (90.75 - 76) / 2


def render_docx(document: OfficialDocument, *, on_progress: Callable[[int, str], None] | None = None) -> bytes:
    """Write the document as an editable Word file."""
    return _Writer(document, on_progress or (lambda percent, step: None)).data()


class _Writer:
    """One file while it is written, from top to bottom."""

    def __init__(self, document: OfficialDocument, tell: Callable[[int, str], None]) -> None:
        self.content = document
        self.tell = tell
        self.mark = DRAFT_MARK if document.is_draft else ""
        self.word, self.style_ids = new_document(
            title=document.title,
            author=document.letterhead.issuer,
            mark=self.mark,
            profile=document.profile,
        )
        if document.verification:
            set_foot(self.word, document.verification.line)

    def data(self) -> bytes:
        self.tell(30, "Ghi tệp Word")
        self._top()
        for text in self.content.basis:
            self._line(text, BASIS)
        self._blocks((*self.content.opening, *self.content.body), PORTRAIT_MM)
        self._ending()
        for number, appendix in enumerate(self.content.appendices, 1):
            self.tell(50 + 40 * number // (len(self.content.appendices) + 1), f"Ghi {appendix.label}")
            self._appendix(appendix)
        # Word wants a paragraph after the last table.
        self._line("", SPACE)
        stream = io.BytesIO()
        self.word.save(stream)
        return stream.getvalue()

    # -- parts --------------------------------------------------------------------------------------------------------
    def _top(self) -> None:
        self._party_head() if self.content.rules.is_party else self._state_head()
        if self.content.marks:
            self._line(("\u00a0" * 4).join(self.content.marks), MARK)
        if not self.content.is_letter:
            self._line(self.content.kind, "Title")
            self._line(self.content.subject, SUBJECT)
            if self.content.rules.is_party:
                self._line(DASHES, DASHES_STYLE)
            else:
                self._rule(self.word, TITLE_RULE_MM)
        if self.content.addressees:
            self._addressees(self.content.addressees)

    def _state_head(self) -> None:
        head = self.content.letterhead
        frame = self._frame(2, LETTERHEAD_SHARES)
        left, right = frame.rows[0].cells
        self._fill(left, [(head.superior, SUPERIOR), (head.issuer, ISSUER)])
        self._rule(left, ISSUER_RULE_MM)
        self._fill(right, [(STATE_NAME, STATE), (MOTTO, MOTTO_STYLE)])
        self._rule(right, MOTTO_RULE_MM)
        left, right = frame.rows[1].cells
        self._fill(left, [(head.number_line, NUMBER), *self._about()])
        self._fill(right, [(head.date_line, DATE)])

    def _party_head(self) -> None:
        head = self.content.letterhead
        left, right = self._frame(1, PARTY_SHARES).rows[0].cells
        names = [(head.superior, SUPERIOR), (head.issuer, ISSUER), (STAR, STAR_STYLE)]
        self._fill(left, [*names, (head.number_line, NUMBER), *self._about()])
        self._fill(right, [(PARTY_NAME, PARTY)])
        self._rule(right, PARTY_RULE_MM)
        self._line_in(right, head.date_line, DATE)

    def _about(self) -> list[tuple[str, str]]:
        """What a letter is about stands under its number."""
        return [(f"V/v {self.content.subject}", ABOUT)] if self.content.is_letter else []

    def _addressees(self, names: Sequence[str]) -> None:
        """One on the line of the label, several a line each, their dashes under the colon."""
        if len(names) == 1:
            self._line(f"Kính gửi: {names[0]}.", CENTRED)
            return
        self._line("Kính gửi:", TO)
        for name in names[:-1]:
            self._line(f"- {name}{self.content.rules.separator}", TO_ONE)
        self._line(f"- {names[-1]}.", TO_ONE)

    def _ending(self) -> None:
        """The last sentence and the signature stay on one page."""
        content = self.content
        if not content.is_signed:
            return
        if content.closing:
            closing = self._line(content.closing, BODY)
            closing.paragraph_format.keep_with_next = True
            closing.paragraph_format.keep_together = True
        left, right = self._frame(1, ENDING_SHARES).rows[0].cells
        recipients = [("Nơi nhận:", RECIPIENTS), *((line, RECIPIENT) for line in content.recipients)]
        if content.counterpart:
            self._sign(left, content.counterpart)
        else:
            self._fill(left, recipients)
        self._sign(right, content.signature)
        if content.counterpart:
            for line, style in recipients:
                self._line(line, style)

    def _sign(self, place: Any, signature: Signature) -> None:
        from docx.shared import Mm

        titles = [(line, SIGNATURE) for line in signature.capacities]
        self._fill(place, [*titles, (signature.title.upper(), POSITION)])
        name = self._line_in(place, signature.name, SIGNATURE)
        name.paragraph_format.space_before = Mm(26)

    def _appendix(self, appendix: Appendix) -> None:
        new_section(self.word, is_wide=appendix.is_wide, mark=self.mark)
        width = LANDSCAPE_MM if appendix.is_wide else PORTRAIT_MM
        title = self._line(appendix.label, "Heading 1")
        title.paragraph_format.alignment = 1
        title.paragraph_format.first_line_indent = 0
        title.runs[0].font.all_caps = False
        self._line(appendix.title.upper(), SUBJECT)
        self._line(appendix.reference, REFERENCE)
        self._blocks(appendix.blocks, width)

    # -- blocks -------------------------------------------------------------------------------------------------------
    def _blocks(self, blocks: Sequence[Block], width: int) -> None:
        for block in blocks:
            match block:
                case Heading():
                    self._line(f"{block.label} {block.text}", f"Heading {block.level}")
                case Paragraph():
                    self._line(block.text, BODY)
                case Item():
                    self._line(f"{block.sign} {block.text}", ITEM_STYLES[block.sign])
                case Table():
                    self._table(block, width)
                case Chart():
                    self._table(chart_table(block), width)
                case Pictures():
                    self._pictures(block, width)

    def _pictures(self, block: Pictures, width: int) -> None:
        from docx.shared import Mm

        grid = self.word.add_table(rows=0, cols=ACROSS)
        for row in in_rows(block):
            target = grid.add_row()
            _keep_whole(target)
            for picture, cell in zip(row, target.cells, strict=False):
                data, wide = picture_bytes(picture), Mm(size_mm(picture)[0])
                if data:
                    cell.paragraphs[0].add_run().add_picture(io.BytesIO(data), width=wide)
                else:
                    cell.paragraphs[0].add_run(LOST)
                self._line_in(cell, picture.caption, CELL)
        _fix_widths(grid, [width / ACROSS] * ACROSS)

    def _table(self, table: Table, width: int) -> None:
        if table.caption:
            self._line(table.caption, "Caption")
        grid = self.word.add_table(rows=1, cols=len(table.columns), style="Table Grid")
        _fix_widths(grid, [width * column.width / 100 for column in table.columns])
        _repeat(grid.rows[0])
        for cell, column in zip(grid.rows[0].cells, table.columns, strict=True):
            self._fill(cell, [(column.title, TABLE_HEAD)])
            cell.vertical_alignment = 1
        aligns = [CELL_ALIGNS[column.align] for column in table.columns]
        for row in table.rows:
            self._row(grid.add_row(), row, aligns)

    def _row(self, target: Any, row: Row, aligns: Sequence[int]) -> None:
        _keep_whole(target)
        cells = target.cells
        if row.kind == "group":
            merged = cells[0].merge(cells[-1])
            self._fill(merged, [(row.cells[0], CELL)])
            merged.paragraphs[0].runs[0].bold = True
            merged.paragraphs[0].paragraph_format.keep_with_next = True
            return
        for cell, text, align in zip(cells, row.cells, aligns, strict=True):
            self._fill(cell, [(text, CELL)])
            cell.paragraphs[0].alignment = align
            if row.kind == "total":
                for run in cell.paragraphs[0].runs:
                    run.bold = True

    # -- lines --------------------------------------------------------------------------------------------------------
    def _line(self, text: str, style: str) -> Any:
        return self._write(self.word.add_paragraph(), text, style)

    def _line_in(self, cell: Any, text: str, style: str) -> Any:
        return self._write(cell.add_paragraph(), text, style)

    def _fill(self, cell: Any, lines: Sequence[tuple[str, str]]) -> None:
        """Put the lines into a new cell, which holds one empty paragraph."""
        for number, (text, style) in enumerate(lines):
            self._write(cell.paragraphs[0] if number == 0 else cell.add_paragraph(), text, style)

    def _write(self, paragraph: Any, text: str, style: str) -> Any:
        # By its id: looking a style up by its name for each cell takes most of the time.
        paragraph._p.style = self.style_ids[style]
        if text:
            paragraph.add_run(_clean(text))
        return paragraph

    def _rule(self, place: Any, indent: float) -> None:
        """A line shorter than its column by `indent` mm on each side."""
        from docx.shared import Mm

        rule = self._write(place.add_paragraph(), "", RULE)
        rule.paragraph_format.left_indent = rule.paragraph_format.right_indent = Mm(indent)

    def _frame(self, rows: int, shares: tuple[int, int]) -> Any:
        """A table without lines that sets two blocks side by side."""
        frame = self.word.add_table(rows=rows, cols=2)
        _fix_widths(frame, [PORTRAIT_MM * share / 100 for share in shares], padding=0)
        for row in frame.rows:
            _keep_whole(row)
        return frame


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)


def _fix_widths(table: Any, widths: Sequence[float], *, padding: float = 1) -> None:
    """Columns of the given widths in mm that do not move with what is typed; `padding` left and right, in mm."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(Mm(padding).twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    look.addprevious(margins) if look is not None else table._tbl.tblPr.append(margins)


def _repeat(row: Any) -> None:
    """Let the row head every page of its table."""
    _mark_row(row, "w:cantSplit")
    _mark_row(row, "w:tblHeader")


def _keep_whole(row: Any) -> None:
    _mark_row(row, "w:cantSplit")


def _mark_row(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))

"""Sheets of a Word file: A4, margins and page numbers by domain reference §1.2 and §1.4."""

from typing import Any

from django.utils import timezone

from reports.documents.profiles import ProfileKey
from reports.documents.word_looks import LOOKS, SPACE
from reports.documents.word_styles import set_styles

A4_MM = (210, 297)
TOP_MM, BOTTOM_MM, LEFT_MM, RIGHT_MM = 20, 20, 30, 15
HEADER_MM = 10
FOOT_PT = 10
LANGUAGE = "vi-VN"


def new_document(*, title: str, author: str, mark: str, profile: ProfileKey) -> tuple[Any, dict[str, str]]:
    """An empty A4 document and the ids of its styles. `mark` stands on the top right of every page."""
    import docx
    from docx.oxml.ns import qn

    word = docx.Document()
    style_ids = set_styles(word, LOOKS[profile])
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    properties = word.core_properties
    properties.title, properties.author, properties.language = title[:255], author[:255], LANGUAGE
    properties.comments = properties.last_modified_by = ""
    # The empty file that python-docx brings along says 2013.
    properties.created = properties.modified = timezone.now().replace(tzinfo=None)
    section = word.sections[0]
    _sheet(section, is_wide=False)
    # The first page carries no number.
    section.different_first_page_header_footer = True
    _head(section.first_page_header, section, mark, numbered=False)
    _head(section.header, section, mark, numbered=True)
    return word, style_ids


def new_section(word: Any, *, is_wide: bool, mark: str) -> None:
    """Begin a part on a new page that counts its pages from 1."""
    from docx.enum.section import WD_SECTION
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    section = word.add_section(WD_SECTION.NEW_PAGE)
    # The paragraph that ends the part before must not need a line of its own.
    word.paragraphs[-1].style = SPACE
    _sheet(section, is_wide=is_wide)
    section.different_first_page_header_footer = False
    section.header.is_linked_to_previous = False
    _head(section.header, section, mark, numbered=True)
    for old in section._sectPr.findall(qn("w:pgNumType")):
        section._sectPr.remove(old)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:pgMar")).addnext(numbers)


def _sheet(section: Any, *, is_wide: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    width, height = reversed(A4_MM) if is_wide else A4_MM
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.top_margin, section.bottom_margin = Mm(TOP_MM), Mm(BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(LEFT_MM), Mm(RIGHT_MM)
    section.header_distance = section.footer_distance = Mm(HEADER_MM)


def _head(header: Any, section: Any, mark: str, *, numbered: bool) -> None:
    """The page number in the middle of the top margin, the mark at its right end."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml.ns import qn

    line = header.paragraphs[0]
    for run in list(line.runs):
        line._p.remove(run._r)
    line.style = "Header"
    for tabs in line.style.element.pPr.findall(qn("w:tabs")):
        line.style.element.pPr.remove(tabs)
    width = section.page_width - section.left_margin - section.right_margin
    line.paragraph_format.tab_stops.add_tab_stop(width // 2, WD_TAB_ALIGNMENT.CENTER)
    line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run("\t")
    if numbered:
        _page_number(line)
    if mark:
        line.add_run(f"\t{mark}").bold = True


def set_foot(word: Any, text: str) -> None:
    """A line at the foot of every page; sections that are added later take it over."""
    from docx.shared import Pt

    section = word.sections[0]
    for footer in (section.first_page_footer, section.footer):
        line = footer.paragraphs[0]
        line.style = "Footer"
        line.add_run(text).font.size = Pt(FOOT_PT)


def _page_number(line: Any) -> None:
    """The field that Word fills with the number of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = line.add_run("1")._r
    run.addprevious(field)
    field.append(run)

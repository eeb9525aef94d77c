"""Lines of a Word file, in reading order, with computed labels in front.

Read event by event from the XML instead of through python-docx, which leaves out content controls and insertions that
wait for approval, and would build the whole tree of a hostile file first.
"""

import posixpath
from xml.etree.ElementTree import Element

from plans.reading.lines import RawLine
from plans.reading.sources.archive import Archive, attribute, local
from plans.reading.sources.docx_numbering import Numbering, number_and_level, whole
from plans.reading.sources.gathering import Gathering
from plans.reading.sources.refusal import SourceRefused

# Old versions of changed text, alternatives for old readers, and what is not printed.
_SKIPPED = {"del", "moveFrom", "Fallback", "instrText", "delText", "rPrChange", "pPrChange"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}


def read_docx(archive: Archive) -> list[RawLine]:
    """Return the lines of the document body.

    Raises:
        SourceRefused: it is no Word text, or broken or harmful.
    """
    main = _main_part(archive)
    folder = posixpath.dirname(main)
    numbering = Numbering(archive, f"{folder}/numbering.xml", f"{folder}/styles.xml")
    gathering = Gathering()
    skipping = 0
    for event, element in archive.events(main):
        name = local(element)
        if name in _SKIPPED:
            skipping += 1 if event == "start" else -1
            if event == "end":
                element.clear()
        elif skipping:
            continue
        elif name in ("tbl", "tr", "tc"):
            gathering.table_event(name, event)
            if event == "end":
                element.clear()
        elif name == "gridSpan" and event == "end":
            gathering.span(whole(attribute(element, "val"), 1))
        elif name == "p" and event == "end":
            _paragraph(element, numbering, gathering)
            element.clear()
    return gathering.lines


def _main_part(archive: Archive) -> str:
    """The name of the part with the text, which Word on the web calls document2.xml."""
    for event, element in archive.events("_rels/.rels"):
        kind = attribute(element, "Type") or ""
        target = attribute(element, "Target") or ""
        if event == "end" and kind.endswith("/officeDocument"):
            name = target.lstrip("/")
            if name in archive.names and name.startswith("word/"):
                return name
    if "word/document.xml" in archive.names:
        return "word/document.xml"
    raise SourceRefused("Tệp không phải văn bản Word (.docx); có thể là bảng tính hoặc trình chiếu.")


def _paragraph(element: Element, numbering: Numbering, gathering: Gathering) -> None:
    """Add the paragraph; a text box inside it was added before and is empty by now."""
    style: str | None = None
    number: str | None = None
    level: int | None = None
    centred = capitals = False
    parts: list[str] = []
    hidden: set[Element] = set()
    for child in element.iter():
        name = local(child)
        if name == "pStyle":
            style = attribute(child, "val")
            centred = centred or style in numbering.centred_styles
        elif name == "numPr":
            number, level = number_and_level(child)
        elif name == "jc":
            centred = attribute(child, "val") == "center"
        elif name == "r" and any(_is_on(mark, "vanish") for mark in child.iter()):
            hidden.update(child.iter())
        elif child in hidden:
            continue
        elif name == "r":
            capitals = style in numbering.capital_styles or any(_is_on(mark, "caps") for mark in child.iter())
        elif name == "t":
            parts.append((child.text or "").upper() if capitals else child.text or "")
        elif name in _BREAKS and name != "tab":
            parts.append(_BREAKS[name])
        elif name == "tab" and not attribute(child, "pos"):  # a tab stop has a position, a typed tab none
            parts.append("\t")
        elif name == "sym":
            parts.append("•")
    text = "".join(parts)
    label = numbering.label(style, number, level) if text.strip() else ""
    gathering.add(f"{label} {text}" if label else text, centred)


def _is_on(element: Element, name: str) -> bool:
    """Whether the element is the property of that name and does not switch it off."""
    return local(element) == name and attribute(element, "val") not in ("0", "false", "off")

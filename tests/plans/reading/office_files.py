"""Word and OpenDocument files made for the tests, honest and hostile."""

import io
import zipfile
from collections.abc import Callable

from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

ODT_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)


def word(build: Callable) -> bytes:
    """A .docx file; `build` gets the empty python-docx document."""
    document = Document()
    build(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def two_columns(document, left: list[str], right: list[str]) -> None:
    """A layout table, as heads and signature blocks of state documents are set."""
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, texts in zip(cells, (left, right), strict=True):
        cell.paragraphs[0].text = texts[0]
        for text in texts[1:]:
            cell.add_paragraph(text)


def define_list(document, levels: list[tuple[str, str]]) -> str:
    """Add a multi-level list (format, text with %1) and return its number."""
    part = document.part.numbering_part.element
    xml = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (style, text) in enumerate(levels)
    )
    part.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="900">{xml}</w:abstractNum>'))
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="901"><w:abstractNumId w:val="900"/></w:num>'))
    return "901"


def listed(document, number: str, level: int, text: str) -> None:
    """Add a paragraph numbered by Word."""
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(level)), ("w:numId", number)):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        numbering.append(child)
    properties.append(numbering)


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A zip file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return file.getvalue()


def bare_word(body: str, before: str = "") -> bytes:
    """The smallest .docx, with this XML as its body."""
    document = f"{before}<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>"
    return archive({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def opendocument(body: str, styles: str = "") -> bytes:
    """The smallest .odt, with this XML as its text."""
    content = (
        f"<office:document-content {ODT_NAMESPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})

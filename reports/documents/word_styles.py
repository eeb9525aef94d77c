"""The styles of a Word file: the built-in ones in our looks, and our own."""

from collections.abc import Mapping
from typing import Any

from reports.documents.word_looks import BODY, MARK, RULE, Look
from vietnamese.text import search_key

FONT = "Times New Roman"


def set_styles(word: Any, looks: Mapping[str, Look]) -> dict[str, str]:
    """Give the built-in styles the looks and add our own. Returns the id of each by its name."""
    from docx.enum.style import WD_STYLE_TYPE

    known = {style.name for style in word.styles}
    for name, look in looks.items():
        style = word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        if name not in known:
            style.base_style = word.styles["Normal"]
            style.quick_style = True
            # Word keeps the names, other programs want plain letters in what connects text and style.
            style.element.styleId = search_key(name).title().replace(" ", "")
        _dress(style, look)
    for level in (1, 2, 3):
        word.styles[f"Heading {level}"].next_paragraph_style = word.styles[BODY]
    _clear_borders(word.styles["Title"])
    _underline(word.styles[RULE])
    _box(word.styles[MARK])
    return {name: word.styles[name].style_id for name in looks}


def _dress(style: Any, look: Look) -> None:
    from docx.enum.text import WD_UNDERLINE
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    font, form = style.font, style.paragraph_format
    font.name, font.size = FONT, Pt(look.size)
    font.bold, font.italic, font.all_caps = look.bold, look.italic, look.caps
    if look.underline:
        font.underline = WD_UNDERLINE.SINGLE
    font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in [name for name in fonts.attrib if name.casefold().endswith("theme")]:
        # A theme's font would win over the one named.
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)
    form.alignment = look.align
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.first_line_indent, form.left_indent = Mm(look.indent), Mm(look.left)
    form.line_spacing = Pt(look.exactly) if look.exactly else look.spacing
    form.keep_with_next, form.widow_control = look.keep, True
    for extra in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(extra)


def _clear_borders(style: Any) -> None:
    from docx.oxml.ns import qn

    for border in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _underline(style: Any) -> None:
    _borders(style, ("top",), space=2)


def _box(style: Any) -> None:
    from docx.shared import Mm

    _borders(style, ("top", "left", "bottom", "right"), space=1)
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Mm(40)


def _borders(style: Any, sides: tuple[str, ...], *, space: int) -> None:
    """Lines of ¾ pt around the paragraphs of a style, in the place the schema gives them."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    frame = OxmlElement("w:pBdr")
    for side in sides:
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "6"), ("space", str(space)), ("color", "000000")):
            edge.set(qn(f"w:{name}"), value)
        frame.append(edge)
    form = style.element.get_or_add_pPr()
    later = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
    following = next((child for child in form if child.tag in {qn(name) for name in later}), None)
    form.append(frame) if following is None else following.addprevious(frame)

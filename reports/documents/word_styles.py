"""The styles of a Word file by the figures of Decree 30/2020/NĐ-CP, Annex I (domain reference §1.2)."""

from dataclasses import dataclass
from typing import Any

from vietnamese.text import search_key

FONT = "Times New Roman"
LEFT, CENTRE, RIGHT, JUSTIFY = range(4)
CELL_ALIGNS = {"left": LEFT, "center": CENTRE, "right": RIGHT}

BODY = "Body Text"
BASIS = "Căn cứ"
SUPERIOR, ISSUER = "Cơ quan chủ quản", "Cơ quan ban hành"
STATE, MOTTO_STYLE = "Quốc hiệu", "Tiêu ngữ"
NUMBER, DATE = "Số ký hiệu", "Địa danh ngày tháng"
MARK, SUBJECT, CENTRED = "Dấu chỉ bản", "Trích yếu", "Kính gửi"
ABOUT, TO, TO_ONE = "Trích yếu công văn", "Kính gửi nhiều nơi", "Một nơi gửi"
RECIPIENTS, RECIPIENT = "Nơi nhận", "Danh sách nơi nhận"
SIGNATURE = "Chữ ký"
REFERENCE = "Kèm theo"
TABLE_HEAD, CELL = "Đầu bảng", "Ô bảng"
RULE, SPACE = "Đường kẻ", "Khoảng trống"


@dataclass(frozen=True)
class Look:
    """How a paragraph looks: sizes and gaps in points, the first-line and the left indent in mm."""

    size: float = 14
    align: int = CENTRE
    bold: bool = False
    italic: bool = False
    caps: bool = False
    before: float = 0
    after: float = 0
    indent: float = 0
    left: float = 0
    spacing: float = 1.0
    keep: bool = False


LOOKS = {
    "Normal": Look(align=LEFT),
    BODY: Look(align=JUSTIFY, before=6, indent=12.7),
    BASIS: Look(align=JUSTIFY, italic=True, before=6, indent=12.7),
    "Heading 1": Look(align=LEFT, bold=True, caps=True, before=10, indent=12.7, keep=True),
    "Heading 2": Look(align=LEFT, bold=True, before=6, indent=12.7, keep=True),
    "Heading 3": Look(align=LEFT, before=6, indent=12.7, keep=True),
    "Title": Look(bold=True, before=16, keep=True),
    "Caption": Look(size=13, align=LEFT, bold=True, before=8, after=4, keep=True),
    "Header": Look(size=13, align=LEFT),
    SUPERIOR: Look(size=12),
    ISSUER: Look(size=12, bold=True),
    STATE: Look(size=12, bold=True),
    MOTTO_STYLE: Look(size=13, bold=True),
    NUMBER: Look(size=13, before=8),
    DATE: Look(size=13, italic=True, before=8),
    MARK: Look(size=12, bold=True, before=8),
    SUBJECT: Look(bold=True, keep=True),
    CENTRED: Look(before=14, after=6),
    ABOUT: Look(size=12, before=6),
    TO: Look(align=LEFT, before=14, left=36),
    TO_ONE: Look(align=LEFT, left=56.3, indent=-2.9),
    RECIPIENTS: Look(size=12, align=LEFT, bold=True, italic=True, before=12),
    RECIPIENT: Look(size=11, align=LEFT),
    SIGNATURE: Look(bold=True),
    REFERENCE: Look(italic=True, after=8, keep=True),
    TABLE_HEAD: Look(size=12, bold=True),
    CELL: Look(size=12, align=LEFT),
    RULE: Look(size=2),
    SPACE: Look(size=1),
}


def set_styles(word: Any) -> dict[str, str]:
    """Give the built-in styles our looks and add our own. Returns the id of each by its name."""
    from docx.enum.style import WD_STYLE_TYPE

    known = {style.name for style in word.styles}
    for name, look in LOOKS.items():
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
    return {name: word.styles[name].style_id for name in LOOKS}


def _dress(style: Any, look: Look) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    font, form = style.font, style.paragraph_format
    font.name, font.size = FONT, Pt(look.size)
    font.bold, font.italic, font.all_caps = look.bold, look.italic, look.caps
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
    form.line_spacing = look.spacing
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

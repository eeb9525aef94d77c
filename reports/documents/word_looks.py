"""How the paragraphs of a Word file look: the state's by the figures of Decree 30/2020/NĐ-CP, Annex I (domain
reference §1.2), the Party's by its guidelines (domain reference §1.4)."""

from dataclasses import dataclass, replace

from reports.documents.profiles import ProfileKey

LEFT, CENTRE, RIGHT, JUSTIFY = range(4)
CELL_ALIGNS = {"left": LEFT, "center": CENTRE, "right": RIGHT}

BODY = "Body Text"
BASIS = "Căn cứ"
# Lines of an enumeration keep their signs as text, as offices type them, and have a style for each sign.
DASHED, PLUSSED = "Ý gạch đầu dòng", "Ý cộng đầu dòng"
ITEM_STYLES = {"-": DASHED, "+": PLUSSED}
SUPERIOR, ISSUER = "Cơ quan chủ quản", "Cơ quan ban hành"
STATE, MOTTO_STYLE = "Quốc hiệu", "Tiêu ngữ"
PARTY, STAR_STYLE, DASHES_STYLE = "Tiêu đề Đảng", "Dấu sao", "Gạch dưới trích yếu"
NUMBER, DATE = "Số ký hiệu", "Địa danh ngày tháng"
MARK, SUBJECT, CENTRED = "Dấu chỉ bản", "Trích yếu", "Kính gửi"
ABOUT, TO, TO_ONE = "Trích yếu công văn", "Kính gửi nhiều nơi", "Một nơi gửi"
RECIPIENTS, RECIPIENT = "Nơi nhận", "Danh sách nơi nhận"
SIGNATURE, POSITION = "Chữ ký", "Chức vụ người ký"
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
    underline: bool = False
    # Exactly so many points from line to line; 0: `spacing` times the height of the letters.
    exactly: float = 0


STATE_LOOKS = {
    "Normal": Look(align=LEFT),
    BODY: Look(align=JUSTIFY, before=6, indent=12.7),
    DASHED: Look(align=JUSTIFY, before=6, indent=12.7),
    PLUSSED: Look(align=JUSTIFY, before=6, indent=12.7),
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
    POSITION: Look(bold=True),
    REFERENCE: Look(italic=True, after=8, keep=True),
    TABLE_HEAD: Look(size=12, bold=True),
    CELL: Look(size=12, align=LEFT),
    RULE: Look(size=2),
    SPACE: Look(size=1),
}

# A Party document is indented by 10 mm, and its lines stand 18 points apart.
_BODY = replace(STATE_LOOKS[BODY], indent=10, exactly=18)
_PARTY = {
    BODY: _BODY,
    DASHED: _BODY,
    PLUSSED: _BODY,
    BASIS: _BODY,
    "Heading 1": replace(STATE_LOOKS["Heading 1"], indent=10),
    "Heading 2": replace(STATE_LOOKS["Heading 2"], indent=10),
    "Heading 3": replace(STATE_LOOKS["Heading 3"], indent=10),
    "Title": replace(STATE_LOOKS["Title"], size=16),
    "Header": replace(STATE_LOOKS["Header"], size=14),
    SUPERIOR: Look(),
    ISSUER: Look(bold=True),
    PARTY: Look(size=15, bold=True),
    STAR_STYLE: Look(),
    DASHES_STYLE: Look(keep=True),
    NUMBER: Look(),
    DATE: Look(italic=True, before=6),
    ABOUT: Look(size=12, italic=True, before=4),
    RECIPIENTS: Look(align=LEFT, underline=True, before=12),
    RECIPIENT: Look(size=12, align=LEFT),
}
_WITHOUT = (STATE, MOTTO_STYLE)
_PARTY_36 = {name: look for name, look in (STATE_LOOKS | _PARTY).items() if name not in _WITHOUT}
_BODY_05 = replace(_BODY, exactly=19)
LOOKS: dict[ProfileKey, dict[str, Look]] = {
    "state": STATE_LOOKS,
    "party-36": _PARTY_36,
    # Guideline 05 sets the lines 19 points apart and the position of who signs upright.
    "party-05": _PARTY_36 | dict.fromkeys((BODY, DASHED, PLUSSED, BASIS), _BODY_05) | {POSITION: Look()},
}

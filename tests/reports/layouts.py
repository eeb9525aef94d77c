"""Documents made in memory for tests of the layout, and reading the lines of printed pages."""

import io
from collections.abc import Sequence
from typing import Any

import pdfplumber

from reports.documents.content import (
    Appendix,
    Block,
    Column,
    Item,
    Letterhead,
    OfficialDocument,
    Paragraph,
    Row,
    Signature,
    SummaryDocument,
    Table,
)
from reports.documents.pdf import render_pdf
from reports.documents.profiles import PROFILES, ProfileKey
from reports.documents.wording import GAP
from tests.reports.pages import MM
from vietnamese.dates import format_blank_date

# What each family and another organisation writes at the top; the last one has the long names of two offices in one.
NAMES: dict[str, tuple[ProfileKey, str, str, str]] = {
    "state": ("state", "CƠ QUAN CẤP TRÊN", "CƠ QUAN GIÁO DỤC VÀ ĐÀO TẠO", "BC-CQ"),
    "another": ("state", "ỦY BAN NHÂN DÂN XÃ NƠI KHÁC", "BAN VĂN HÓA - XÃ HỘI VÀ GIÁO DỤC XÃ NƠI KHÁC", "BC-VHXH"),
    "party-36": ("party-36", "CẤP ỦY NƠI ẤY", "BAN THEO DÕI NƠI ẤY", "BC/BTD"),
    "party-05": ("party-05", "CẤP ỦY NƠI ẤY", "BAN THEO DÕI NƠI ẤY", "BC/BTD"),
}
SIGNER = "Nguyễn Thị Minh Họa"
LAST = "Trên đây là báo cáo kết quả, kính báo cáo cấp trên xem xét"
LINE = "Dòng chữ ngắn của thân văn bản."
COLUMNS = (Column("TT", 10, "center"), Column("Nội dung của bảng", 60), Column("Kết quả", 30, "right"))


def a_summary(name: str = "state", **changes: Any) -> SummaryDocument:
    """A summary of one paragraph, in the family and with the names."""
    key, superior, issuer, symbol = NAMES[name]
    profile = PROFILES[key]
    parts: dict[str, Any] = {
        "letterhead": Letterhead(
            superior,
            issuer,
            f"{profile.number_label}{profile.numbered(GAP, symbol)}",
            f"Nơi Ấy, {format_blank_date(2018)}",
        ),
        "kind": "BÁO CÁO",
        "subject": "Kết quả thực hiện nhiệm vụ trọng tâm về thử nghiệm 6 tháng năm 2018",
        "addressee": "Cơ quan nhận báo cáo",
        "is_illustrative": False,
        "opening": (Paragraph("Thực hiện kế hoạch, cơ quan báo cáo như sau:"), Item("một việc của phần mở đầu;")),
        "body": (),
        "closing": profile.ended(LAST),
        "recipients": (
            f"- Như trên{profile.separator}",
            f"- Lãnh đạo{profile.separator}",
            f"- {profile.filing}{'Văn phòng' if profile.is_party else 'VT'}.",
        ),
        "signature": Signature("", "Người đứng đầu", SIGNER),
        "appendices": (),
        "profile": key,
    }
    return SummaryDocument(**(parts | changes))


def lines(count: int) -> tuple[Block, ...]:
    return tuple(Paragraph(LINE) for _ in range(count))


def grouped_table(groups: int, rows: int, caption: str = "", columns: tuple[Column, ...] = COLUMNS) -> Table:
    """Groups of rows and the sum; each row fills every column."""
    made: list[Row] = []
    for group in range(1, groups + 1):
        made.append(Row((f"Nhóm {group}", *[""] * (len(columns) - 1)), "group"))
        made += [Row((str(n), f"Hàng {group}.{n}", *["1,02%"] * (len(columns) - 2))) for n in range(1, rows + 1)]
    made.append(Row(("", "Cộng", *[str(groups * rows)] * (len(columns) - 2)), "total"))
    return Table(caption, columns, tuple(made))


def an_appendix(label: str, *blocks: Block, is_wide: bool = False) -> Appendix:
    return Appendix(label, f"Tên của {label}", "(Kèm theo Báo cáo)", blocks, is_wide)


def printed_pages(document: OfficialDocument) -> list[list[str]]:
    """The lines of each page from top to bottom, what stands in the margins left out."""
    with pdfplumber.open(io.BytesIO(render_pdf(document))) as pdf:
        return [body_lines(page) for page in pdf.pages]


def body_lines(page: Any) -> list[str]:
    body = page.crop((0, 19 * MM, page.width, page.height - 19 * MM))
    return [" ".join(text.split()) for text in body.extract_text().splitlines()]


def numbers_in_margin(pages: Sequence[Any]) -> list[list[str]]:
    """What stands in the top margin of each page."""
    return [[word["text"] for word in page.extract_words() if word["bottom"] / MM < 20] for page in pages]

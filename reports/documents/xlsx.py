"""The tables of a document as an Excel annex: figures as numbers, totals as formulas, ready to be printed on A4.

openpyxl is imported by the first workbook that is written.
"""

import io
from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from reports.documents.content import DRAFT_MARK, OfficialDocument
from reports.documents.exhibits import Exhibit, exhibits
from reports.documents.xlsx_sheets import write_exhibit
from schools.workbooks.texts import safe_text

FIRST_SHEET = "Thông tin"
FIRST_WIDTHS = {"A": 18, "B": 70, "C": 10}
LANGUAGE = "vi-VN"
NOTE = (
    "Ô tổng ở các dòng “Cộng” là công thức: sửa số ở các dòng trên thì tổng tự tính lại. Tỷ lệ chung không phải là "
    "tổng hay trung bình của các tỷ lệ nên giữ là số."
)


def render_xlsx(document: OfficialDocument, *, on_progress: Callable[[int, str], None] | None = None) -> bytes:
    """Write the annex: a first sheet that says what it belongs to, then a sheet for each table or chart."""
    from schools.workbooks.styles import new_workbook

    tell = on_progress or (lambda percent, step: None)
    shown = exhibits(document)
    file = new_workbook()
    # People add sheets of their own to an annex.
    file.security.lockStructure = False
    properties = file.properties
    properties.title, properties.creator = document.title[:255], document.letterhead.issuer[:255]
    properties.language = LANGUAGE
    properties.created = properties.modified = timezone.now().replace(tzinfo=None)
    _write_first(file.active, document, shown)
    for number, exhibit in enumerate(shown, 1):
        tell(30 + 60 * number // (len(shown) + 1), f"Ghi {exhibit.name}")
        write_exhibit(file.create_sheet(exhibit.name), exhibit, mark=_mark(document))
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def _mark(document: OfficialDocument) -> str:
    drafts = (DRAFT_MARK,) if document.is_draft else ()
    return " · ".join(dict.fromkeys((*drafts, *document.marks)))


def _write_first(page: Any, document: OfficialDocument, shown: Sequence[Exhibit]) -> None:
    """What the annex belongs to, and where its tables are."""
    from schools.workbooks.styles import BODY, BOLD, CENTRED, GRID, HEAD_FILL, TITLE, WRAPPED, set_up_print

    page.title = FIRST_SHEET
    for letter, width in FIRST_WIDTHS.items():
        page.column_dimensions[letter].width = width
    set_up_print(page, is_wide=False)
    safe_text(page["A1"], f"Phụ lục số liệu kèm theo {document.kind.lower()}").font = TITLE
    at = 3
    for label, text in _head(document):
        safe_text(page.cell(at, 1), label).font = BOLD
        safe_text(page.cell(at, 2), text).font = BODY
        page.cell(at, 1).alignment = page.cell(at, 2).alignment = WRAPPED
        at += 1
    at += 1
    for column, name in enumerate(("Trang tính", "Nội dung", "Số dòng"), 1):
        cell = safe_text(page.cell(at, column), name)
        cell.font, cell.fill, cell.alignment, cell.border = BOLD, HEAD_FILL, CENTRED, GRID
    for exhibit in shown:
        at += 1
        link = safe_text(page.cell(at, 1), exhibit.name)
        link.hyperlink = f"#'{exhibit.name}'!A1"
        safe_text(page.cell(at, 2), exhibit.title)
        page.cell(at, 3).value = sum(row.kind == "plain" for row in exhibit.table.rows)
        for column in (1, 2, 3):
            cell = page.cell(at, column)
            cell.font, cell.alignment, cell.border = BODY, WRAPPED, GRID


def _head(document: OfficialDocument) -> list[tuple[str, str]]:
    head, proof = document.letterhead, document.verification
    lines = [
        ("Cơ quan", " – ".join(filter(None, (head.superior, head.issuer)))),
        ("Số, ký hiệu", head.number_line),
        ("Ngày", head.date_line),
        ("Văn bản", document.kind),
        ("Trích yếu", document.subject),
        ("Kính gửi", "; ".join(document.addressees)),
        ("Tình trạng", _mark(document)),
        ("Mã xác thực", f"{proof.code} – {proof.address}" if proof else ""),
        ("Ghi chú", NOTE),
    ]
    return [(label, text) for label, text in lines if text]

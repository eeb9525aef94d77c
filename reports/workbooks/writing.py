"""Writing the workbook of a report, prefilled with what is stored."""

import io
from decimal import Decimal
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from plans.enums import SectionKind
from reports.queries.sheet import GridRow, Sheet, as_decimal
from reports.workbooks import guide, layout, validation
from reports.workbooks.layout import Field, Kind, Line
from reports.workbooks.token import sign, token_of
from schools.workbooks import styles
from schools.workbooks.texts import safe_text
from vietnamese.numbers import NumberError, parse_number
from vietnamese.text import upper

FIRST_LINE = 9
MOST_DIGITS = 15  # what Excel keeps of a number
FIGURE_WIDTHS = {"A": 5, "B": 40, "C": 9, "D": 13, "E": 11, "F": 13, "G": 12, "H": 13, "I": 22, "J": 28}
TEXT_WIDTHS = {"A": 8, "B": 44, "C": 17, "D": 11, "E": 78}


def build_workbook(sheet: Sheet) -> bytes:
    """The .xlsx of this report. Cells to fill are open while the report may be written; all others are protected."""
    book = styles.new_workbook()
    base = layout.stored_texts(sheet)
    book.remove(book.active)
    if sheet.grid:
        _write_figures(book.create_sheet(layout.FIGURES), sheet, base)
    if not sheet.submission.is_figures:
        _write_texts(book.create_sheet(layout.TEXTS), sheet, base)
    _write_guide(book.create_sheet(layout.GUIDE))
    _write_hidden(book.create_sheet(layout.HIDDEN), sheet, base)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write_figures(page: Worksheet, sheet: Sheet, base: dict[str, str]) -> None:
    _write_head(page, sheet, "BIỂU SỐ LIỆU", layout.FIGURE_COLUMNS, layout.FIGURE_CODE)
    lines = layout.figure_lines(sheet)
    for number, (line, row) in enumerate(zip(lines, sheet.grid, strict=True)):
        at = FIRST_LINE + number
        _write_indicator(page, at, number + 1, row)
        _write_inputs(page, at, line, base, editable=sheet.submission.is_editable)
        safe_text(page[f"{layout.FIGURE_CODE}{at}"], line.code)
    _finish(page, sheet, FIRST_LINE + len(lines), layout.FIGURE_CODE, left="B", right="I")
    validation.add_number_rules(page, lines, FIRST_LINE)
    styles.set_up_page(page, widths=FIGURE_WIDTHS, head_row=FIRST_LINE - 1)


def _write_indicator(page: Worksheet, at: int, number: int, row: GridRow) -> None:
    """The cells of an indicator that nobody fills in."""
    page[f"A{at}"] = number
    labels = f"\n({row.numerator_label} / {row.denominator_label})" if row.is_ratio and row.numerator_label else ""
    safe_text(page[f"B{at}"], row.name + labels)
    safe_text(page[f"C{at}"], row.unit)
    safe_text(page[f"D{at}"], row.target_text)
    figures = f"#,##0.{'0' * row.decimals}" if row.decimals else "#,##0"
    if row.previous_actual is None:
        safe_text(page[f"E{at}"], row.previous_text)
    else:
        page[f"E{at}"] = float(round(as_decimal(row.previous_actual), row.decimals))
    page[f"H{at}"] = _live_formula(row, at)
    for column in "ABCDEFGHIJ":
        cell = page[f"{column}{at}"]
        cell.font, cell.border, cell.alignment = styles.BODY, styles.GRID, styles.WRAPPED
    for column in "EH":
        page[f"{column}{at}"].number_format, page[f"{column}{at}"].alignment = figures, styles.RIGHT
    if not row.is_ratio:
        page[f"G{at}"].fill = styles.BLOCKED_FILL


def _live_formula(row: GridRow, at: int) -> str:
    """The figure as Excel computes it while somebody types; the portal computes it again from the inputs."""
    absent = f'IF(OR(F{at}="k",G{at}="k"),"Không áp dụng",IF(OR(F{at}="c",G{at}="c"),"Chưa có số liệu",""))'
    if row.is_ratio:
        factor = "100*" if row.ratio_factor == 100 else ""
        return f'=IF(COUNT(F{at}:G{at})=2,IF(G{at}=0,"",{factor}F{at}/G{at}),{absent})'
    return f"=IF(COUNT(F{at})=1,F{at},{absent})"


def _requests_text(sheet: Sheet) -> str:
    """Requests are written in the portal; the sheet only shows those that came back from earlier reports."""
    back = [f"- {row.text} ({row.status_label.lower()})" for row in sheet.standing]
    return "\n".join(["Nhập trên cổng.", *(["Kiến nghị kỳ trước còn mở:", *back] if back else [])])


def _write_texts(page: Worksheet, sheet: Sheet, base: dict[str, str]) -> None:
    _write_head(page, sheet, "NỘI DUNG BÁO CÁO", layout.TEXT_COLUMNS, layout.TEXT_CODE)
    lines = {line.code: line for line in layout.text_lines(sheet)}
    at, tasks = FIRST_LINE, []
    for section in sheet.sections:
        page_line = lines.get(f"M:{section.code}")
        elsewhere = {
            SectionKind.INDICATORS: f"Nhập ở trang “{layout.FIGURES}”.",
            SectionKind.RECOMMENDATIONS: _requests_text(sheet),
            SectionKind.TASKS: "Nhập ở từng nhiệm vụ dưới đây." if sheet.tasks else "Không có nhiệm vụ phải báo cáo.",
        }.get(SectionKind(section.kind), "")
        _write_text_line(page, at, section.code, section.title, blocked="CD" if page_line else "CDE", bold=True)
        if page_line:
            _write_inputs(page, at, page_line, base, editable=sheet.submission.is_editable)
            safe_text(page[f"{layout.TEXT_CODE}{at}"], page_line.code)
        else:
            safe_text(page[f"E{at}"], elsewhere)
        at += 1
        if section.kind == SectionKind.TASKS:
            for task in sheet.tasks:
                line = lines[f"NV:{task.code}"]
                _write_text_line(page, at, task.code, task.title)
                _write_inputs(page, at, line, base, editable=sheet.submission.is_editable)
                safe_text(page[f"{layout.TEXT_CODE}{at}"], line.code)
                tasks.append(at)
                at += 1
    validation.add_task_rules(page, tasks)
    _finish(page, sheet, at, layout.TEXT_CODE, left="B", right="E")
    styles.set_up_page(page, widths=TEXT_WIDTHS, head_row=FIRST_LINE - 1)


def _write_text_line(page: Worksheet, at: int, code: str, title: str, *, blocked: str = "", bold: bool = False) -> None:
    safe_text(page[f"A{at}"], code)
    safe_text(page[f"B{at}"], title)
    for column in "ABCDE":
        cell = page[f"{column}{at}"]
        cell.font, cell.border, cell.alignment = styles.BODY, styles.GRID, styles.WRAPPED
        if column in blocked:
            cell.fill = styles.BLOCKED_FILL
    if bold:
        page[f"A{at}"].font = page[f"B{at}"].font = styles.BOLD


def _write_inputs(page: Worksheet, at: int, line: Line, base: dict[str, str], *, editable: bool) -> None:
    for field in line.fields:
        cell = page[f"{field.column}{at}"]
        if field.name not in base:
            safe_text(cell, "(Nội dung dài hơn mức Excel chứa được; xem và sửa trên cổng.)")
            cell.font = styles.ITALIC
            continue
        _put_input(cell, field, base[field.name])
        cell.fill = styles.INPUT_FILL
        if editable:
            cell.protection = styles.OPEN


def _put_input(cell: Any, field: Field, text: str) -> None:
    """A number as a number, anything else as the text it is, so that what cannot be read stays as typed."""
    if field.kind is Kind.STATUS:
        safe_text(cell, layout.STATUS_LABELS.get(text, ""))
        return
    number = _as_number(text, integer=field.integer) if field.kind is not Kind.TEXT else None
    if number is None:
        safe_text(cell, text)
    else:
        cell.value = number
    if field.kind is Kind.TEXT:
        cell.number_format = styles.TEXT_FORMAT
    else:
        # Format General on purpose: it shows 8,5 or 8.5 as the person's Excel is set, and when Excel takes 10/3 for
        # a day, the cell becomes a date and can be told from a number.
        cell.alignment = styles.RIGHT


def _as_number(text: str, *, integer: bool) -> int | float | None:
    """The number a text means, when Excel keeps every digit of it."""
    try:
        number = parse_number(text, integer=integer)
    except NumberError:
        return None
    if len(number.as_tuple().digits) > MOST_DIGITS:
        return None
    if number == number.to_integral_value():
        return int(number)
    return float(number) if Decimal(repr(float(number))) == number else None


def _write_head(page: Worksheet, sheet: Sheet, title: str, columns: dict[str, str], code_column: str) -> None:
    """Who reports to whom, what it is, and the header row with its mark."""
    submission, last = sheet.submission, list(columns)[-1]
    plan = submission.period.plan
    texts = {
        1: (upper(plan.receiver.name), styles.BODY),
        2: (upper(submission.organisation.name), styles.BOLD),
        4: (title, styles.TITLE),
        5: (f"{submission.title} {plan.report_subject}".strip(), styles.BODY),
        6: ("Chỉ nhập vào các ô nền vàng nhạt. Xem trang “Hướng dẫn”.", styles.ITALIC),
    }
    for at, (text, font) in texts.items():
        page.merge_cells(f"A{at}:{'B' if at < 3 else last}{at}")
        cell = safe_text(page[f"A{at}"], text)
        cell.font, cell.alignment = font, styles.CENTRED
    page.row_dimensions[1].height = page.row_dimensions[2].height = 32  # merged cells do not grow by themselves
    page.row_dimensions[5].height = 32
    head = FIRST_LINE - 1
    for column, label in columns.items():
        cell = safe_text(page[f"{column}{head}"], label)
        cell.font, cell.fill, cell.border, cell.alignment = (
            styles.BOLD, styles.HEAD_FILL, styles.GRID, styles.CENTRED,
        )  # fmt: skip
    safe_text(page[f"{code_column}{head}"], layout.HEAD_MARK)
    page.column_dimensions[code_column].hidden = True


def _finish(page: Worksheet, sheet: Sheet, at: int, code_column: str, *, left: str, right: str) -> None:
    """The end mark and the places to sign."""
    safe_text(page[f"{code_column}{at}"], layout.END_MARK)
    has_school = getattr(sheet.submission.organisation, "school", None) is not None
    signs = "HIỆU TRƯỞNG" if has_school else "THỦ TRƯỞNG ĐƠN VỊ"
    for row, column, text, font in (
        (at + 1, right, "……, ngày …… tháng …… năm ……", styles.ITALIC),
        (at + 2, left, "NGƯỜI LẬP BIỂU", styles.BOLD),
        (at + 2, right, signs, styles.BOLD),
        (at + 3, left, "(Ký, ghi rõ họ tên)", styles.ITALIC),
        (at + 3, right, "(Ký, đóng dấu, ghi rõ họ tên)", styles.ITALIC),
    ):
        cell = safe_text(page[f"{column}{row}"], text)
        cell.font, cell.alignment = font, styles.CENTRED
    if right == "I":
        for row in range(at + 1, at + 4):
            page.merge_cells(f"I{row}:J{row}")


def _write_guide(page: Worksheet) -> None:
    safe_text(page["A1"], guide.TITLE).font = styles.BOLD
    for number, text in enumerate(guide.STEPS, 1):
        cell = safe_text(page[f"A{number + 1}"], f"{number}. {text}")
        cell.font, cell.alignment = styles.BODY, styles.WRAPPED
    styles.set_up_page(page, widths={"A": 120})


def _write_hidden(page: Worksheet, sheet: Sheet, base: dict[str, str]) -> None:
    """The token, and what every input held when the workbook was written, so that changes of others can be told."""
    safe_text(page["A1"], sign(token_of(sheet, base)))
    for number, (name, text) in enumerate(base.items(), 2):
        safe_text(page[f"A{number}"], name)
        safe_text(page[f"B{number}"], text)
    page.protection.sheet = True
    page.sheet_state = "veryHidden"

"""The forecast as a workbook whose figures follow from its assumptions by formulas: change one, and all of it moves."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from facilities.forecast import Forecast, Origin, RoomNeed
from facilities.queries.forecast import Ground
from schools.enums import Grade
from schools.workbooks import styles
from schools.workbooks.texts import safe_text
from vietnamese.dates import school_year_label

BASIS, PUPILS, ROOMS = "Giả định", "Học sinh", "Phòng học"
GRADE_ROW = {grade: row for row, grade in enumerate(Grade, 6)}  # the same row for a grade on the first two sheets
HEAD_ROW = 5
ORIGINS = {Origin.EXPECTED: styles.INPUT_FILL, Origin.KEPT: styles.BLOCKED_FILL}


def forecast_workbook(
    place: str, ground: Ground, result: Forecast, sizes: Mapping[Grade, int], needs: Sequence[RoomNeed]
) -> bytes:
    """The .xlsx of a forecast: assumptions, pupils by grade and year, rooms by level and year."""
    book = styles.new_workbook()
    book.remove(book.active)
    basis, pupils, rooms = (book.create_sheet(name) for name in (BASIS, PUPILS, ROOMS))
    base = school_year_label(ground.base_year)
    told = f"{ground.told}/{ground.schools} trường có số liệu theo khối năm học {base}"
    for page, title in ((basis, "CÁC GIẢ ĐỊNH"), (pupils, "DỰ BÁO HỌC SINH, TRẺ"), (rooms, "PHÒNG HỌC CẦN VÀ THIẾU")):
        safe_text(page["A1"], f"{title} – {place}").font = styles.TITLE
        safe_text(page["A2"], told).font = styles.ITALIC
        styles.set_up_print(page)
    _write_basis(basis, result, sizes)
    _write_pupils(pupils, ground, result)
    _write_rooms(rooms, result, needs)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _head(page: Worksheet, headings: Sequence[str], widths: Sequence[int]) -> None:
    for at, (heading, width) in enumerate(zip(headings, widths, strict=True), 1):
        cell = safe_text(page.cell(HEAD_ROW, at), heading)
        cell.font, cell.fill, cell.border, cell.alignment = (
            styles.BOLD, styles.HEAD_FILL, styles.GRID, styles.CENTRED,
        )  # fmt: skip
        page.column_dimensions[cell.column_letter].width = width
    page.freeze_panes = f"B{HEAD_ROW + 1}"


def _put(page: Worksheet, address: str, value: Any, number_format: str = "#,##0") -> Any:
    cell = page[address]
    if isinstance(value, str) and not value.startswith("="):
        safe_text(cell, value)
    else:
        cell.value, cell.number_format = value, number_format
    cell.border = styles.GRID
    return cell


def _write_basis(page: Worksheet, result: Forecast, sizes: Mapping[Grade, int]) -> None:
    """Class sizes and survival rates; the rates are formulas over the sums of the registry."""
    safe_text(page["A3"], "Tỷ lệ lên lớp = tổng khối trên năm sau / tổng khối dưới năm trước. Ô nền vàng sửa được.")
    _head(page, ("Khối", "Sĩ số một lớp", "Khối dưới", "Khối trên, năm sau", "Tỷ lệ lên lớp"), (26, 14, 14, 18, 14))
    for grade, row in GRADE_ROW.items():
        _put(page, f"A{row}", grade.label)
        _put(page, f"B{row}", sizes[grade]).fill = styles.INPUT_FILL
        way = result.transitions.get(grade)
        if way is None:
            continue
        _put(page, f"C{row}", way.pupils_before)
        _put(page, f"D{row}", way.pupils_after)
        _put(page, f"E{row}", f"=IF(C{row}=0,1,D{row}/C{row})", "0.00%")


def _write_pupils(page: Worksheet, ground: Ground, result: Forecast) -> None:
    safe_text(page["A3"], "Nền vàng: dự báo đầu vào. Nền xám: giữ bằng năm trước. Khác: khối dưới nhân tỷ lệ lên lớp.")
    _head(page, ("Khối", *(school_year_label(year) for year in result.years)), (26, *[14] * len(result.years)))
    columns = dict(zip(result.years, "BCDEFG", strict=True))
    for grade, row in GRADE_ROW.items():
        _put(page, f"A{row}", grade.label)
        for year, column in columns.items():
            figure = result.figures[year][grade]
            cell = _put(page, f"{column}{row}", _formula(result, grade, year, columns))
            if figure.origin in ORIGINS:
                cell.fill = ORIGINS[figure.origin]
    total = max(GRADE_ROW.values()) + 1
    _put(page, f"A{total}", "Cộng").font = styles.BOLD
    for column in columns.values():
        _put(page, f"{column}{total}", f"=SUM({column}{HEAD_ROW + 1}:{column}{total - 1})").font = styles.BOLD
    for at, ((year, grade), told) in enumerate(sorted(ground.expected.items()), total + 2):
        source = told.source or "không ghi căn cứ"
        safe_text(page[f"A{at}"], f"{grade.label}, năm học {school_year_label(year)}: {told.pupils} ({source})")


def _formula(result: Forecast, grade: Grade, year: int, columns: Mapping[int, str]) -> Any:
    figure = result.figures[year][grade]
    if figure.origin in (Origin.COUNTED, Origin.EXPECTED):
        return figure.pupils
    before, row = columns[year - 1], GRADE_ROW[grade]
    if figure.origin is Origin.KEPT:
        return f"={before}{row}"
    way = result.transitions[grade]
    return f"=ROUND({before}{GRADE_ROW[way.before]}*'{BASIS}'!E{row},0)"


def _write_rooms(page: Worksheet, result: Forecast, needs: Sequence[RoomNeed]) -> None:
    safe_text(page["A3"], "Mỗi lớp một phòng; lớp của từng khối làm tròn lên. Phòng hiện có: kiên cố và bán kiên cố.")
    headings = ("Cấp", "Năm học", "Học sinh, trẻ", "Lớp, phòng cần", "Phòng hiện có", "Phòng sắp có", "Còn thiếu")
    _head(page, headings, (20, 14, 14, 14, 14, 14, 14))
    columns = dict(zip(result.years, "BCDEFG", strict=True))
    for row, need in enumerate(needs, HEAD_ROW + 1):
        rows = [GRADE_ROW[grade] for grade in Grade.of_levels(need.level)]
        column = columns[need.year]
        _put(page, f"A{row}", need.level.label)
        _put(page, f"B{row}", school_year_label(need.year))
        _put(page, f"C{row}", f"=SUM('{PUPILS}'!{column}{rows[0]}:{column}{rows[-1]})")
        classes = "+".join(f"ROUNDUP('{PUPILS}'!{column}{at}/'{BASIS}'!B{at},0)" for at in rows)
        _put(page, f"D{row}", f"={classes}")
        _put(page, f"E{row}", need.existing)
        _put(page, f"F{row}", need.coming)
        _put(page, f"G{row}", f"=MAX(D{row}-E{row}-F{row},0)").font = styles.BOLD

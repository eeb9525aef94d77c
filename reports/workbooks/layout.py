"""What stands where in the workbook: sheets, columns, lines and their input cells. Writer and reader share it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from plans.enums import SectionKind, TaskStatus
from reports.queries.sheet import GridRow, Sheet, TaskRow
from reports.services.inputs import stored_inputs
from schools.workbooks.texts import LONGEST_CELL, fits_in_cell, storable

# Raise it when columns, sheets or the meaning of a cell change: older workbooks are then refused with a sentence.
TEMPLATE_VERSION = 1

FIGURES, TEXTS, GUIDE, HIDDEN = "Biểu số liệu", "Nội dung", "Hướng dẫn", "He thong"
# Rows are found by these marks and codes in the hidden column, never by their position alone.
HEAD_MARK, END_MARK = "#bang", "#het"
FIGURE_COLUMNS = {
    "A": "TT",
    "B": "Chỉ tiêu",
    "C": "ĐVT",
    "D": "Kế hoạch năm",
    "E": "Kỳ trước",
    "F": "Tử số / Số liệu",
    "G": "Mẫu số",
    "H": "Thực hiện",
    "I": "Ghi chú",
    "J": "Giải trình",
}
TEXT_COLUMNS = {
    "A": "Mục",
    "B": "Nội dung, nhiệm vụ",
    "C": "Tình trạng",
    "D": "Tiến độ (%)",
    "E": "Nội dung báo cáo, kết quả thực hiện",
}
FIGURE_CODE, TEXT_CODE = "K", "F"


class Kind(Enum):
    """How an input cell is read."""

    NUMBER = "number"
    STATUS = "status"
    PROGRESS = "progress"
    TEXT = "text"


@dataclass(frozen=True)
class Field:
    """One input cell. `name` is the input's name in the form, `limit` the longest text in characters."""

    name: str
    column: str
    kind: Kind
    label: str
    limit: int = LONGEST_CELL
    integer: bool = False


@dataclass(frozen=True)
class Line:
    """One line with input cells, known by its code."""

    code: str
    title: str
    fields: tuple[Field, ...]


def figure_lines(sheet: Sheet) -> list[Line]:
    """The lines of the sheet of figures, one per indicator."""
    return [_figure_line(row) for row in sheet.grid]


def _figure_line(row: GridRow) -> Line:
    name = row.field_name
    if row.is_ratio:
        parts = [("n", "F", "tử số"), ("d", "G", "mẫu số")]
        integer = row.parts_are_counts
    else:
        parts, integer = [("v", "F", "số liệu")], row.decimals == 0
    numbers = [
        Field(f"{name}-{part}", column, Kind.NUMBER, f"{row.name}: {label}", 40, integer)
        for part, column, label in parts
    ]
    note = Field(f"{name}-note", "I", Kind.TEXT, f"{row.name}: ghi chú", 300)
    why = Field(f"{name}-why", "J", Kind.TEXT, f"{row.name}: giải trình", 500)
    return Line(f"CT:{row.code}", row.name, (*numbers, note, why))


def text_lines(sheet: Sheet) -> list[Line]:
    """The lines of the sheet of texts: sections in the order of the outline, tasks under their section."""
    lines: list[Line] = []
    for section in sheet.sections:
        if section.kind == SectionKind.TASKS:
            lines += [_task_line(task) for task in sheet.tasks]
        elif section.kind not in (SectionKind.INDICATORS, SectionKind.RECOMMENDATIONS):
            field = Field(section.field_name, "E", Kind.TEXT, f"{section.code}. {section.short_title}")
            lines.append(Line(f"M:{section.code}", section.title, (field,)))
    return lines


def _task_line(task: TaskRow) -> Line:
    name, label = task.field_name, f"{task.code}. {task.title}"
    fields = (
        Field(f"{name}-status", "C", Kind.STATUS, f"{label}: tình trạng"),
        Field(f"{name}-progress", "D", Kind.PROGRESS, f"{label}: tiến độ", 40),
        Field(f"{name}-text", "E", Kind.TEXT, f"{label}: kết quả"),
    )
    return Line(f"NV:{task.code}", task.title, fields)


def all_fields(sheet: Sheet) -> dict[str, Field]:
    """Every input cell by its name."""
    return {field.name: field for line in figure_lines(sheet) + text_lines(sheet) for field in line.fields}


def stored_texts(sheet: Sheet) -> dict[str, str]:
    """What the report holds now, by input name, as typed. Texts too long for a cell of Excel are left out: the
    workbook neither shows nor changes them."""
    known, texts = all_fields(sheet), stored_inputs(sheet)
    return {name: storable(text) for name, text in texts.items() if name in known and fits_in_cell(text)}


def fingerprint(sheet: Sheet) -> str:
    """Changes whenever the plan asks for other lines than before; wording alone does not change it."""
    lines = [
        [line.code, *((field.name, field.column, field.integer) for field in line.fields)]
        for line in figure_lines(sheet) + text_lines(sheet)
    ]
    return digest(lines)


def digest(content: object) -> str:
    """A short fingerprint of plain data."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:24]


def base_digest(base: Mapping[str, str]) -> str:
    """The fingerprint of the values a workbook was filled with; kept in its signed token."""
    return digest(dict(base))


STATUS_LABELS = {status.value: str(status.label) for status in TaskStatus}

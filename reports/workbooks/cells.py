"""One cell of Excel as the text a person would have typed, or a sentence saying why it cannot be taken."""

import datetime as dt
import math
import re
from decimal import Decimal
from typing import Any

from plans.enums import TaskStatus
from reports.workbooks.layout import STATUS_LABELS, Field, Kind
from reports.workbooks.meaning import tidy
from schools.workbooks.texts import plain_text
from vietnamese.numbers import number_for_input
from vietnamese.text import search_key

_LIKE_A_DATE = re.compile(r"[0-3]?\d[/-][01]?\d(?:[/-](?:\d\d){1,2})?")
_STATUS_BY_LABEL = {search_key(label): value for value, label in STATUS_LABELS.items()}


class CellRefused(Exception):
    """The cell cannot be taken; `message` is Vietnamese."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def cell_text(cell: Any, field: Field) -> str:
    """The text of one input cell.

    Raises:
        CellRefused: a formula, an error of Excel, a day where a number belongs, or a text the field cannot hold.
    """
    text = tidy(_any_text(cell, field))
    if field.kind is Kind.STATUS:
        return _status(text)
    if field.kind is Kind.PROGRESS:
        return _progress(text)
    if field.kind is Kind.NUMBER and _LIKE_A_DATE.fullmatch(text):
        raise CellRefused(f"“{text}” là ngày tháng, không phải số. Ghi lại số liệu.")
    if len(text) > field.limit:
        raise CellRefused(f"Dài {len(text)} ký tự; chỉ ghi tối đa {field.limit} ký tự.")
    return text


def _any_text(cell: Any, field: Field) -> str:
    value = cell.value
    if cell.data_type == "f":
        raise CellRefused("Ô chứa công thức. Gõ kết quả, hoặc dán lại dạng giá trị (Paste Special, Values).")
    if cell.data_type == "e":
        raise CellRefused(f"Ô báo lỗi {plain_text(str(value))} của Excel. Gõ lại giá trị.")
    if value is None:
        return ""
    if isinstance(value, bool):
        raise CellRefused("Ô chứa giá trị đúng/sai (TRUE/FALSE) của Excel. Gõ lại giá trị.")
    if isinstance(value, int | float):
        return _number_text(value, cell.number_format)
    if isinstance(value, dt.date | dt.time | dt.timedelta):
        wanted = "số" if field.kind is not Kind.TEXT else "chữ"
        raise CellRefused(
            f"Excel đã đổi nội dung thành {_shown_date(value)}. Đổi định dạng ô về General rồi gõ lại {wanted}."
        )
    return plain_text(str(value))


def _number_text(value: int | float, number_format: str) -> str:
    """The digits as typed: Excel keeps 8,5 as 8.5, and 8,5% as 0.085 with a percent format."""
    if not math.isfinite(value):
        raise CellRefused("Ô không phải là số hữu hạn.")
    number = Decimal(repr(value))
    if "%" in re.sub(r'"[^"]*"|\\.', "", number_format):
        return f"{number_for_input(number * 100)}%"
    return number_for_input(number)


def _shown_date(value: dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.date):
        return f"ngày {value:%d/%m/%Y}"
    return f"giờ {value}"


def _status(text: str) -> str:
    if not text:
        return ""
    if text in TaskStatus.values:
        return text
    try:
        return _STATUS_BY_LABEL[search_key(text)]
    except KeyError:
        labels = ", ".join(STATUS_LABELS.values())
        raise CellRefused(f"“{text[:40]}” không có trong danh sách. Chọn một trong: {labels}.") from None


def _progress(text: str) -> str:
    digits = text.rstrip("%").strip()
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit() and len(digits) < 5 and int(digits) <= 100):
        raise CellRefused(f"“{text[:40]}” không phải số nguyên từ 0 đến 100.")
    return str(int(digits))

"""The fields of frozen targets and periods in the order in which changes are told, and how their values are shown."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from plans.enums import DeadlineRule, Direction, Operator
from vietnamese.dates import format_date, school_year_label
from vietnamese.numbers import format_number

NOTHING = "(không ghi)"


def number_text(text: str | None) -> str:
    return NOTHING if text is None else format_number(Decimal(text), trim=True)


def percent_text(share: str | None) -> str:
    return NOTHING if share is None else f"{format_number(Decimal(share) * 100, trim=True)}%"


def day_text(text: str | None) -> str:
    return format_date(dt.date.fromisoformat(text)) if text else NOTHING


def quoted(text: str) -> str:
    return f"“{text}”" if text else NOTHING


def yes_no(value: bool) -> str:
    return "có" if value else "không"


Field = tuple[str, str, Callable[[Any], str]]
TARGET_FIELDS: tuple[Field, ...] = (
    ("operator", "phép so sánh", lambda value: quoted(str(Operator(value).label))),
    ("value", "giá trị", number_text),
    ("stretch_value", "mức phấn đấu", number_text),
    ("unit", "đơn vị tính", quoted),
    ("direction", "chiều tốt", lambda value: quoted(str(Direction(value).label))),
    ("baseline", "mốc so sánh", number_text),
    ("baseline_on", "ngày của mốc", day_text),
    ("baseline_is_illustrative", "mốc là dữ liệu minh họa", yes_no),
    ("wording", "lời văn", quoted),
    ("is_norm", "là định mức, mốc thủ tục", yes_no),
)
PERIOD_FIELDS: tuple[Field, ...] = (
    ("label", "tên kỳ", quoted),
    ("data_from", "số liệu từ", day_text),
    ("data_to", "chốt số liệu đến hết", day_text),
    ("school_year", "năm học", school_year_label),
    ("opens_on", "mở từ", day_text),
    ("deadline_on", "hạn gửi", day_text),
    ("deadline_rule", "cách hiểu hạn", lambda value: quoted(str(DeadlineRule(value).label))),
    ("deadline_text", "lời văn của hạn", quoted),
    ("forward_on", "hạn gửi báo cáo tổng hợp", day_text),
    ("closes_on", "đóng sau", day_text),
    ("is_illustrative", "là dữ liệu minh họa", yes_no),
)

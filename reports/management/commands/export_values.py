"""`./portal manage export_values --plan 1 --period 2 > values.csv`"""

import csv
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports.management.asked_period import add_period_arguments, asked_period
from reports.queries.raw_rows import RawRow, raw_rows
from schools.workbooks.texts import harmless

HEADER = (
    "school", "level", "commune", "indicator", "numerator", "denominator", "value", "missing reason", "status",
    "period", "feeds",
)  # fmt: skip


class Command(BaseCommand):
    help = "In số liệu gốc của mọi đơn vị ở một kỳ dưới dạng CSV (UTF-8), để ai cũng tính lại được."

    def add_arguments(self, parser: CommandParser) -> None:
        add_period_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        period = asked_period(options)
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(_cells(row) for row in raw_rows(period))


def _cells(row: RawRow) -> list[str]:
    """In the order of `HEADER`. Texts that a spreadsheet would take for a formula get its quote in front."""
    numbers = [_digits(value) for value in (row.numerator, row.denominator, row.value)]
    before = [harmless(text) for text in (row.school, row.level, row.commune, row.indicator)]
    after = [harmless(text) for text in (row.missing_reason, row.status, row.period, row.feeds)]
    return [*before, *numbers, *after]


def _digits(value: Fraction | Decimal | None) -> str:
    """As entered, with a decimal point and without zeros at the end; "" for nothing."""
    if value is None:
        return ""
    text = f"{Decimal(value):f}" if isinstance(value, Decimal) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text

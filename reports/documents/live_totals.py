"""Which cells of a total row a spreadsheet can compute itself, and by which formula.

A formula is written only where it gives the printed figure and goes on meaning the same when rows are edited: sums of
amounts, and counts of rows. Rates are never sums of rates (domain reference §5), so a total of them stays a number.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from reports.documents.content import Row, Table
from reports.documents.printed_figures import counted_in, figure_of

TOTAL = re.compile(r"(tổng|cộng)\b", re.IGNORECASE)
RATE = re.compile(r"%|tỷ lệ|tỉ lệ|bình quân|trung bình", re.IGNORECASE)
# Signs that a condition of a spreadsheet reads as something else are in no words that are counted.
PLAIN_WORDS = re.compile(r"[\w ,.()-]+")
SUM, COUNT_NUMBERS, COUNT_TEXTS = 9, 2, 3


def live_totals(table: Table, first_row: int) -> dict[tuple[int, int], tuple[str, str]]:
    """Formula and number format by the place of the cell in the table: index of its row, of its column.

    `first_row` is the number that the first row of the table has on its sheet.
    """
    found: dict[tuple[int, int], tuple[str, str]] = {}
    for at, row in enumerate(table.rows):
        if row.kind != "total" or not any(TOTAL.match(cell) for cell in row.cells[:2]):
            continue
        start = _start(table.rows, at)
        between = [n for n in range(start, at) if table.rows[n].kind == "total"]
        for column, text in enumerate(row.cells):
            inner = [found.get((n, column), ("", ""))[0] for n in between if figure_of(table.rows[n].cells[column])]
            # Formulas of this function leave each other out; a number in between would be added twice.
            if start == at or not all(formula.startswith("=SUBTOTAL") for formula in inner):
                continue
            cells = [one.cells[column] for one in table.rows[start:at] if one.kind == "plain"]
            place = _range(column, first_row + start, first_row + at - 1)
            # What heads a group stands in the first column and would be counted there.
            is_mixed = column == 0 and any(one.kind == "group" for one in table.rows[start:at])
            is_rate = bool(RATE.search(table.columns[column].title))
            formula = None if is_rate else _sum(text, cells, place)
            if formula is None and not is_mixed:
                formula = _count(text, cells, place)
            if formula:
                found[at, column] = formula
    return found


def _start(rows: Sequence[Row], at: int) -> int:
    """The first row that a total adds up: behind its group's heading when groups have totals of their own, else the
    first row of all."""
    if not any(row.kind == "total" for row in rows[:at]) or rows[at - 1].kind == "total":
        return 0
    return next(n + 1 for n in range(at - 1, -1, -1) if rows[n].kind != "plain")


def _sum(text: str, cells: Sequence[str], place: str) -> tuple[str, str] | None:
    """The sum of amounts; words and marks in between count for nothing, as a spreadsheet takes them."""
    total = figure_of(text)
    if total is None or total.is_share or total.number is None:
        return None
    numbers: list[Decimal] = []
    for cell in cells:
        figure = figure_of(cell)
        if figure is None:
            # An x marks what a unit is not asked; "47/59" is a figure that cannot be added.
            if any(character.isdigit() for character in cell):
                return None
        elif figure.is_share or figure.number is None:
            return None
        else:
            numbers.append(figure.number)
    if not numbers or sum(numbers) != total.number:
        return None
    return f"=SUBTOTAL({SUM},{place})", total.number_format


def _count(text: str, cells: Sequence[str], place: str) -> tuple[str, str] | None:
    """How many rows say just this, have a figure or a day, or say anything."""
    counted = counted_in(text)
    if counted is None:
        return None
    alike = [cell for cell in cells if cell.casefold() == counted.words.casefold()]
    figures = [cell for cell in cells if figure_of(cell)]
    if alike and PLAIN_WORDS.fullmatch(alike[0]):
        formula, number = f'=COUNTIF({place},"{alike[0]}")', len(alike)
    elif figures:
        formula, number = f"=SUBTOTAL({COUNT_NUMBERS},{place})", len(figures)
    else:
        formula, number = f"=SUBTOTAL({COUNT_TEXTS},{place})", sum(cell != "" for cell in cells)
    return (formula, counted.number_format) if number == counted.number else None


def _range(column: int, first: int, last: int) -> str:
    letter = chr(ord("A") + column)
    return f"{letter}{first}:{letter}{last}"

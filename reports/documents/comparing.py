"""How a summary compares figures: with the same period of last year, else with the period before (reference §3.6.10).

Every figure is written by `number_text`, so a sentence never says other digits than the tables and the pages.
"""

from fractions import Fraction

from plans.enums import Direction, ValueKind
from reports.documents.summary_data import SummaryData
from reports.queries.figure_rows import Figure, Number, difference, number_text

POINTS = "điểm phần trăm"


def then_of(figure: Figure, data: SummaryData) -> Number:
    """The figure to compare with; None when there is none."""
    return figure.last_year if data.compares_with_last_year else figure.previous


def change_of(figure: Figure, data: SummaryData) -> Fraction | None:
    return difference(figure.actual, then_of(figure, data))


def then_words(data: SummaryData) -> str:
    """What it is compared with, in a sentence."""
    return "cùng kỳ năm trước" if data.compares_with_last_year else "kỳ trước"


def size_text(size: Fraction, figure: Figure) -> str:
    """A difference without its sign: `0,07 điểm phần trăm`, `3 trường`; one too small for the figure's decimals says
    so rather than being nothing."""
    indicator = figure.indicator
    text = number_text(abs(size), indicator)
    if size and not any(digit in text for digit in "123456789"):
        text = f"chưa đến {number_text(Fraction(1, 10**indicator.decimals), indicator)}"
    return f"{text} {POINTS if indicator.unit == '%' else indicator.unit}".strip()


def change_words(figure: Figure, data: SummaryData) -> str:
    """`tăng 1,2 điểm phần trăm`, `bằng cùng kỳ năm trước`; "" without anything to compare with."""
    change = change_of(figure, data)
    if change is None:
        return ""
    if change == 0:
        return f"bằng {then_words(data)}"
    return f"{'tăng' if change > 0 else 'giảm'} {size_text(change, figure)}"


def trend(figure: Figure, data: SummaryData) -> int | None:
    """1 when the figure is better than then, -1 when worse, 0 when the same; None when nothing can be compared, or
    when neither way is better."""
    change = change_of(figure, data)
    if not change:
        return None if change is None else 0
    if not (_is_falling(figure) or figure.indicator.direction == Direction.HIGHER):
        return None
    return -1 if (change > 0) == _is_falling(figure) else 1


def gain(figure: Figure, data: SummaryData) -> Fraction | None:
    """By how much the figure is better than then, as a share of what it was; negative when worse. None when nothing
    can be compared, or when neither way is better."""
    change, before = change_of(figure, data), then_of(figure, data)
    better = trend(figure, data)
    if change is None or better is None or not before:
        return None
    return better * abs(change) / abs(Fraction(before))


def _is_falling(figure: Figure) -> bool:
    """Whether less is better; of ranks it always is (domain reference §3.2)."""
    return figure.indicator.direction == Direction.LOWER or figure.indicator.value_kind == ValueKind.RANK

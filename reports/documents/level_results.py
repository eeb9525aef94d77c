"""Part II of a summary: the results of each level, with plan and comparison (domain reference §6.2 II.1)."""

from collections.abc import Sequence
from fractions import Fraction

from reports.documents import sources
from reports.documents.comparing import change_of, change_words, gain, then_of, then_words
from reports.documents.content import Block, Column, Item, Paragraph, Row, Table
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised, joined
from reports.queries.figures import Figure, TargetFigure, number_text
from reports.queries.level_figures import LevelFigures
from schools.enums import Level

NOTHING = "–"
NAMED = 4  # figures named in the sentence of a level; all of them stand in the table


def levels_part(data: SummaryData) -> list[Block]:
    """What stands out at each level, and the table of all of them."""
    shown = [
        (level, found, [rate for rate in found.rates if rate.actual is not None])
        for level, found in data.levels.items()
    ]
    shown = [(level, found, rates) for level, found, rates in shown if rates]
    if not shown:
        return [Paragraph("Kỳ này chưa có số liệu về kết quả theo cấp học.")]
    sentences = [_sentence(level, found, rates, data) for level, found, rates in shown]
    return [*sentences, _table([(level, rates) for level, _, rates in shown], data)]


def _sentence(level: str, found: LevelFigures, rates: Sequence[Figure], data: SummaryData) -> Block:
    counts = found.completeness
    name = str(Level(level).label)
    parts = [f"Cấp {name.lower()}: {counts.accepted}/{counts.expected} {data.unit} có báo cáo đã duyệt"]
    judged = [row for row in rates if isinstance(row, TargetFigure) and row.met is not None]
    if judged:
        parts.append(f"đã đạt mức kế hoạch {sum(bool(row.met) for row in judged)}/{len(judged)} chỉ tiêu")
    compared = [(gain(row, data), row) for row in rates]
    better = [row for rate, row in sorted(compared, key=lambda pair: -(pair[0] or 0)) if rate and rate > 0]
    worse = [row for rate, row in sorted(compared, key=lambda pair: pair[0] or 0) if rate and rate < 0]
    for words, rows in ((f"tiến bộ so với {then_words(data)}", better), (f"kém {then_words(data)}", worse)):
        if rows:
            named = [f"{decapitalised(row.name)} {row.actual_text} ({change_words(row, data)})" for row in rows[:NAMED]]
            more = [f"{len(rows) - NAMED} chỉ tiêu khác"] if len(rows) > NAMED else []
            parts.append(f"{words}: {joined([*named, *more])}")
    told = [*better[:NAMED], *worse[:NAMED]]
    shown = (sources.results(row, level) for row in told)
    return Item(f"{'; '.join(parts)}.", sources=(sources.board(f"level={level}"), *shown))


def _table(levels: Sequence[tuple[str, Sequence[Figure]]], data: SummaryData) -> Table:
    rows: list[Row] = []
    for level, rates in levels:
        rows.append(Row((f"Cấp {str(Level(level).label).lower()}",), "group"))
        rows += [_row(number, row, data) for number, row in enumerate(rates, 1)]
    compared = (Column(then_words(data).capitalize(), 14, "right"), Column("Tăng, giảm", 13, "right"))
    columns = (
        Column("TT", 6, "center"),
        Column("Chỉ tiêu", 40 if data.has_comparison else 67),
        Column("Kế hoạch", 14, "center"),
        Column("Thực hiện", 13, "right"),
        *(compared if data.has_comparison else ()),
    )
    return Table("Chỉ tiêu theo cấp học", columns, tuple(rows))


def _row(number: int, figure: Figure, data: SummaryData) -> Row:
    change = change_of(figure, data)
    compared = (
        figure.text_of(then_of(figure, data)) or NOTHING,
        NOTHING if change is None else _signed(change, figure),
    )
    return Row(
        (
            str(number),
            figure.indicator.name,
            figure.target_text if isinstance(figure, TargetFigure) else NOTHING,
            figure.actual_text,
            *(compared if data.has_comparison else ()),
        )
    )


def _signed(change: Fraction, figure: Figure) -> str:
    """`+1,2`, `-0,5`; without a sign when the figure's decimals do not show it."""
    size = number_text(abs(change), figure.indicator)
    is_shown = any(digit in size for digit in "123456789")
    return f"{'+' if change > 0 else '-'}{size}" if is_shown else size

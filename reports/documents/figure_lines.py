"""A figure in a sentence of a summary: value, counts, target, last year, and how many have given it."""

from collections.abc import Collection, Sequence

from plans.enums import EnteredBy
from reports.documents.comparing import then_of, then_words
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised
from reports.queries.figures import Figure, TargetFigure
from reports.queries.topics import Topic, topic_of
from vietnamese.numbers import format_number

NAMED = 8  # names in a sentence; the rest is counted, and stands in an appendix


def figures_about(data: SummaryData, topics: Collection[Topic]) -> list[Figure]:
    """The figures that people enter about the topics, targets first. What the registry tells has sentences of its
    own."""
    rows: tuple[Figure, ...] = (*data.figures.targets, *data.figures.tracked)
    return [
        row for row in rows
        if topic_of(row.indicator.name) in topics and row.indicator.entered_by != EnteredBy.COMPUTED
    ]  # fmt: skip


def value_text(figure: Figure, data: SummaryData) -> str:
    """`27 cuộc`, `90,0% (18/20), kế hoạch ≥ 80%, cùng kỳ năm trước 85,0%`; "chưa có số liệu" without a figure."""
    if figure.actual is None:
        return "chưa có số liệu"
    text = figure.actual_text
    if figure.indicator.is_ratio and figure.numerator is not None and figure.denominator is not None:
        text += f" ({format_number(figure.numerator, trim=True)}/{format_number(figure.denominator, trim=True)})"
    if isinstance(figure, TargetFigure):
        text += f", kế hoạch {figure.target_text}"
    then = then_of(figure, data)
    if then is not None:
        text += f", {then_words(data)} {figure.text_of(then)}"
    return text


def figure_line(figure: Figure, data: SummaryData) -> str:
    """The figure as an item: name, value, and the coverage where it is not full or rests on earlier periods."""
    return f"{'; '.join((f'{figure.indicator.name}: {value_text(figure, data)}', *_notes(figure, data)))}."


def _notes(figure: Figure, data: SummaryData) -> list[str]:
    if figure.actual is None:
        return []
    if figure.indicator.entered_by == EnteredBy.OFFICE:
        return ["theo số liệu kỳ trước"] if figure.stale else []
    is_of_schools = figure.indicator.entered_by == EnteredBy.SCHOOL
    unit = data.unit if is_of_schools else decapitalised(data.reporting.area_word)
    missing = [f"có số liệu của {figure.reporting}/{figure.due} {unit}"] if figure.reporting < figure.due else []
    return [*missing, *([f"{figure.stale} {unit} dùng số liệu kỳ trước"] if figure.stale else [])]


def named(names: Sequence[str], what: str) -> str:
    """`A, B và 3 trường khác`: no more names than a sentence can hold."""
    if len(names) <= NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:NAMED])} và {len(names) - NAMED} {what} khác"

"""What a summary says about the targets: the table, what it adds up to, what is not met, and the detail by level."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from plans.enums import EnteredBy
from reports.documents import sources
from reports.documents.comparing import change_of, change_words, then_of, then_words, trend
from reports.documents.content import Block, Column, Item, Paragraph, Row, RowKind, Table
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised, joined
from reports.enums import Light
from reports.queries.completeness import UnitStatus
from reports.queries.figures import TargetFigure, due_units, number_text
from reports.queries.values import Cell, Total, load_cells, total
from reports.task_presentation import percent_text
from vietnamese.numbers import format_number

NO_FIGURE = "–"
# The order in which outcomes are counted in a sentence: from what is reached to what cannot be said.
VERDICT_ORDER = ("Đạt mức phấn đấu", "Đạt", *(light.label for light in Light if light != Light.GREY), "Chưa đạt")


def targets_part(data: SummaryData) -> list[Block]:
    """How many targets stand where, the table, and how they compare (domain reference §6.2 II.1)."""
    unit, main = data.unit, data.main_targets
    if not data.targets:
        return [Paragraph("Kế hoạch không có chỉ tiêu định lượng.")]
    blocks: list[Block] = []
    if main:
        blocks.append(Paragraph(f"Trong {len(main)} chỉ tiêu của kế hoạch: {_counted(main)}.", (sources.results(),)))
    blocks.append(_target_table(data))
    blocks.append(
        Paragraph(
            f"Tỷ lệ chung được tính bằng tổng tử số chia tổng mẫu số của các {unit} có số liệu đã duyệt, không lấy "
            f"trung bình cộng tỷ lệ của các {unit}; việc đánh giá căn cứ số chưa làm tròn. Tiến độ là phần đã đi được "
            "từ mốc so sánh đến mức kế hoạch."
        )
    )
    return [*blocks, *_compared(main, data)]


def _compared(targets: Sequence[TargetFigure], data: SummaryData) -> list[Block]:
    """What has become better, worse or otherwise than before, and what has not changed."""
    rows = [target for target in targets if change_of(target, data) is not None]
    trends = {target.code: trend(target, data) for target in rows}
    then = then_words(data)
    blocks: list[Block] = []
    for wanted, words in (
        (1, f"Tiến bộ so với {then}"),
        (-1, f"Kém {then}"),
        (None, f"Thay đổi so với {then}"),
        (0, f"Bằng {then}"),
    ):
        found = [target for target in rows if trends[target.code] == wanted]
        if found:
            named = "; ".join(f"{target.indicator.name} {_change_text(target, data)}" for target in found)
            blocks.append(
                Item(
                    f"{words} có {len(found)} chỉ tiêu: {named}.",
                    sources=tuple(sources.results(target) for target in found),
                )
            )
    return blocks


def unmet_part(data: SummaryData) -> list[Block]:
    """Part III: the targets that are not met or behind, and those that cannot be judged yet."""
    main = data.main_targets
    behind = [target for target in main if target.met is False and target.verdict != Light.GREEN.label]
    unknown = [target for target in main if target.met is None]
    blocks: list[Block] = [
        Item(
            f"{target.indicator.name}: thực hiện {target.actual_text}, kế hoạch {_unbroken(target.target_text)}; "
            f"{decapitalised(target.verdict)}.",
            sources=(sources.results(target),),
        )
        for target in behind
    ]
    if unknown:
        named = "; ".join(target.indicator.name for target in unknown)
        blocks.append(Item(f"Chưa đủ số liệu để đánh giá: {named}.", sources=(sources.results(),)))
    return blocks


def coverage_part(data: SummaryData) -> list[Block]:
    """Part III: figures that rest on fewer reports than are due, or on earlier periods; equal cases in one line."""
    groups: dict[tuple[int, int, int], list[TargetFigure]] = defaultdict(list)
    for target in data.targets:
        if target.reporting < target.due or target.stale:
            groups[(target.reporting, target.due, target.stale)].append(target)
    blocks: list[Block] = []
    for (reporting, due, stale), targets in groups.items():
        named = "; ".join(target.indicator.name for target in targets)
        known = f"Mới có số liệu của {reporting}/{due} {data.unit}" if reporting < due else ""
        old = f"{stale}/{reporting} {data.unit} phải lấy số liệu của kỳ trước" if stale else ""
        words = f"{known}, trong đó {old}" if known and old else known or f"Có {old}"
        blocks.append(
            Item(
                f"{words}: {named}.",
                sources=tuple(sources.results(target) for target in targets),
            )
        )
    return blocks


def level_table(data: SummaryData) -> Table | None:
    """Appendix I: each target that schools report, by level, with both counts; None without targets, else one query."""
    period, targets, reporting = data.period, data.targets, data.reporting
    if not targets:
        return None
    cells = load_cells(
        [period.plan_id],
        [target.target.indicator_id for target in targets],
        upto=period.position,
        provisional=False,
    ).get(period.plan_id, {})
    groups = reporting.by_level()
    rows: list[Row] = []
    for number, target in enumerate(targets, 1):
        rows.append(Row((f"{number}. {target.indicator.name} (kế hoạch {target.target_text})",), "group"))
        if target.indicator.entered_by != EnteredBy.COMPUTED:
            rows += _level_rows(target, groups, cells.get(target.target.indicator_id, {}), period.position)
        whole = Total(target.actual, target.numerator, target.denominator, target.reporting)
        rows.append(_detail_row("Chung", target, whole, target.due, kind="total"))
    columns = (
        Column("Cấp học", 28),
        Column("ĐVT", 12, "center"),
        Column("Tử số", 15, "right"),
        Column("Mẫu số", 15, "right"),
        Column("Thực hiện", 15, "right"),
        Column(f"{reporting.unit.capitalize()} báo cáo", 15, "center"),
    )
    return Table("", columns, tuple(rows))


def _level_rows(
    target: TargetFigure,
    groups: Sequence[tuple[str, list[UnitStatus]]],
    cells: Mapping[int, Sequence[Cell]],
    position: int,
) -> list[Row]:
    """A row for each group that is asked; nothing when only one is, because the total says the same."""
    parts = [(label, due_units(target.indicator, units)) for label, units in groups]
    asked = [(label, due) for label, due in parts if due]
    if len(asked) < 2:
        return []
    totals = [(label, due, total(cells, target.indicator, upto=position, units=due)) for label, due in asked]
    return [_detail_row(label, target, part, len(due) - part.not_applicable) for label, due, part in totals]


def _detail_row(label: str, target: TargetFigure, part: Total, due: int, kind: RowKind = "plain") -> Row:
    return Row(
        (
            label,
            target.unit,
            _count_text(part.numerator),
            _count_text(part.denominator),
            number_text(part.actual, target.indicator) or NO_FIGURE,
            f"{part.reporting}/{due}" if due else NO_FIGURE,
        ),
        kind,
    )


def _target_table(data: SummaryData) -> Table:
    norms = [target for target in data.targets if target.is_norm]
    rows = [_target_row(number, target, data) for number, target in enumerate(data.main_targets, 1)]
    if norms:
        if rows:
            rows.append(Row(("Định mức, mốc thủ tục",), "group"))
        rows += [_target_row(number, target, data) for number, target in enumerate(norms, len(data.main_targets) + 1)]
    before = (Column(then_words(data).capitalize(), 12, "center"),) if data.has_comparison else ()
    columns = (
        Column("TT", 6, "center"),
        Column("Chỉ tiêu", 30 if before else 42),
        Column("Kế hoạch", 12, "center"),
        Column("Thực hiện", 17, "center"),
        Column("Tiến độ", 9, "center"),
        *before,
        Column("Đánh giá", 14),
    )
    return Table("Kết quả các chỉ tiêu", columns, tuple(rows))


def _target_row(number: int, target: TargetFigure, data: SummaryData) -> Row:
    actual = target.actual_text or NO_FIGURE
    if target.numerator is not None and target.denominator is not None:
        actual += f" ({_count_text(target.numerator)}/{_count_text(target.denominator)})"
    before = (target.text_of(then_of(target, data)) or NO_FIGURE,) if data.has_comparison else ()
    return Row(
        (
            str(number),
            target.indicator.name,
            target.target_text,
            actual,
            _progress_text(target),
            *before,
            target.verdict,
        )
    )


def _progress_text(target: TargetFigure) -> str:
    return NO_FIGURE if target.progress is None else percent_text(100 * target.progress)


def _counted(targets: Sequence[TargetFigure]) -> str:
    counts = Counter(target.verdict for target in targets)
    known = [verdict for verdict in VERDICT_ORDER if verdict in counts]
    rest = [verdict for verdict in counts if verdict not in known]
    return joined([f"{counts[verdict]} chỉ tiêu {decapitalised(verdict)}" for verdict in (*known, *rest)])


def _change_text(target: TargetFigure, data: SummaryData) -> str:
    """`1,01%, giảm 0,07 điểm phần trăm`; the table tells from what."""
    same = change_of(target, data) == 0
    return target.actual_text if same else f"{target.actual_text}, {change_words(target, data)}"


def _unbroken(text: str) -> str:
    """A target whose sign does not stay behind at the end of a line."""
    return text.replace(" ", "\u00a0", 1)


def _count_text(value: object) -> str:
    return NO_FIGURE if value is None else format_number(value, trim=True)  # type: ignore[arg-type]

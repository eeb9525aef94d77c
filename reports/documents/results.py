"""What a summary says about the targets: the table, what it adds up to, what is not met, and the detail by level."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from plans.enums import EnteredBy
from reports.documents import sources
from reports.documents.content import Block, Column, Item, Paragraph, Row, RowKind, Table
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised, joined
from reports.enums import Light
from reports.queries.completeness import UnitStatus
from reports.queries.figures import TargetFigure, due_units, number_text
from reports.queries.values import Cell, Total, load_cells, total
from vietnamese.numbers import format_number

NO_FIGURE = "–"
# The order in which outcomes are counted in a sentence: from what is reached to what cannot be said.
VERDICT_ORDER = ("Đạt mức phấn đấu", "Đạt", *(light.label for light in Light if light != Light.GREY), "Chưa đạt")


def targets_part(data: SummaryData) -> list[Block]:
    """How many targets stand where, the table, and how they compare."""
    unit, main = data.unit, data.main_targets
    if not data.targets:
        return [Paragraph("Kế hoạch không có chỉ tiêu định lượng.")]
    blocks: list[Block] = []
    if main:
        blocks.append(Paragraph(f"Trong {len(main)} chỉ tiêu của kế hoạch: {_counted(main)}.", (sources.results(),)))
    blocks.append(_target_table(data.targets, unit))
    blocks.append(
        Paragraph(
            f"Tỷ lệ chung được tính bằng tổng tử số chia tổng mẫu số của các {unit} có số liệu đã duyệt, không lấy "
            f"trung bình cộng tỷ lệ của các {unit}; việc đánh giá căn cứ số chưa làm tròn."
        )
    )
    compared = [target for target in main if target.change is not None]
    if compared:
        blocks.append(Paragraph("So với cùng kỳ năm trước:"))
        blocks += [
            Item(f"{target.indicator.name}: {_change_text(target)}.", sources=(sources.results(target),))
            for target in compared
        ]
    return blocks


def unmet_part(targets: Sequence[TargetFigure]) -> list[Block]:
    """Part III: the targets that are not met or behind, and those that cannot be judged yet."""
    main = [target for target in targets if not target.is_norm]
    behind = [target for target in main if target.met is False and target.verdict != Light.GREEN.label]
    unknown = [target.indicator.name for target in main if target.met is None]
    blocks: list[Block] = [
        Item(
            f"{target.indicator.name}: thực hiện {target.actual_text}, kế hoạch {_unbroken(target.target_text)}; "
            f"{decapitalised(target.verdict)}."
        )
        for target in behind
    ]
    if unknown:
        blocks.append(Item(f"Chưa đủ số liệu để đánh giá: {'; '.join(unknown)}."))
    return blocks or [Paragraph("Không có chỉ tiêu chưa đạt hoặc chậm so tiến độ.")]


def coverage_part(targets: Sequence[TargetFigure], unit: str) -> list[Block]:
    """Part III: figures that rest on fewer reports than are due, or on earlier periods; equal cases in one line."""
    groups: dict[tuple[int, int, int], list[str]] = defaultdict(list)
    for target in targets:
        if target.reporting < target.due or target.stale:
            groups[(target.reporting, target.due, target.stale)].append(target.indicator.name)
    blocks: list[Block] = []
    for (reporting, due, stale), names in groups.items():
        note = f", trong đó {stale} {unit} dùng số liệu của kỳ trước" if stale else ""
        blocks.append(Item(f"Có số liệu của {reporting}/{due} {unit}{note}: {'; '.join(names)}."))
    return blocks or [Paragraph(f"Các chỉ tiêu có đủ số liệu của các {unit} phải báo cáo trong kỳ.")]


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


def _target_table(targets: Sequence[TargetFigure], unit: str) -> Table:
    rows = [_target_row(number, target) for number, target in enumerate((t for t in targets if not t.is_norm), 1)]
    norms = [target for target in targets if target.is_norm]
    if norms:
        if rows:
            rows.append(Row(("Định mức, mốc thủ tục",), "group"))
        rows += [_target_row(number, target) for number, target in enumerate(norms, len(rows) or 1)]
    columns = (
        Column("TT", 6, "center"),
        Column("Chỉ tiêu", 28),
        Column("ĐVT", 9, "center"),
        Column("Kế hoạch", 13, "center"),
        Column("Thực hiện", 19, "center"),
        Column(f"{unit.capitalize()} báo cáo", 11, "center"),
        Column("Đánh giá", 14),
    )
    return Table("Kết quả các chỉ tiêu", columns, tuple(rows))


def _target_row(number: int, target: TargetFigure) -> Row:
    actual = target.actual_text or NO_FIGURE
    if target.numerator is not None and target.denominator is not None:
        actual += f" ({_count_text(target.numerator)}/{_count_text(target.denominator)})"
    return Row(
        (
            str(number),
            target.indicator.name,
            target.unit,
            target.target_text,
            actual,
            f"{target.reporting}/{target.due}" if target.due else NO_FIGURE,
            target.verdict,
        )
    )


def _counted(targets: Sequence[TargetFigure]) -> str:
    counts = Counter(target.verdict for target in targets)
    known = [verdict for verdict in VERDICT_ORDER if verdict in counts]
    rest = [verdict for verdict in counts if verdict not in known]
    return joined([f"{counts[verdict]} chỉ tiêu {decapitalised(verdict)}" for verdict in (*known, *rest)])


def _change_text(target: TargetFigure) -> str:
    """`1,01%, cùng kỳ 1,08% (giảm 0,07 điểm phần trăm)`."""
    change = target.change or Fraction(0)
    now = target.actual_text
    before = number_text(target.last_year, target.indicator, unit=True)
    size = number_text(abs(change), target.indicator)
    if change == 0:
        return f"{now}, bằng cùng kỳ"
    unit = "điểm phần trăm" if target.unit == "%" else target.unit
    return f"{now}, cùng kỳ {before} ({'tăng' if change > 0 else 'giảm'} {size} {unit})"


def _unbroken(text: str) -> str:
    """A target whose sign does not stay behind at the end of a line."""
    return text.replace(" ", "\u00a0", 1)


def _count_text(value: object) -> str:
    return NO_FIGURE if value is None else format_number(value, trim=True)  # type: ignore[arg-type]

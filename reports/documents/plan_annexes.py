"""What stands behind a plan on demand: who does what by when, what is to be reached, when to report.

The six columns are those officers use (domain reference §4.4). What the plan does not say itself is marked.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from plans.enums import DeadlineRule, Operator, TaskKind
from plans.models import ReportingPeriod, Target, Task
from reports.documents.content import Block, Column, Paragraph, Row, Table
from reports.documents.plan_text import written_label
from reports.documents.profiles import Profile
from reports.documents.wording import Words
from reports.queries.figures import number_text
from vietnamese.dates import format_date
from vietnamese.numbers import format_number

INFERRED = "(*)"
INFERRED_NOTE = f"{INFERRED} Đơn vị chủ trì do cơ quan theo dõi kế hoạch xác định; kế hoạch không nêu."
MADE_UP = "(minh\u00a0họa)"
# Percent of the table for the figures at the end of the periods.
STEPS_WIDTH = 40
UNBROKEN = "\u00a0"
NORMS = "Định mức, mốc thủ tục"


def has_assignments(tasks: Sequence[Task]) -> bool:
    """Whether the plan says of any task who leads it, by when, or with which result."""
    return any(_is_assigned(task) for task in tasks)


def assignment_blocks(tasks: Sequence[Task], names: dict[int, Words], profile: Profile) -> tuple[Block, ...]:
    """Every assigned task once, under the part it belongs to; a task that repeats another stands with the other."""
    parents = {task.pk: task for task in tasks}
    rows: list[Row] = []
    part = None
    assigned = [task for task in tasks if _is_assigned(task) and task.same_as_id is None]
    for number, task in enumerate(assigned, 1):
        top = _root(task, parents)
        if top.pk != part:
            part = top.pk
            rows.append(Row((f"{written_label(top.label, profile)} {top.title}".strip(),), "group"))
        rows.append(_assignment(number, task, names))
    columns = (
        Column("TT", 5, "center"),
        Column("Nội dung nhiệm vụ", 31),
        Column("Đơn vị chủ trì", 16),
        Column("Đơn vị phối hợp", 18),
        Column("Thời gian hoàn thành", 11, "center"),
        Column("Kết quả, sản phẩm", 19),
    )
    note = [Paragraph(INFERRED_NOTE)] if any(task.lead_is_inferred for task in assigned) else []
    return (Table("", columns, tuple(rows)), *note)


def target_table(targets: Sequence[Target], periods: Sequence[ReportingPeriod], names: dict[int, Words]) -> Table:
    """Each target with its sign and unit, whom it is given to, and how far it should be at the end of each period."""
    main = [target for target in targets if not target.is_norm]
    norms = [target for target in targets if target.is_norm]
    rows = [_target_row(number, target, periods, names) for number, target in enumerate(main, 1)]
    if norms:
        rows += [Row((NORMS,), "group")] if rows else []
        rows += [_target_row(number, target, periods, names) for number, target in enumerate(norms, len(main) + 1)]
    step = STEPS_WIDTH // len(periods) if periods else 0
    columns = (
        Column("TT", 5, "center"),
        Column("Chỉ tiêu", 69 - step * len(periods)),
        Column("Mốc so sánh", 13, "center"),
        Column("Mục tiêu", 13, "center"),
        *(Column(f"Đến hết kỳ {UNBROKEN.join(period.label.split())}", step, "center") for period in periods),
    )
    return Table("", columns, tuple(rows))


def period_table(periods: Sequence[ReportingPeriod]) -> Table:
    """When to report on what, in the plan's own words, and until when the summary goes further."""
    rows = tuple(
        Row(
            (
                str(number),
                period.report_name,
                f"{format_date(period.data_from)} – {format_date(period.data_to)}",
                period.deadline_text or f"{DeadlineRule(period.deadline_rule).label} {format_date(period.deadline_on)}",
                format_date(period.forward_on),
            )
        )
        for number, period in enumerate(periods, 1)
    )
    columns = (
        Column("TT", 6, "center"),
        Column("Báo cáo", 20),
        Column("Số liệu", 28, "center"),
        Column("Hạn gửi", 27),
        Column("Hạn gửi báo cáo tổng hợp", 19, "center"),
    )
    return Table("", columns, rows)


def _is_assigned(task: Task) -> bool:
    """A part names its tasks, which are assigned themselves."""
    is_part = task.kind == TaskKind.PART and not task.due_on
    return not is_part and bool(task.lead_text or task.due_on or task.expected_result)


def _root(task: Task, parents: dict[int, Task]) -> Task:
    while task.parent_id is not None and task.parent_id in parents:
        task = parents[task.parent_id]
    return task


def _assignment(number: int, task: Task, names: dict[int, Words]) -> Row:
    lead = task.lead_label or (names[task.lead_id].short_name if task.lead_id else "")
    others = [names[body.pk].short_name for body in task.coordinating.all()]
    coordinating = "; ".join([*others, task.coordinating_label] if task.coordinating_label else others)
    mark = f" {INFERRED}" if lead and task.lead_is_inferred else ""
    return Row((str(number), task.title, f"{lead}{mark}", coordinating, format_date(task.due_on), task.expected_result))


def _target_row(number: int, target: Target, periods: Sequence[ReportingPeriod], names: dict[int, Words]) -> Row:
    baseline = number_text(target.baseline, target.indicator, unit=True)
    made_up = f" {MADE_UP}" if baseline and target.baseline_is_illustrative else ""
    stretch = ""
    if target.stretch_value is not None and target.operator != Operator.RANGE:
        stretch = f"; phấn đấu {number_text(target.stretch_value, target.indicator, unit=True)}"
    shares = {milestone.period_id: milestone.expected_share for milestone in target.milestones.all()}
    steps = [_step(target, shares.get(period.pk)) for period in periods]
    return Row((str(number), _named(target, names), f"{baseline}{made_up}", f"{target.text}{stretch}", *steps))


def _named(target: Target, names: dict[int, Words]) -> str:
    """The indicator, and whom the target is given to unless it is for everything the plan covers."""
    if target.organisation_id:
        return f"{target.indicator.name} – {names[target.organisation_id].short_name}"
    return f"{target.indicator.name} – {target.get_level_display()}" if target.level else target.indicator.name


def _step(target: Target, share: Decimal | None) -> str:
    """How far the target should be: the figure itself where the start is known, else the part of the way."""
    if share is None:
        return ""
    if target.baseline is None or target.value is None:
        return f"{format_number(share * 100, trim=True)}% chặng đường"
    way = Fraction(target.value) - Fraction(target.baseline)
    return number_text(Fraction(target.baseline) + Fraction(share) * way, target.indicator, unit=True)

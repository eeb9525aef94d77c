"""Part II of a summary: how the groups of tasks of the plan have come along (domain reference §4)."""

from collections import Counter
from collections.abc import Iterable

from plans.enums import TaskStatus
from plans.measures import Achieved
from reports.documents import sources
from reports.documents.content import Block, Column, Item, Paragraph, Row, RowKind, Table
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised, joined
from reports.queries.period_tasks import PeriodTasks, TaskState
from reports.task_presentation import percent_text

NOTHING = "–"
UNTOLD = "Chưa có thông tin"
NAMED = 8


def task_groups_part(data: SummaryData) -> list[Block]:
    """How many tasks stand where, the table by group, and what is done."""
    found = data.plan_tasks
    if not found.states:
        return [Paragraph("Kỳ này chưa có số liệu về nhiệm vụ: kế hoạch không nêu nhiệm vụ.")]
    done = [state for state in found.states if state.is_done]
    blocks: list[Block] = [Paragraph(_overall(found), (sources.tasks(),)), _table(found)]
    if done:
        named = "; ".join(state.task.title for state in done[:NAMED])
        more = f"; và {len(done) - NAMED} nhiệm vụ khác" if len(done) > NAMED else ""
        blocks.append(Item(f"Đã hoàn thành: {named}{more}.", sources=(sources.tasks(TaskStatus.DONE),)))
    return blocks


def _overall(found: PeriodTasks) -> str:
    counts = found.counts()
    kinds = [f"{counts[status]} {decapitalised(status.label)}" for status in TaskStatus if counts[status]]
    if counts[None]:
        kinds.append(f"{counts[None]} {decapitalised(UNTOLD)}")
    text = f"Trong {len(found.states)} nhiệm vụ của kế hoạch: {joined(kinds)}."
    whole = found.whole
    if whole.percent is None:
        return text
    return (
        f"{text} Tiến độ chung đạt {percent_text(whole.percent)}, tính theo trọng số của {whole.counted}/{whole.total} "
        "nhiệm vụ có số liệu tiến độ."
    )


def _table(found: PeriodTasks) -> Table:
    rows = [_row(group.head.code, group.head.title, group.states, group.achieved) for group in found.groups]
    rows.append(_row("", "Cộng", found.states, found.whole, "total"))
    columns = (
        Column("Mục", 8, "center"),
        Column("Nhóm nhiệm vụ", 30),
        Column("Số nhiệm vụ", 10, "center"),
        Column("Hoàn thành", 10, "center"),
        Column("Đang thực hiện", 10, "center"),
        Column("Gặp khó khăn", 10, "center"),
        Column("Chưa thực hiện, chưa có thông tin", 12, "center"),
        Column("Tiến độ", 10, "center"),
    )
    return Table("Kết quả theo nhóm nhiệm vụ", columns, tuple(rows))


def _row(code: str, title: str, states: Iterable[TaskState], achieved: Achieved, kind: RowKind = "plain") -> Row:
    counts = Counter(state.status for state in states)
    numbers = (
        counts.total(),
        counts[TaskStatus.DONE],
        counts[TaskStatus.IN_PROGRESS],
        counts[TaskStatus.HINDERED],
        counts[TaskStatus.NOT_STARTED] + counts[None],
    )
    return Row((code, title, *(str(count) for count in numbers), percent_text(achieved.percent) or NOTHING), kind)

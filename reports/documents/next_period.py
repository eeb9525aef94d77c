"""Part IV of a summary: what comes next, from the plan and from what is still open (domain reference §6.2 IV)."""

import datetime as dt
from fractions import Fraction

from plans.aims import aim_of
from plans.enums import Operator
from reports.documents import sources
from reports.documents.comparing import size_text
from reports.documents.content import Block, Item, Paragraph
from reports.documents.summary_data import SummaryData
from reports.documents.wording import period_text
from reports.queries.figures import TargetFigure
from reports.queries.period_tasks import TaskState
from vietnamese.dates import format_date

NAMED = 8


def next_part(data: SummaryData) -> list[Block]:
    """Targets still open with what is missing, tasks that fall due, and the day of the next report."""
    return [*_targets(data), *_hindered(data), *_due(data), *_untold(data), _report(data)]


def _targets(data: SummaryData) -> list[Block]:
    behind = [target for target in data.main_targets if target.met is False]
    if not behind:
        return []
    blocks: list[Block] = [Item("Tập trung thực hiện các chỉ tiêu chưa đạt:", sources=(sources.results(),))]
    for target in behind:
        missing = _missing(target)
        need = f"; {missing}" if missing else ""
        blocks.append(
            Item(
                f"{target.indicator.name}: kế hoạch {target.target_text.replace(' ', chr(160), 1)}, "
                f"đến nay {target.actual_text}{need}.",
                "+",
                (sources.results(target),),
            )
        )
    return blocks


def _missing(target: TargetFigure) -> str:
    """`cần tăng thêm 0,34 điểm phần trăm`: from the figure to what must be reached; "" for a target without a number.

    A strict target (`<`, `>`) needs more than the difference, so it says `trên`.
    """
    row, indicator = target.target, target.indicator
    aim = aim_of(
        row.operator,
        row.value,
        row.stretch_value,
        direction=indicator.direction,
        value_kind=indicator.value_kind,
    )
    if aim.value is None or target.actual is None:
        return ""
    gap = Fraction(aim.value) - Fraction(target.actual)
    strict = "trên " if row.operator in (Operator.LESS, Operator.GREATER) else ""
    if not gap:
        return "mới bằng mức kế hoạch" if strict else ""
    return f"cần {'tăng' if gap > 0 else 'giảm'} thêm {strict}{size_text(gap, target)}"


def _hindered(data: SummaryData) -> list[Block]:
    stuck = [state for state in data.plan_tasks.states if state.is_hindered]
    return [_tasks("Tháo gỡ nhiệm vụ đang gặp khó khăn", stuck)] if stuck else []


def _due(data: SummaryData) -> list[Block]:
    """Tasks that are not done and fall due until the next report, and those that are overdue already."""
    end = _next_day(data)
    dated = [(state.task.due_on, state) for state in data.plan_tasks.states if not (state.is_done or state.is_hindered)]
    overdue = [state for day, state in dated if day and day <= data.due_by]
    due = [state for day, state in dated if day and data.due_by < day <= end]
    blocks: list[Block] = []
    if overdue:
        blocks.append(_tasks("Hoàn thành dứt điểm nhiệm vụ đã đến hạn", overdue))
    if due:
        blocks.append(_tasks("Hoàn thành nhiệm vụ đến hạn trong kỳ tới", due))
    return blocks


def _untold(data: SummaryData) -> list[Block]:
    untold = [state for state in data.plan_tasks.states if state.status is None]
    if not untold:
        return []
    return [
        Item(
            f"Đôn đốc đơn vị chủ trì báo cáo tiến độ {len(untold)} nhiệm vụ chưa có thông tin.",
            sources=(sources.tasks(),),
        )
    ]


def _report(data: SummaryData) -> Block:
    following = data.next_period
    if following is None:
        return Paragraph("Đây là kỳ báo cáo cuối của kế hoạch.", (sources.plan(),))
    return Item(
        f"Thực hiện báo cáo {period_text(following)}: hạn gửi của các {data.unit} theo kế hoạch là "
        f"{following.deadline_text[:1].lower()}{following.deadline_text[1:]}; số liệu chốt đến hết ngày "
        f"{format_date(following.data_to)}.",
        sources=(sources.plan(),),
    )


def _next_day(data: SummaryData) -> dt.date:
    following = data.next_period
    if following is None:
        return dt.date(data.period.year, 12, 31)
    return following.forward_on or following.deadline_on


def _tasks(words: str, states: list[TaskState]) -> Item:
    named = "; ".join(
        f"{state.task.title} ({format_date(state.task.due_on)})" if state.task.due_on else state.task.title
        for state in states[:NAMED]
    )
    more = f"; và {len(states) - NAMED} nhiệm vụ khác" if len(states) > NAMED else ""
    return Item(f"{words}: {named}{more}.", sources=tuple(sources.task(state.task) for state in states[:NAMED]))

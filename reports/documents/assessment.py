"""Part III of a summary: what went well, and what did not (domain reference §6.2 III). The figures judge, not the
writer: only what a target, a comparison or a task says is named."""

from collections.abc import Sequence

from plans.enums import TaskStatus
from reports.documents import sources
from reports.documents.comparing import change_words, gain, then_words
from reports.documents.content import Block, Item, Paragraph
from reports.documents.reporting import missing_part
from reports.documents.results import coverage_part, unmet_part
from reports.documents.summary_data import SummaryData
from reports.documents.task_results import held_up_part
from reports.documents.wording import one_line, share_text
from reports.queries.figures import Figure
from reports.queries.period_tasks import TaskState
from vietnamese.dates import format_date

NAMED = 6  # of each kind; leaders read what stands out, the tables hold the rest


def strengths_part(data: SummaryData) -> list[Block]:
    """Targets met, what has become better than before, tasks done, reports in time."""
    blocks = [*_met(data), *_moved(data, better=True), *_done(data), *_in_time(data)]
    return blocks or [Paragraph("Kỳ này chưa có số liệu về ưu điểm.")]


def shortcomings_part(data: SummaryData) -> list[Block]:
    """Targets not met or behind, what has become worse, tasks held up or late, reports late or missing, gaps."""
    late = missing_part(data.reporting)
    if data.has_figures:
        blocks = [*unmet_part(data), *_moved(data, better=False), *_stuck(data), *late, *coverage_part(data)]
    else:
        blocks = [*held_up_part(data.tasks), *_stuck(data), *late]
    return blocks or [Paragraph("Kỳ này chưa có số liệu về hạn chế, tồn tại.")]


def _met(data: SummaryData) -> list[Block]:
    met = [target for target in data.main_targets if target.met]
    if not met:
        return []
    named = "; ".join(
        f"{target.indicator.name} {target.actual_text} (kế hoạch {target.target_text.replace(' ', chr(160), 1)})"
        for target in met
    )
    return [
        Item(
            f"Đạt {len(met)}/{len(data.main_targets)} chỉ tiêu của kế hoạch: {named}.",
            sources=tuple(sources.results(target) for target in met),
        )
    ]


def _moved(data: SummaryData, *, better: bool) -> list[Block]:
    """The rates that changed most, by their share of what they were."""
    rows: tuple[Figure, ...] = (*data.main_targets, *data.figures.tracked)
    gains = [(gain(row, data), row) for row in rows if row.indicator.is_ratio]
    moved = [(rate if better else -rate, row) for rate, row in gains if rate]
    chosen = [row for rate, row in sorted(moved, key=lambda pair: -pair[0]) if rate > 0][:NAMED]
    if not chosen:
        return []
    named = "; ".join(f"{row.indicator.name} {row.actual_text}, {change_words(row, data)}" for row in chosen)
    words = "Tiến bộ rõ" if better else "Giảm sút"
    return [
        Item(
            f"{words} so với {then_words(data)}: {named}.",
            sources=tuple(sources.results(row) for row in chosen),
        )
    ]


def _done(data: SummaryData) -> list[Block]:
    done = [state for state in data.plan_tasks.states if state.is_done]
    total = len(data.plan_tasks.states)
    if not done:
        return []
    return [Item(f"Hoàn thành {len(done)}/{total} nhiệm vụ của kế hoạch.", sources=(sources.tasks(TaskStatus.DONE),))]


def _in_time(data: SummaryData) -> list[Block]:
    """Told as a strength only when it holds for most."""
    total, unit = data.reporting.total, data.unit
    if 2 * total.on_time <= total.expected:
        return []
    return [
        Item(
            f"{total.on_time}/{total.expected} {unit} gửi báo cáo đúng hạn (đạt {share_text(total.timeliness_share)}).",
            sources=(sources.board(),),
        )
    ]


def _stuck(data: SummaryData) -> list[Block]:
    """Tasks whose lead is stuck, with what it says, and those that should have been done by now."""
    stuck = [state for state in data.plan_tasks.states if state.is_hindered]
    late = [
        state
        for state in data.plan_tasks.states
        if not state.is_done and not state.is_hindered and state.task.due_on and state.task.due_on <= data.due_by
    ]
    blocks: list[Block] = []
    if stuck and data.has_figures:
        blocks.append(_tasks(f"Gặp khó khăn ({len(stuck)} nhiệm vụ)", stuck))
    if late:
        blocks.append(_tasks(f"Đến hạn chưa hoàn thành ({len(late)} nhiệm vụ)", late))
    return blocks


def _tasks(words: str, states: Sequence[TaskState]) -> Item:
    named = "; ".join(_told(state) for state in states[:NAMED])
    more = f"; và {len(states) - NAMED} nhiệm vụ khác" if len(states) > NAMED else ""
    return Item(f"{words}: {named}{more}.", sources=tuple(sources.task(state.task) for state in states[:NAMED]))


def _told(state: TaskState) -> str:
    notes = [f"hạn {format_date(state.task.due_on)}"] if state.task.due_on else []
    if state.is_hindered and one_line(state.text):
        notes.append(one_line(state.text))
    return f"{state.task.title} ({'; '.join(notes)})" if notes else state.task.title

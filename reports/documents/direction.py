"""Part I of a summary: what the office itself has done to direct the work (domain reference §6.2 I)."""

from collections.abc import Sequence

from plans.deadlines import local_day
from plans.enums import EnteredBy, TaskStatus, ValueKind
from plans.models import TaskUpdate
from reports.documents import sources
from reports.documents.content import Block, Item, Paragraph
from reports.documents.summary_data import SummaryData
from reports.documents.wording import citation, decapitalised, joined, one_line, words_of
from reports.enums import NotificationKind
from reports.queries.topics import Topic, topic_of
from vietnamese.dates import format_date

TOLD_TASKS = 6  # told one by one; the others are counted


def direction_part(data: SummaryData) -> list[Block]:
    """The plan issued, letters, reminders, more time, returns, inspections, and the office's own tasks."""
    blocks = [*_plan(data), *_letters(data), *_reviewing(data), *_inspections(data), *_tasks(data)]
    return blocks or [Paragraph("Kỳ này chưa có số liệu về văn bản chỉ đạo, nhắc việc, kiểm tra.")]


def _plan(data: SummaryData) -> list[Block]:
    """The plan, when the office issued it in the time that the report is about."""
    plan, period = data.plan, data.period
    if plan.issuer_id != plan.receiver_id or not plan.issued_on or not data.since < plan.issued_on <= data.day:
        return []
    own, expected = words_of(plan.issuer, plan.issued_on).name, data.reporting.total.expected
    asked = f"giao {expected} {data.unit} báo cáo kết quả; " if expected else ""
    return [
        Item(
            f"Đã ban hành {citation(plan, own)}; {asked}kế hoạch có {len(data.neighbours.own)} kỳ báo cáo, kỳ này là "
            f"kỳ {period.label}.",
            sources=(sources.plan(),),
        )
    ]


def _letters(data: SummaryData) -> list[Block]:
    found, unit = data.direction, data.unit
    blocks: list[Block] = []
    if found.letters:
        blocks.append(
            Item(
                f"Đã lập {found.letters} công văn đôn đốc gửi báo cáo, nêu tên {found.letter_units} lượt {unit}.",
                sources=(sources.letters(),),
            )
        )
    sent = [
        (kind, f"{count} lượt {words}")
        for kind, count, words in (
            (NotificationKind.REMINDER, found.reminders, "nhắc trước hạn"),
            (NotificationKind.OVERDUE, found.overdue, "đôn đốc sau hạn"),
        )
        if count
    ]
    if sent:
        blocks.append(
            Item(
                f"Đã gửi qua cổng thông tin {joined([words for _, words in sent])}, đến {found.reminded} {unit}.",
                sources=tuple(sources.reminders(kind) for kind, _ in sent),
            )
        )
    return blocks


def _reviewing(data: SummaryData) -> list[Block]:
    found, unit = data.direction, data.unit
    said = [
        (kind, words)
        for kind, count, words in (
            (NotificationKind.EXTENDED, found.extended, f"gia hạn gửi báo cáo cho {found.extended} {unit}"),
            (NotificationKind.RETURNED, found.returned, f"yêu cầu bổ sung, chỉnh sửa {found.returned} lượt báo cáo"),
        )
        if count
    ]
    if not said:
        return []
    looked_up = (sources.board(), *(sources.reminders(kind) for kind, _ in said))
    return [Item(f"Đã {joined([words for _, words in said])}.", sources=looked_up)]


def _inspections(data: SummaryData) -> list[Block]:
    """The office's own counts of inspections, since the year began."""
    blocks: list[Block] = []
    for figure in (*data.figures.targets, *data.figures.tracked):
        indicator = figure.indicator
        if indicator.entered_by != EnteredBy.OFFICE or indicator.value_kind != ValueKind.COUNT or figure.actual is None:
            continue
        if topic_of(indicator.name) == Topic.INSPECTIONS:
            name = decapitalised(indicator.name)
            blocks.append(
                Item(
                    f"Theo số liệu của {data.office.name}, {name} là {figure.actual_text}.",
                    sources=(sources.results(figure),),
                )
            )
    return blocks


def _tasks(data: SummaryData) -> list[Block]:
    """The tasks on which the office itself has told something since the last summary."""
    last: dict[int, TaskUpdate] = {}
    for update in data.plan_tasks.updates:
        last.pop(update.task_id, None)
        last[update.task_id] = update
    if not last:
        return []
    updates = list(last.values())
    done = sum(update.status == TaskStatus.DONE for update in updates)
    finished = f", trong đó {done} nhiệm vụ hoàn thành" if done else ""
    told = [update for update in updates if one_line(update.text)]
    blocks: list[Block] = [
        Item(
            f"Đã cập nhật kết quả {len(updates)} nhiệm vụ {data.office.name} trực tiếp theo dõi{finished}"
            f"{':' if told else '.'}",
            sources=(sources.tasks(),),
        )
    ]
    return [*blocks, *_told(told)]


def _told(updates: Sequence[TaskUpdate]) -> list[Block]:
    """The latest first, each with what was written and the day."""
    newest = sorted(updates, key=lambda update: update.at, reverse=True)
    blocks: list[Block] = [
        Item(
            f"{update.task.title}: {decapitalised(one_line(update.text))} ({format_date(local_day(update.at))}).",
            "+",
            (sources.task(update.task),),
        )
        for update in newest[:TOLD_TASKS]
    ]
    if len(newest) > TOLD_TASKS:
        blocks.append(Item(f"và {len(newest) - TOLD_TASKS} nhiệm vụ khác.", "+", (sources.tasks(),)))
    return blocks

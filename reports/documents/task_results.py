"""What a summary says about tasks when the plan has no figures: how each stands, body by body (domain reference §4.2).

Only accepted reports speak, as with figures.
"""

from collections import Counter, defaultdict

from plans.enums import TaskStatus
from reports.documents import sources
from reports.documents.content import Block, Column, Item, Paragraph, Row, Table
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised, joined, one_line
from reports.models import TaskEntry
from reports.queries.task_entries import TaskResults

NOTHING = "–"
# What waits for a decision is read first.
HELD_UP = (TaskStatus.HINDERED, TaskStatus.NOT_STARTED)


def tasks_part(data: SummaryData) -> list[Block]:
    """How many results there are of which kind, and the table by task."""
    results, appendix = data.tasks, data.labels.get("tasks", "")
    if not results.tasks:
        return [Paragraph("Kỳ này chưa có số liệu về nhiệm vụ phải báo cáo.")]
    reported = {entry.task_id for entry in results.entries}
    if not results.entries:
        return [Paragraph(f"Chưa có kết quả của {len(results.tasks)} nhiệm vụ phải báo cáo.")]
    counts = Counter(TaskStatus(entry.status) for entry in results.entries)
    kinds = [f"{counts[status]} {decapitalised(status.label)}" for status in TaskStatus if counts[status]]
    missing = sum(task.pk not in reported for task in results.tasks)
    rest = f"; {missing} nhiệm vụ chưa có kết quả" if missing else ""
    return [
        Paragraph(
            f"Các báo cáo đã duyệt nêu kết quả của {len(results.tasks) - missing}/{len(results.tasks)} nhiệm vụ phải "
            f"báo cáo, gồm {len(results.entries)} kết quả của từng {results.unit}: {joined(kinds)}{rest}. Kết quả của "
            f"từng {results.unit} nêu tại {appendix}.",
            (sources.tasks(),),
        ),
        _task_table(results),
    ]


def held_up_part(results: TaskResults) -> list[Block]:
    """Part III: what is held up or not begun, and by whom; then the tasks nobody has told of."""
    blocks: list[Block] = []
    for status in HELD_UP:
        late: dict[int, list[TaskEntry]] = defaultdict(list)
        for entry in results.entries:
            if entry.status == status:
                late[entry.task_id].append(entry)
        blocks += [
            Item(
                f"{status.label}: {entries[0].task.title} ({'; '.join(map(_said, entries))}).",
                sources=(sources.task(entries[0].task),),
            )
            for entries in late.values()
        ]
    reported = {entry.task_id for entry in results.entries}
    silent = [task.title for task in results.tasks if task.pk not in reported]
    if silent:
        blocks.append(Item(f"Chưa có kết quả: {'; '.join(silent)}.", sources=(sources.tasks(),)))
    return blocks


def unit_table(data: SummaryData) -> Table | None:
    """Appendix: what each body says of each task; None when nobody has said anything."""
    results = data.tasks
    if not results.entries:
        return None
    rows: list[Row] = []
    seen = None
    for number, entry in enumerate(results.entries, 1):
        if entry.submission_id != seen:
            seen = entry.submission_id
            rows.append(Row((entry.submission.organisation.name,), "group"))
        progress = NOTHING if entry.progress is None else f"{entry.progress}%"
        rows.append(
            Row(
                (
                    str(number),
                    entry.task.title,
                    TaskStatus(entry.status).label,
                    progress,
                    one_line(entry.text) or NOTHING,
                )
            )
        )
    rows.append(Row(("", "Cộng", f"{len(results.entries)} kết quả", "", ""), "total"))
    columns = (
        Column("TT", 6, "center"),
        Column("Nhiệm vụ", 32),
        Column("Tình trạng", 15),
        Column("Tiến độ", 9, "center"),
        Column("Kết quả", 38),
    )
    return Table("", columns, tuple(rows))


def _task_table(results: TaskResults) -> Table:
    rows = []
    total: Counter[str] = Counter()
    for number, task in enumerate(results.tasks, 1):
        counts = Counter(entry.status for entry in results.of(task))
        total += counts
        rows.append(Row((str(number), task.title, *_numbers(counts))))
    rows.append(Row(("", "Cộng", *_numbers(total)), "total"))
    columns = (
        Column("TT", 6, "center"),
        Column("Nhiệm vụ", 34),
        Column(f"{results.unit.capitalize()} báo cáo", 12, "center"),
        *(Column(status.label, 12, "center") for status in TaskStatus),
    )
    return Table("Kết quả thực hiện nhiệm vụ", columns, tuple(rows))


def _numbers(counts: Counter[str]) -> tuple[str, ...]:
    return (str(counts.total()), *(str(counts[status]) for status in TaskStatus))


def _said(entry: TaskEntry) -> str:
    name, text = entry.submission.organisation.short_name, one_line(entry.text)
    return f"{name}: {decapitalised(text)}" if text else name

"""The task tree of an imported plan."""

from collections.abc import Sequence

from plans.enums import TaskKind
from plans.imports.content import TaskContent
from plans.models import Plan, Task
from vietnamese.dates import DateError, parse_date


def build_tasks(plan: Plan, rows: Sequence[TaskContent]) -> dict[str, Task]:
    """Write the tree, one statement for each depth; returns the tasks by code.

    A task whose parent was left out hangs below the nearest task above it. Whatever has tasks below is a part; the
    rest is what the whole part is about.
    """
    tasks: list[Task] = []
    levels: list[list[Task]] = []
    above: list[tuple[int, Task]] = []
    kind = TaskKind.TASK
    for position, row in enumerate(rows, start=1):
        while above and above[-1][0] >= row.depth:
            above.pop()
        kind = TaskKind(row.kind) if row.kind else TaskKind.TASK if not above else kind
        task = _task(plan, row, position, kind)
        if above:
            task.parent = above[-1][1]
            task.parent.kind = TaskKind.PART
        tasks.append(task)
        while len(levels) <= len(above):
            levels.append([])
        levels[len(above)].append(task)
        above.append((row.depth, task))
    for level in levels:
        for task in level:
            task.parent_id = task.parent.pk if task.parent else None
        Task.objects.bulk_create(level)
    return {task.code: task for task in tasks}


def _task(plan: Plan, row: TaskContent, position: int, kind: TaskKind) -> Task:
    due_on, words = None, ""
    try:
        due_on = parse_date(row.due)
    except DateError:
        words = f"Thời gian: {row.due}" if row.due else ""
    return Task(
        plan=plan,
        code=row.code,
        label=row.label,
        title=row.title,
        text="\n".join(part for part in (row.text, words) if part),
        kind=kind,
        lead_label=row.lead,
        coordinating_label=row.coordinating,
        due_on=due_on,
        expected_result=row.product,
        position=position,
    )

"""Changing the tree of a plan's tasks: its order, its depth, its numbers, and what goes.

While a plan is in force the codes of its tasks stand in reports that were frozen with them, so no task changes its code
any more: parts may still change places among their siblings, but neither their depth nor their numbers.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from plans.enums import PlanStatus
from plans.models import Plan, Task
from plans.permissions import may_edit_plan
from plans.services.errors import Conflict
from plans.services.sections import lock_section
from plans.tree.forest import Direction, Forest
from plans.tree.numbering import NumberingStyle
from plans.tree.renumbering import Numbered, TooDeep, recoded, renumbered
from plans.tree.shape import dependants_of_tasks, shape_of

CODES_STAND = (
    "Kế hoạch đang thực hiện: mã mục đã nằm trong báo cáo nên không đổi cấp, không đánh số lại; chỉ đổi thứ tự trong"
    " cùng mục."
)
TOO_DEEP = "Cây nhiệm vụ sâu quá: mã mục sẽ dài hơn 20 ký tự. Hãy bớt một cấp."
NO_SUCH_PLACE = {
    Direction.UP: "Mục này đã đứng đầu trong phần của nó.",
    Direction.DOWN: "Mục này đã đứng cuối trong phần của nó.",
    Direction.IN: "Mục đứng đầu không thụt vào được: trước nó chưa có mục nào cùng cấp.",
    Direction.OUT: "Mục này đã ở cấp cao nhất.",
}


def lock_tree(*, plan: Plan, by: Any, read_as: str) -> Plan:
    """Lock the plan, and make sure that the person may write it and saw its tree as it is. First in the transaction.

    Raises:
        PermissionDenied: no longer theirs to write. Conflict, SectionChanged: as `lock_section`.
    """
    now = lock_section(plan=plan, read_as=read_as, rows=shape_of)
    if not may_edit_plan(by, now):
        raise PermissionDenied
    return now


@transaction.atomic
def move_task(*, plan: Plan, task_id: int, direction: Direction, by: Any, read_as: str) -> Task:
    """Move a task with everything below it one place; the code changes with its parent, the label never.

    Raises:
        Conflict: there is no such place or task, the codes stand because the plan is in force, the path gets too long,
            or somebody changed the tree after it was read (`read_as`). Nothing was written.
    """
    now = lock_tree(plan=plan, by=by, read_as=read_as)
    if now.status == PlanStatus.IN_FORCE and direction in (Direction.IN, Direction.OUT):
        raise Conflict(CODES_STAND)
    tasks, forest = load(now)
    task = _found(tasks, task_id)
    moved = forest.move(task_id, direction)
    if moved is None:
        raise Conflict(NO_SUCH_PLACE[direction])
    names: dict[int, Numbered] = {}
    if direction in (Direction.IN, Direction.OUT):
        try:
            codes = recoded(moved, {pk: row.code for pk, row in tasks.items()}, task_id)
        except TooDeep as error:
            raise Conflict(TOO_DEEP) from error
        names = {pk: Numbered(code, tasks[pk].label) for pk, code in codes.items()}
    store(tasks, moved, names)
    return task


@transaction.atomic
def renumber(*, plan: Plan, style: NumberingStyle, by: Any, read_as: str) -> int:
    """Give every task of a draft the number of its place; answers how many changed.

    Raises:
        Conflict: as `move_task`.
    """
    now = lock_tree(plan=plan, by=by, read_as=read_as)
    if now.status == PlanStatus.IN_FORCE:
        raise Conflict(CODES_STAND)
    tasks, forest = load(now)
    try:
        names = renumbered(forest, style)
    except TooDeep as error:
        raise Conflict(TOO_DEEP) from error
    changed = sum(Numbered(tasks[pk].code, tasks[pk].label) != name for pk, name in names.items())
    store(tasks, forest, names)
    return changed


@transaction.atomic
def delete_task(*, plan: Plan, task_id: int, by: Any, read_as: str) -> int:
    """Delete a task with everything below it; answers how many went.

    Raises:
        Conflict: reports or updates depend on one of them (their number is in the message), or as `move_task`.
    """
    now = lock_tree(plan=plan, by=by, read_as=read_as)
    tasks, forest = load(now)
    task = _found(tasks, task_id)
    gone = forest.subtree(task_id)
    if used := dependants_of_tasks(gone):
        raise Conflict(f"Không xóa được mục {task.code}: đã có {', '.join(used)} dựa vào.")
    now.tasks.filter(pk__in=gone).delete()
    store({pk: row for pk, row in tasks.items() if pk not in gone}, forest.remove(task_id), {})
    return len(gone)


def load(plan: Plan) -> tuple[dict[int, Task], Forest]:
    """The plan's tasks by id and their tree: one query."""
    tasks = {task.pk: task for task in plan.tasks.order_by("position", "pk")}
    return tasks, Forest.of((task.pk, task.parent_id, task.position) for task in tasks.values())


def _found(tasks: Mapping[int, Task], pk: int) -> Task:
    if pk not in tasks:
        raise Conflict("Mục này vừa bị xóa.")
    return tasks[pk]


def store(tasks: Mapping[int, Task], forest: Forest, names: Mapping[int, Numbered]) -> None:
    """Write places, codes and labels that differ. Positions count through the whole plan, because reports list tasks by
    them. Two updates whatever the number of tasks."""
    changed, renamed = [], []
    for position, place in enumerate(forest.walk(), 1):
        task = tasks[place.id]
        name = names.get(place.id, Numbered(task.code, task.label))
        before = (task.position, task.parent_id, task.label)
        task.position, task.parent_id, task.label = position, place.parent, name.label
        if name.code != task.code:
            renamed.append(task)
            task.code = name.code
        if before != (task.position, task.parent_id, task.label) or task in renamed[-1:]:
            changed.append(task)
    _clear_codes(renamed)
    for task in renamed:
        task._meta.get_field("search_key").pre_save(task, add=False)  # bulk_update leaves keys behind
    Task.objects.bulk_update(changed, ["position", "parent", "label", "code", "search_key"])


def _clear_codes(tasks: list[Task]) -> None:
    """Codes may change hands, and both databases check uniqueness row by row: first to codes that nobody has."""
    final = [task.code for task in tasks]
    for task in tasks:
        task.code = f"~{task.pk}"
    Task.objects.bulk_update(tasks, ["code"])
    for task, code in zip(tasks, final, strict=True):
        task.code = code

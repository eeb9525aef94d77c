"""The editor of a plan's task tree: the tree itself, moving its rows, numbering them anew, deleting."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from plans.digests import READ_AS, digest_of
from plans.enums import PlanStatus
from plans.models import Plan
from plans.services import tree
from plans.services.errors import Conflict
from plans.services.sections import SectionChanged
from plans.tree.forest import Direction
from plans.tree.numbering import STYLE_NAMES, NumberingStyle
from plans.tree.rows import deletion_of, editor_rows
from plans.tree.shape import shape_of
from plans.views.access import get_editable_plan
from plans.views.steps import steps_of

PAGE = "plan_tasks_edit"
TREE_CHANGED = (
    "Người khác vừa thay đổi cây nhiệm vụ, nên thao tác chưa thực hiện. Dưới đây là cây hiện nay; xem lại rồi làm lại."
)


@require_GET
def plan_tasks_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole tree; `?at=` is the row on which the person was."""
    return show_tree(request, get_editable_plan(request.user, pk), at=_number(request.GET.get("at")))


def show_tree(request: HttpRequest, plan: Plan, *, at: int | None = None, refused: str = "") -> HttpResponse:
    """The tree, or for htmx the tree without the page around it. `refused` says why nothing was done."""
    rows = editor_rows(plan)
    context = {
        "plan": plan,
        "rows": rows,
        "at": at if any(row.task.pk == at for row in rows) else (rows[0].task.pk if rows else None),
        "keeps_focus": at is not None,
        "refused": refused,
        "read_as": digest_of(
            [row.task.pk, row.task.parent_id, row.task.position, row.task.code, row.task.label] for row in rows
        ),
        "is_draft": plan.status == PlanStatus.DRAFT,
        "styles": [(style.name, name) for style, name in STYLE_NAMES.items()],
        "steps": steps_of(plan, PAGE),
    }
    if is_fragment(request):
        return render(request, "plans/edit/_tree.html", context)
    return render(request, "plans/edit/tasks.html", context, status=409 if refused else 200)


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page it already shows."""
    asked: Any = request.htmx  # type: ignore[attr-defined]
    return bool(asked) and not asked.history_restore_request


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def back_to(request: HttpRequest, plan: Plan, task_id: int) -> HttpResponse:
    """The tree with the row in focus; a form without script gets there by a redirect."""
    if is_fragment(request):
        return show_tree(request, plan, at=task_id)
    return redirect(f"{reverse(PAGE, args=[plan.pk])}?at={task_id}#t{task_id}")


@require_POST
def plan_tasks_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move one row: the button's name is the direction, its value the task."""
    plan = get_editable_plan(request.user, pk)
    asked = [(way, _number(request.POST[way.value])) for way in Direction if way.value in request.POST]
    if len(asked) != 1 or (task_id := asked[0][1]) is None:
        raise Http404
    read_as = request.POST.get(READ_AS, "")
    try:
        tree.move_task(plan=plan, task_id=task_id, direction=asked[0][0], by=request.user, read_as=read_as)
    except SectionChanged:
        return show_tree(request, plan, at=task_id, refused=TREE_CHANGED)
    except Conflict as refusal:
        return show_tree(request, plan, at=task_id, refused=refusal.message)
    return back_to(request, plan, task_id)


@require_POST
def plan_tasks_renumber(request: HttpRequest, pk: int) -> HttpResponse:
    """Number the whole tree anew in the style asked for."""
    plan = get_editable_plan(request.user, pk)
    name = request.POST.get("style", "")
    if name not in NumberingStyle.__members__:
        raise Http404
    try:
        count = tree.renumber(
            plan=plan, style=NumberingStyle[name], by=request.user, read_as=request.POST.get(READ_AS, "")
        )
    except SectionChanged:
        return show_tree(request, plan, refused=TREE_CHANGED)
    except Conflict as refusal:
        return show_tree(request, plan, refused=refusal.message)
    messages.success(request, f"Đã đánh số lại {count} mục." if count else "Số mục đã đúng thứ tự.")
    return redirect(PAGE, pk=pk)


@require_http_methods(["GET", "POST"])
def plan_task_delete(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """Say what goes with a task, then delete it with everything below it."""
    plan = get_editable_plan(request.user, pk)
    task = get_object_or_404(plan.tasks, pk=task_id)
    if request.method == "POST":
        try:
            count = tree.delete_task(plan=plan, task_id=task_id, by=request.user, read_as=request.POST.get(READ_AS, ""))
        except SectionChanged:
            return show_tree(request, plan, at=task_id, refused=TREE_CHANGED)
        except Conflict as refusal:
            return show_tree(request, plan, at=task_id, refused=refusal.message)
        messages.success(request, f"Đã xóa {count} mục.")
        return redirect(PAGE, pk=pk)
    context = {
        "plan": plan,
        "task": task,
        "deletion": deletion_of(plan, task),
        "read_as": digest_of(shape_of(plan)),
        "steps": steps_of(plan, PAGE),
    }
    return render(request, "plans/edit/task_delete.html", context)


task_tree_urls = [
    path("plans/<int:pk>/edit/tasks/", plan_tasks_edit, name=PAGE),
    path("plans/<int:pk>/edit/tasks/move/", plan_tasks_move, name="plan_tasks_move"),
    path("plans/<int:pk>/edit/tasks/renumber/", plan_tasks_renumber, name="plan_tasks_renumber"),
    path("plans/<int:pk>/edit/tasks/<int:task_id>/delete/", plan_task_delete, name="plan_task_delete"),
]

"""Writing one task of a plan, a new one, or one assignment for several."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget

from plans.digests import READ_AS, digest_of
from plans.models import Plan, Task
from plans.services import task_writing
from plans.services.errors import Conflict
from plans.services.sections import SectionChanged
from plans.task_forms import AssignForm, TaskForm
from plans.tree.links import link_candidates
from plans.tree.numbering import next_label
from plans.tree.shape import contents_of
from plans.views.access import get_editable_plan
from plans.views.clashes import Clash, differences_between
from plans.views.steps import steps_of
from plans.views.task_tree import PAGE, back_to, is_fragment, show_tree

INHERITED = ("kind", "levels")  # what a new task is likely to share with the one it is added to


@require_http_methods(["GET", "POST"])
def plan_task_edit(request: HttpRequest, pk: int, task_id: int) -> HttpResponse:
    """What one task says."""
    plan = get_editable_plan(request.user, pk)
    task = get_object_or_404(plan.tasks.select_related("carries_out__plan"), pk=task_id)
    form = _form(request, plan, task)
    read_as = request.POST.get(READ_AS) or digest_of(contents_of(plan, [task_id]))
    if not _is_saving(request) or not form.is_valid():
        return _show_form(request, plan, form, {"task": task, "read_as": read_as})
    try:
        task_writing.save_task(plan=plan, task_id=task_id, values=form.values(), by=request.user, read_as=read_as)
    except SectionChanged as error:
        return _show_clash(request, plan, form, task_id, error)
    except Conflict as refusal:
        return show_tree(request, plan, refused=refusal.message)
    return back_to(request, plan, task_id)


def _is_saving(request: HttpRequest) -> bool:
    """Whether the form is to be saved; looking for a task to link only brings it back with what was typed."""
    return request.method == "POST" and not _is_finding(request)


def _is_finding(request: HttpRequest) -> bool:
    """Whether the button of the search was pressed, or Enter when its box holds other words than at the last look: a
    browser without script does not say in which field Enter was pressed."""
    sent = request.POST
    return "find" in sent or ("enter" in sent and sent.get("link_q", "") != sent.get("link_looked", ""))


def _form(request: HttpRequest, plan: Plan, task: Task, **options: Any) -> TaskForm:
    query, chosen = request.POST.get("link_q", ""), request.POST.get("carries_out", str(task.carries_out_id or ""))
    candidates = link_candidates(plan, request.user, query, chosen=chosen)
    data = request.POST if request.method == "POST" else None
    return TaskForm(data, instance=task, plan=plan, candidates=candidates, **options)


def _show_form(request: HttpRequest, plan: Plan, form: TaskForm, context: dict[str, Any]) -> HttpResponse:
    context = {
        "plan": plan,
        "form": form,
        "anchor": None,
        "place": "",
        "clash": None,
        "link_q": request.POST.get("link_q", ""),
        "is_finding": _is_finding(request),
        "steps": steps_of(plan, PAGE),
        **context,
    }
    if is_fragment(request):
        response = render(request, "plans/edit/_task_row.html", context)
        # A form that comes back takes its own place; the tree it was opened in stays as it is.
        return reswap(retarget(response, "#open"), "outerHTML") if request.method == "POST" else response
    wrong = form.is_bound and not _is_finding(request)
    status = 409 if context["clash"] else 422 if wrong else 200
    return render(request, "plans/edit/task.html", context, status=status)


def _show_clash(request: HttpRequest, plan: Plan, form: TaskForm, task_id: int, error: SectionChanged) -> HttpResponse:
    """Somebody else changed the task: what differs, and the form as it was typed, ready to be saved over it."""
    stored = plan.tasks.select_related("carries_out__plan").filter(pk=task_id).first()
    if stored is None:
        return show_tree(request, plan, refused=task_writing.GONE)
    clash = Clash(error.message, differences_between(form, TaskForm(instance=stored, plan=plan, candidates=[])))
    read_as = digest_of(contents_of(plan, [task_id]))
    return _show_form(request, plan, form, {"task": stored, "clash": clash, "read_as": read_as})


@require_http_methods(["GET", "POST"])
def plan_task_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new task: `after` one of the plan's, `under` one, or at the end of the plan."""
    plan = get_editable_plan(request.user, pk)
    sent = request.POST if request.method == "POST" else request.GET
    place = next((name for name in ("after", "under") if sent.get(name, "").isdecimal()), "")
    anchor = get_object_or_404(plan.tasks, pk=sent[place]) if place else None
    form = _form(request, plan, Task(plan=plan), initial=_likely(plan, anchor, place))
    if not _is_saving(request) or not form.is_valid():
        return _show_form(request, plan, form, {"task": None, "anchor": anchor, "place": place, "read_as": ""})
    where = {"after": None, "under": None} | ({place: anchor.pk} if anchor else {})
    try:
        task = task_writing.add_task(plan=plan, values=form.values(), by=request.user, **where)
    except Conflict as refusal:
        return show_tree(request, plan, refused=refusal.message)
    return back_to(request, plan, task.pk)


def _likely(plan: Plan, anchor: Task | None, place: str) -> dict[str, Any]:
    """What the new task probably is: of the kind and levels of its neighbour, with the label that comes next."""
    if anchor is None:
        last = plan.tasks.filter(parent=None).order_by("-position", "-pk").first()
        return {"label": next_label(last.label) if last else "I", "kind": "part"}
    siblings = plan.tasks.filter(parent=anchor.parent_id if place == "after" else anchor)
    last = siblings.order_by("-position", "-pk").first()
    shared = {name: getattr(anchor if place == "after" else last or anchor, name) for name in INHERITED}
    return shared | {"label": next_label(last.label) if last else ""}


@require_http_methods(["GET", "POST"])
def plan_tasks_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give several tasks to somebody at once: `ids` are the tasks ticked in the tree."""
    plan = get_editable_plan(request.user, pk)
    sent = request.POST if request.method == "POST" else request.GET
    ids = [int(text) for text in sent.getlist("ids") if text.isdecimal() and len(text) < 19]
    tasks = list(plan.tasks.filter(pk__in=ids).order_by("position", "pk"))
    if not tasks:
        messages.info(request, "Đánh dấu các mục cần giao ở cột đầu, rồi bấm “Giao việc cho các mục đã chọn”.")
        return redirect(PAGE, pk=pk)
    form = AssignForm(request.POST if request.method == "POST" else None, plan=plan, tasks=tasks)
    read_as = request.POST.get(READ_AS) or digest_of(contents_of(plan, ids))
    clash = None
    if request.method == "POST" and form.is_valid():
        try:
            count = task_writing.assign_tasks(
                plan=plan, ids=ids, values=form.values(), by=request.user, read_as=read_as
            )
        except SectionChanged as error:
            clash, read_as = Clash(error.message), digest_of(contents_of(plan, ids))
        except Conflict as refusal:
            return show_tree(request, plan, refused=refusal.message)
        else:
            messages.success(request, f"Đã giao {count} mục.")
            return redirect(PAGE, pk=pk)
    context = {"plan": plan, "tasks": tasks, "form": form, "read_as": read_as, "clash": clash}
    status = 409 if clash else 422 if form.errors else 200
    return render(request, "plans/edit/tasks_assign.html", context | {"steps": steps_of(plan, PAGE)}, status=status)


task_editing_urls = [
    path("plans/<int:pk>/edit/tasks/new/", plan_task_new, name="plan_task_new"),
    path("plans/<int:pk>/edit/tasks/assign/", plan_tasks_assign, name="plan_tasks_assign"),
    path("plans/<int:pk>/edit/tasks/<int:task_id>/", plan_task_edit, name="plan_task_edit"),
]

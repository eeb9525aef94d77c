"""Tasks, found by code, title or lead unit, together with words about their plan."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, F, Q, TextField, Value, Window
from django.db.models.functions import Coalesce, Concat

from plans.models import Task
from reports.presentation import addresses
from reports.search.hits import MOST_ROWS, Found, Hit, Kind
from reports.search.ranking import ranked
from reports.search.scope import Scope
from vietnamese.dates import format_date

_OWN = Concat(Value(" "), F("search_key"), Value(" "), output_field=TextField())
_LEAD = Concat(
    Value(" "),
    Coalesce(F("lead__search_key"), Value(""), output_field=TextField()),
    Value(" "),
    output_field=TextField(),
)


def find_tasks(scope: Scope) -> Found:
    """Tasks of visible plans; at least one word is about the task, the others may be about its plan.

    The lead unit counts when tasks are asked for by name ("việc hội khuyến học"); otherwise the name of the area would
    find whatever the offices of the area lead.
    """
    terms = scope.question.terms
    asks_for_tasks = any(term.kind == Kind.TASKS for term in terms)
    tasks = Task.objects.filter(plan__in=scope.plans).alias(own=_OWN, leading=_LEAD)
    about_tasks = Q()
    for number, term in enumerate(terms):
        if term.kind == Kind.TASKS:
            # Unless the word belongs to the title of the plan ("nhiệm vụ trọng tâm"), which is then what is asked for.
            about_tasks |= ~Q(plan__in=scope.plans_with(number))
            continue
        own = term.condition("own") | (term.condition("leading") if asks_for_tasks else Q())
        about_tasks |= own
        tasks = tasks.filter(own | Q(plan__in=scope.plans_with(number)))
    found: Any = (
        tasks.filter(about_tasks)
        .annotate(total=Window(Count("pk")))
        .select_related("lead")
        .only("code", "title", "plan", "status", "due_on", "lead_label", "lead__short_name")
        .order_by("-plan__year", "-plan", "position", "pk")[:MOST_ROWS]
    )
    rows = ranked(scope.question, found, lambda task: task.title, lambda task: task.code)
    return Found(Kind.TASKS, rows, rows[0].total if rows else 0, _maker(scope))


def _maker(scope: Scope) -> Callable[[Task], Hit]:
    address = addresses("task_detail")

    def make(task: Task) -> Hit:
        due = f"hạn {format_date(task.due_on)}" if task.due_on else ""
        context = [task.lead_text, due, task.get_status_display(), scope.plans[task.plan_id].plan.title]
        return Hit(f"{task.code}. {task.title}", address(task.pk), " · ".join(filter(None, context)))

    return make

"""Linking a task to the task of another plan that it carries out."""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from plans.enums import RelationKind
from plans.models import Plan, PlanRelation, Task
from vietnamese.text import rank_matches, search_key

MOST = 20


def link_candidates(plan: Plan, user: Any, query: str, *, chosen: str = "") -> list[Task]:
    """Tasks of other plans the person may read that a task of `plan` may carry out, at most 20: one or two queries.

    Those of plans that `plan` implements come first; without words to look for, only they are offered. `query` finds
    words in a task's code and title or in the plan's title, subject and number, diacritics ignored. The one already
    `chosen` (an id as it was sent) stays on offer whatever is looked for.
    """
    implemented = PlanRelation.objects.filter(plan=plan, kind=RelationKind.IMPLEMENTS, to_plan=OuterRef("plan"))
    tasks = (
        Task.objects.filter(plan__in=Plan.objects.visible_to(user))
        .exclude(plan=plan)
        .annotate(is_implemented=Exists(implemented))
        .select_related("plan")
        .order_by("-is_implemented", "-plan__year", "plan_id", "position", "pk")
    )
    found = _matching(tasks, query)
    if chosen.isdecimal() and all(task.pk != int(chosen) for task in found):
        found = [*tasks.filter(pk=int(chosen)), *found]
    return found


def _matching(tasks: Any, query: str) -> list[Task]:
    words = search_key(query).split()
    if not words:
        return list(tasks.filter(is_implemented=True)[:MOST])
    for word in words:
        tasks = tasks.filter(Q(search_key__contains=word) | Q(plan__search_key__contains=word))
    found = rank_matches(query, tasks[:MOST], lambda task: task.title)
    return sorted(found, key=lambda task: not task.is_implemented)


def goes_in_circles(task: Task, above: Task) -> bool:
    """Whether `task` would carry out itself by way of `above`. One query a step; data that already circle end it."""
    seen: set[int] = set()
    current: int | None = above.pk
    while current is not None and current not in seen:
        if current == task.pk:
            return True
        seen.add(current)
        current = Task.objects.filter(pk=current).values_list("carries_out", flat=True).first()
    return False

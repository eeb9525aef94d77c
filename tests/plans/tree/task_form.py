"""Filling the form of a task as a browser would."""

from typing import Any

from django.test import Client
from django.urls import reverse

from plans.models import Task


def edit_url(task: Task) -> str:
    return reverse("plan_task_edit", args=[task.plan_id, task.pk])


def typed(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What the form at `url` holds, as a browser would send it, with some of it typed over."""
    context = client.get(url).context
    form = context["form"]
    data = {name: form[name].value() for name in form.fields}
    data["coordinating"] = [getattr(unit, "pk", unit) for unit in data["coordinating"] or []]
    for name in ("lead_is_inferred", "is_reported"):
        if not data[name]:
            del data[name]
    data["read_as"] = context["read_as"]
    return {name: value for name, value in (data | changes).items() if value is not None}


def save(client: Client, url: str, **changes: Any) -> Any:
    """Send the form with some of it typed over."""
    headers = changes.pop("headers", None)
    return client.post(url, typed(client, url, **changes), headers=headers)

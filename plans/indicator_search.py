"""Finding indicators of the catalogue for the grid of a plan, and tying rows of the grid to tasks."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from plans.models import Indicator, Plan, PlanIndicator, Task
from schools.widgets import PlainSelect, plain_select
from vietnamese.text import search_key

MOST_FOUND = 20
_SELECT = {"class": "form-select"}


def catalogue(plan: Plan) -> QuerySet[Indicator]:
    """Indicators the plan can ask for: all but those that only bodies have asked for which no longer exist in its year,
    because their words speak of an organisation that has ended."""
    asked = PlanIndicator.objects.filter(indicator=OuterRef("pk"))
    ended = {"plan__issuer__valid_to__lt": dt.date(plan.year, 1, 1)}
    return Indicator.objects.exclude(Exists(asked.filter(**ended)) & ~Exists(asked.exclude(**ended)))


def find_indicators(words: str, plan: Plan) -> QuerySet[Indicator]:
    """Indicators of the catalogue the plan does not ask for yet, whose code or name contains every word; diacritics do
    not matter."""
    found = catalogue(plan).exclude(plan_indicators__plan=plan)
    for word in search_key(words).split():
        found = found.filter(search_key__contains=word)
    return found.order_by("code")


def task_choices(plan: Plan) -> list[tuple[str, str]]:
    """The tasks of the plan an indicator can belong to."""
    tasks = Task.objects.filter(plan=plan).order_by("position", "pk").values_list("pk", "code", "title")
    return [("", "không gắn nhiệm vụ"), *((str(pk), f"{code}. {title[:60]}") for pk, code, title in tasks)]


class AddForm(forms.Form):
    """Indicators ticked among those found, and the task they belong to."""

    indicator: Any = forms.TypedMultipleChoiceField(
        label="Chỉ tiêu", coerce=int, error_messages={"required": "Chọn ít nhất một chỉ tiêu."}
    )
    task: Any = forms.TypedChoiceField(
        label="Thuộc nhiệm vụ", coerce=int, empty_value=None, required=False, widget=plain_select()
    )

    def __init__(self, data: Any = None, *, plan: Plan, words: str) -> None:
        super().__init__(data)
        matches = find_indicators(words, plan)
        self.count = matches.count()
        self.found = list(matches[:MOST_FOUND])
        every: Any = self.fields["indicator"]
        every.choices = [(pk, "") for pk in Indicator.objects.values_list("pk", flat=True).order_by("pk")]
        tasks: Any = self.fields["task"]
        tasks.choices = task_choices(plan)


class LinkForm(forms.Form):
    """To which task a row of the grid belongs."""

    task: Any = forms.TypedChoiceField(
        label="Thuộc nhiệm vụ",
        coerce=int,
        empty_value=None,
        required=False,
        widget=PlainSelect(attrs=_SELECT),
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["task"].choices = task_choices(plan)  # type: ignore[attr-defined]

"""Which of a unit's figures are shown: a group of tasks, words; it lives in the address of the page."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from plans.models import Indicator
from reports.address_filter import AddressFilter, group_label
from reports.queries.filter_choices import TaskGroup
from schools.widgets import plain_select
from vietnamese.text import search_key

DEPTH = 2  # parts and sections of a plan; what lies deeper has too few figures to be chosen
OTHER = "Không gắn với nhiệm vụ nào"


class SchoolFiguresForm(forms.Form):
    """The fields of the filter; `SchoolFiguresFilter` reads them."""

    q = forms.CharField(
        label="Tìm chỉ tiêu",
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={
                "class": "form-control form-control-sm w-auto",
                "placeholder": "Tìm chỉ tiêu (không cần dấu)",
                "type": "search",
            }
        ),
    )
    task = forms.ChoiceField(label="Nhóm nhiệm vụ", required=False, widget=plain_select())
    provisional = forms.ChoiceField(required=False, choices=[("", ""), ("1", "")], widget=forms.HiddenInput())


class SchoolFiguresFilter(AddressFilter):
    """What narrows the page; `provisional` asks for the unit's figures that wait for review."""

    def __init__(self, query: QueryDict, groups: Sequence[TaskGroup], indicators: Sequence[Indicator]) -> None:
        asked = {indicator.pk for indicator in indicators}
        self.indicators = indicators
        self.groups = [group for group in groups if group.depth < DEPTH and group.indicators & asked]
        self.form = form = SchoolFiguresForm(query, auto_id="filter-%s")
        field: Any = form.fields["task"]
        field.choices = [("", "Mọi nhiệm vụ"), *((str(group.task.pk), group_label(group)) for group in self.groups)]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen.keys() & {"q", "task"})

    @property
    def words(self) -> list[str]:
        """What the figures are narrowed down to, for what is exported."""
        group = next((row for row in self.groups if str(row.task.pk) == self.chosen.get("task")), None)
        words = self.chosen.get("q", "").strip()
        return [
            *([f"Nhóm nhiệm vụ: {group.task.code} {group.task.title}"] if group else []),
            *([f"Tìm: {words}"] if words else []),
        ]

    def kept(self) -> list[tuple[str, Indicator]]:
        """The indicators that are shown, each with the title of its group, in the plan's order."""
        words = search_key(self.chosen.get("q", "")).split()
        task = self.chosen.get("task")
        chosen = next((group for group in self.groups if str(group.task.pk) == task), None)
        found = [
            (self._group_of(row), row)
            for row in self.indicators
            if all(word in row.search_key for word in words) and (chosen is None or row.pk in chosen.indicators)
        ]
        return [(title, row) for (_, title), row in sorted(found, key=lambda pair: pair[0][0])]

    def _group_of(self, indicator: Indicator) -> tuple[int, str]:
        """The narrowest group that holds the indicator: its place in the plan, and its title."""
        holding = [(place, group) for place, group in enumerate(self.groups) if indicator.pk in group.indicators]
        if not holding:
            return len(self.groups), OTHER
        place, group = max(holding, key=lambda pair: (pair[1].depth, -pair[0]))
        return place, f"{group.task.code} {group.task.title}"

"""Filters of the lists of tasks; they live in the address of the page.

A plan's tree is read whole, because parents and equal tasks are computed from all of it, so its filter works on what
was read and not on the query.
"""

from collections.abc import Sequence
from typing import Any

from django import forms

from plans.enums import TaskStatus
from plans.models import Plan
from reports.queries.tracked_tasks import TrackedTask
from schools.widgets import plain_select
from vietnamese.text import search_key

NOBODY = "none"
TICK = {"class": "form-check-input"}


def _search(placeholder: str) -> forms.TextInput:
    attrs = {"class": "form-control form-control-sm w-auto mw-100", "placeholder": placeholder, "type": "search"}
    return forms.TextInput(attrs=attrs)


class TaskFilterForm(forms.Form):
    """Words, status, lateness: what every list of tasks is narrowed by. Nonsense in the address narrows nothing."""

    q = forms.CharField(
        label="Tìm nhiệm vụ", required=False, max_length=100, widget=_search("Số mục, tên (không cần dấu)")
    )
    status = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[("", "Mọi tình trạng"), *TaskStatus.choices],
        widget=plain_select(),
    )
    overdue = forms.BooleanField(label="Chỉ quá hạn", required=False, widget=forms.CheckboxInput(attrs=TICK))

    def chosen(self, name: str) -> Any:
        """What a filter is set to; None when it is not, or cannot be read."""
        return (self.cleaned_data.get(name) or None) if self.is_valid() or name in self.cleaned_data else None

    @property
    def is_narrowed(self) -> bool:
        return any(self.chosen(name) for name in self.fields)

    @property
    def words(self) -> list[str]:
        """What the list is narrowed down to, for the file."""
        found = []
        for name, field in self.fields.items():
            value = self.chosen(name)
            if value is True:
                found.append(str(field.label))
            elif value:
                labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
                found.append(f"{field.label}: {labels.get(str(value), value)}")
        return found


class PlanTaskFilter(TaskFilterForm):
    """The tasks of one plan: also by the unit that leads them."""

    lead = forms.ChoiceField(label="Chủ trì", required=False, widget=plain_select())
    field_order = ("q", "lead", "status", "overdue")

    def __init__(self, data: Any, *, tasks: Sequence[TrackedTask]) -> None:
        super().__init__(data)
        leads = {str(row.task.lead_id): row.task.lead for row in tasks if row.task.lead}
        units = sorted(leads.items(), key=lambda item: item[1].sort_key)
        choices = [("", "Mọi đơn vị chủ trì"), *((key, unit.short_name) for key, unit in units)]
        field: Any = self.fields["lead"]
        field.choices = [*choices, (NOBODY, "Không giao riêng đơn vị nào")]

    def narrow(self, tasks: Sequence[TrackedTask]) -> list[TrackedTask]:
        """The tasks that pass, in the plan's order. Status, lead and lateness belong to tasks without tasks below."""
        return [task for task in tasks if self._passes(task)]

    def _passes(self, row: TrackedTask) -> bool:
        status, lead = self.chosen("status"), self.chosen("lead")
        if (status or lead or self.chosen("overdue")) and row.achieved is not None:
            return False
        return (
            all(word in row.task.search_key for word in search_key(self.chosen("q") or "").split())
            and (not status or row.status == status)
            and (not lead or (str(row.task.lead_id) if row.task.lead_id else NOBODY) == lead)
            and (not self.chosen("overdue") or row.days_late > 0)
        )


class MyTaskFilter(TaskFilterForm):
    """The tasks of a person's own units: also by plan and by the unit's part in them."""

    LEADS, SHARES = "lead", "share"

    plan = forms.ModelChoiceField(
        label="Kế hoạch",
        queryset=Plan.objects.none(),
        required=False,
        empty_label="Mọi kế hoạch",
        widget=plain_select(),
    )
    part = forms.ChoiceField(
        label="Vai trò",
        required=False,
        choices=[("", "Chủ trì và phối hợp"), (LEADS, "Chủ trì"), (SHARES, "Phối hợp")],
        widget=plain_select(),
    )
    field_order = ("q", "plan", "part", "status", "overdue")

    def __init__(self, data: Any, *, plans: Any) -> None:
        super().__init__(data)
        field: Any = self.fields["plan"]
        field.queryset = plans
        field.label_from_instance = lambda plan: plan.title

"""The forms of the task editor: one task, and one assignment for several."""

import datetime as dt
from itertools import groupby
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Q

from plans.models import Plan, Task
from plans.tree.links import goes_in_circles
from plans.tree.shape import CONTENT, dependants_of_tasks
from plans.widgets import UnitChecks
from schools.enums import Levels, OrganisationKind
from schools.models import Organisation
from vietnamese.forms import NFCCharField, VietnameseDateField

NO_LINK = "Không nối"


def units_of(plan: Plan) -> Any:
    """Organisations that may be given a task: those in force on the plan's day, and those its tasks already name."""
    day = plan.issued_on or plan.issued_after or dt.date(plan.year, 1, 1)
    living = Organisation.objects.in_force(day).values("pk")
    named = Organisation.objects.filter(Q(led_tasks__plan=plan) | Q(coordinated_tasks__plan=plan)).values("pk")
    return Organisation.objects.filter(Q(pk__in=living) | Q(pk__in=named)).order_by("kind", "sort_key", "pk")


def grouped(units: Any) -> list[tuple[str, list[tuple[int, str]]]]:
    """Choices under the kinds of bodies, in the order of the kinds: one query."""
    rank = {kind: place for place, kind in enumerate(OrganisationKind.values)}
    rows = sorted(units.values_list("kind", "pk", "short_name"), key=lambda row: rank[row[0]])
    return [
        (str(OrganisationKind(kind).label), [(pk, name) for _, pk, name in members])
        for kind, members in groupby(rows, key=lambda row: row[0])
    ]


def _offer_units(form: forms.BaseForm, units: Any, empty: str) -> None:
    """Units to lead and to coordinate; both fields share one query for their choices."""
    choices = grouped(units)
    for name in ("lead", "coordinating"):
        field: Any = form.fields[name]
        field.queryset = units
        field.widget.choices = [("", empty), *choices] if name == "lead" else choices


class TaskForm(forms.ModelForm):
    """What one task says. `candidates` are the tasks of other plans offered for `carries_out`."""

    title = NFCCharField(label="Tên ngắn", max_length=250, error_messages={"required": "Ghi tên ngắn của nhiệm vụ."})
    starts_on = VietnameseDateField(label="Bắt đầu", required=False)
    due_on = VietnameseDateField(label="Thời gian hoàn thành", required=False)
    weight = forms.IntegerField(
        label="Trọng số", min_value=1, max_value=1000, help_text="Khi tính tiến độ chung của kế hoạch."
    )

    class Meta:
        model = Task
        fields = [*CONTENT, "coordinating"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 4}),
            "coordinating": UnitChecks,
            "carries_out": forms.RadioSelect,
        }
        help_texts = {
            "lead_label": "Ghi khi văn bản giao cho một nhóm, ví dụ: các trường mầm non.",
            "lead_is_inferred": "Văn bản không ghi, do người soạn suy ra; hiện bằng chữ nghiêng.",
            "is_reported": "Đơn vị báo cáo nêu kết quả của nhiệm vụ này trong từng kỳ.",
        }

    def __init__(self, *args: Any, plan: Plan, candidates: list[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        levels: Any = self.fields["levels"]
        levels.choices = [("", "Không riêng cấp nào"), *Levels.choices]
        _offer_units(self, units_of(plan), "Chưa giao đơn vị cụ thể")
        self._offer_twins(plan)
        self._offer_links(plan, candidates)

    def _offer_twins(self, plan: Plan) -> None:
        twins = plan.tasks.filter(same_as__isnull=True).exclude(pk=self.instance.pk).order_by("position", "pk")
        field: Any = self.fields["same_as"]
        field.queryset = twins
        rows = twins.values_list("pk", "code", "title")
        field.widget.choices = [("", "Không trùng"), *((pk, f"{code} {title}"[:90]) for pk, code, title in rows)]

    def _offer_links(self, plan: Plan, candidates: list[Task]) -> None:
        """What the person looked for, and what is linked now, even when its plan is hidden from them."""
        offered = {task.pk: f"{task.plan.title}, mục {task.code}: {task.title}" for task in candidates}
        if (linked := self.instance.carries_out) is not None:
            offered.setdefault(linked.pk, f"{linked.plan.full_citation}, mục {linked.code}")
        field: Any = self.fields["carries_out"]
        field.queryset = Task.objects.filter(pk__in=offered)
        field.widget.choices = [("", NO_LINK), *offered.items()]

    def clean_same_as(self) -> Task | None:
        twin = self.cleaned_data["same_as"]
        if twin is not None and self.instance.pk and self.instance.repeated_by.exists():
            raise forms.ValidationError("Mục khác đã ghi trùng với mục này; hãy nối từ mục đó.")
        return twin

    def clean_carries_out(self) -> Task | None:
        above = self.cleaned_data["carries_out"]
        if above is not None and self.instance.pk and goes_in_circles(self.instance, above):
            raise forms.ValidationError("Nhiệm vụ đó đang thực hiện chính nhiệm vụ này, trực tiếp hoặc qua mục khác.")
        return above

    def clean_is_reported(self) -> bool:
        wanted: bool = self.cleaned_data["is_reported"]
        if self.initial.get("is_reported") and not wanted and (used := dependants_of_tasks([self.instance.pk])):
            raise forms.ValidationError(f"Đã có {', '.join(used)}; không bỏ báo cáo được.")
        return wanted

    def values(self) -> dict[str, Any]:
        """What was typed, for the services."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AssignForm(forms.Form):
    """One assignment for several tasks; what is left empty stays as it is in each of them."""

    lead: Any = forms.ModelChoiceField(label="Chủ trì", queryset=Organisation.objects.none(), required=False)
    coordinating: Any = forms.ModelMultipleChoiceField(
        label="Thêm đơn vị phối hợp",
        queryset=Organisation.objects.none(),
        required=False,
        widget=UnitChecks,
    )
    due_on = VietnameseDateField(label="Thời gian hoàn thành", required=False)
    levels = forms.ChoiceField(label="Cấp học", choices=[("", "Giữ nguyên"), *Levels.choices], required=False)
    is_reported = forms.ChoiceField(
        label="Đơn vị phải báo cáo",
        choices=[("", "Giữ nguyên"), ("yes", "Có"), ("no", "Không")],
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan, tasks: list[Task], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks = tasks
        self.helper = FormHelper()
        self.helper.form_tag = False
        _offer_units(self, units_of(plan), "Giữ nguyên")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.values():
            raise forms.ValidationError("Chọn ít nhất một nội dung để giao.")
        if data.get("is_reported") == "no":
            reported = [task.pk for task in self.tasks if task.is_reported]
            if used := dependants_of_tasks(reported):
                self.add_error("is_reported", f"Đã có {', '.join(used)}; không bỏ báo cáo được.")
        if due := data.get("due_on"):
            late = [task.code for task in self.tasks if task.starts_on and task.starts_on > due]
            if late:
                self.add_error("due_on", f"Sớm hơn ngày bắt đầu của mục {', '.join(late)}.")
        return data

    def values(self) -> dict[str, Any]:
        """What is to be written, for `assign_tasks`. A lead given here is the office's own word, not inferred."""
        data = self.cleaned_data
        found: dict[str, Any] = {name: data[name] for name in ("due_on", "levels") if data.get(name)}
        if data.get("lead"):
            found |= {"lead": data["lead"], "lead_label": "", "lead_is_inferred": False}
        if data.get("is_reported"):
            found["is_reported"] = data["is_reported"] == "yes"
        if data.get("coordinating"):
            found["coordinating"] = list(data["coordinating"])
        return found

"""Forms of works: what the office knows of one, and how far it is."""

import uuid
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from facilities.enums import WorkState
from facilities.models import FundSource, Programme, Work
from facilities.money_fields import MONEY_HELP, PastDayField, money_field
from plans.enums import PlanStatus
from plans.models import Plan
from schools.models import School
from schools.widgets import PlainSelect
from vietnamese.forms import VietnameseDateField, VietnameseDecimalField

_SELECT = {"class": "form-select"}


class WorkForm(forms.ModelForm):
    """A work with what each source is to pay. How far it is has a form of its own."""

    rooms = VietnameseDecimalField(
        label="Số phòng học",
        integer=True,
        min_value=0,
        max_value=200,
        initial=0,
        help_text="Phòng học công trình mang lại; 0 nếu không có.",
    )
    value_million = money_field("Giá trị (triệu đồng)", required=False, help_text=MONEY_HELP)
    planned_start = VietnameseDateField(label="Dự kiến khởi công", required=False)
    planned_end = VietnameseDateField(label="Dự kiến hoàn thành", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Work
        fields = (
            "school", "kind", "name", "rooms", "value_million", "planned_start", "planned_end", "plan", "programme",
            "note",
        )  # fmt: skip
        widgets = {
            **{name: PlainSelect(attrs=_SELECT) for name in ("school", "kind", "plan", "programme")},
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        schools = School.objects.belonging(today).select_related("organisation")
        if self.instance.pk:  # a school that was closed keeps its works
            schools = schools | School.objects.filter(pk=self.instance.school_id).select_related("organisation")
        plans = Plan.objects.exclude(status=PlanStatus.DRAFT).order_by("-year", "pk")
        self._offer("school", schools.order_by("organisation__sort_key", "pk"))
        self._offer("plan", plans, none="Không thuộc kế hoạch nào")
        self._offer(
            "programme",
            Programme.objects.order_by("-plan__year", "position", "pk"),
            none="Không thuộc chương trình nào",
        )
        self.initial["version"] = self.instance.version
        paid = {row.source_id: row.amount_million for row in self.instance.funding.all()} if self.instance.pk else {}
        offered = FundSource.objects.in_force(today) | FundSource.objects.filter(pk__in=paid)
        self.sources = list(offered.order_by("position", "code"))
        for source in self.sources:
            self.fields[self._name(source)] = money_field(source.name, required=False)
            self.initial[self._name(source)] = paid.get(source.pk)

    def _offer(self, name: str, rows: QuerySet[Any], *, none: str = "Chọn…") -> None:
        """Let the field choose among the rows; `none` is what choosing nothing says."""
        field = cast(forms.ModelChoiceField, self.fields[name])
        field.queryset, field.empty_label = rows, none

    @staticmethod
    def _name(source: FundSource) -> str:
        return f"source_{source.pk}"

    @property
    def source_fields(self) -> list[forms.BoundField]:
        return [self[self._name(source)] for source in self.sources]

    def clean_rooms(self) -> int:
        return int(self.cleaned_data["rooms"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        programme, plan = cleaned.get("programme"), cleaned.get("plan")
        if programme and plan and programme.plan_id != plan.pk:
            self.add_error("programme", "Chương trình này thuộc kế hoạch khác.")
        elif programme and not plan:
            cleaned["plan"] = programme.plan
        return cleaned

    def values(self) -> dict[str, Any]:
        """What the work itself holds."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def funding(self) -> dict[int, Decimal | None]:
        """The amount of each source by its id."""
        return {source.pk: self.cleaned_data[self._name(source)] for source in self.sources}


class ProgressForm(forms.Form):
    """How far a work is. `token` belongs to one showing of the form, so that sending it twice writes once."""

    percent = VietnameseDecimalField(label="Khối lượng đã làm (%)", integer=True, min_value=0, max_value=100)
    state = forms.ChoiceField(label="Tình trạng", choices=WorkState.choices, widget=PlainSelect(attrs=_SELECT))
    seen_on = PastDayField(label="Ngày xem công trình")
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Đang làm phần việc gì, vướng gì. Khối lượng giảm thì ghi rõ lý do.",
    )
    token = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, work: Work) -> None:
        now = {"percent": work.percent, "state": work.state, "version": work.version}
        super().__init__(data, initial={**now, "seen_on": timezone.localdate(), "token": uuid.uuid4()})

    def told(self) -> dict[str, Any]:
        """What `tell_progress` asks for."""
        names = ("seen_on", "state", "note", "token", "version")
        return {name: self.cleaned_data[name] for name in names} | {"percent": int(self.cleaned_data["percent"])}

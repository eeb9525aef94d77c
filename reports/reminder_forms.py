"""The forms by which the office edits a reminder plan: its hours, and one stage with its words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from plans.models import Plan
from reports.enums import Audience, Channel, DayUnit
from reports.forms import ActionForm
from reports.models import ReminderPlan, ReminderStage
from reports.models.reminder_stage import FARTHEST
from reports.services import planning
from schools.models import Organisation
from schools.widgets import PlainSelect
from vietnamese.forms import NFCCharField, VietnameseDecimalField

BEFORE, ON, AFTER = "before", "on", "after"


class HourField(forms.TimeField):
    """An hour as offices write it, 24 to the day: 7:00, 07h30, 17h. A browser's own time box may show AM and PM."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            input_formats=["%H:%M", "%Hh%M", "%Hh", "%H"],
            widget=forms.TimeInput(format="%H:%M", attrs={"size": 6, "autocomplete": "off"}),
            error_messages={"required": "Ghi giờ, ví dụ 07:00.", "invalid": "Ghi giờ và phút, ví dụ 07:00 hoặc 17h30."},
            **kwargs,
        )


class HoursForm(forms.ModelForm):
    """On which days and between which hours the reminders of a plan go out, or that none do."""

    class Meta:
        model = ReminderPlan
        fields = planning.HOURS_FIELDS
        field_classes = dict.fromkeys(("sends_from", "sends_until"), HourField)
        labels = {"is_active": "Tự động nhắc theo các mốc"}

    def changes(self) -> dict[str, Any]:
        """What was typed, for `planning.save_hours`."""
        return {name: self.cleaned_data[name] for name in planning.HOURS_FIELDS}


class StageForm(ActionForm):
    """One stage: when, to whom, how, and in which words. `checked` is the stage as it would be saved.

    `school` only chooses for whom the preview is written; it is not part of the stage.
    """

    when = forms.ChoiceField(
        label="Gửi vào lúc",
        choices=[(BEFORE, "Trước hạn"), (ON, "Đúng ngày hết hạn"), (AFTER, "Sau hạn")],
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn trước hạn, đúng ngày hay sau hạn."},
    )
    distance = VietnameseDecimalField(
        label="Cách hạn",
        integer=True,
        min_value=1,
        max_value=FARTHEST,
        required=False,
        help_text="Số ngày, để trống nếu đúng ngày hết hạn.",
    )
    unit = forms.ChoiceField(
        label="Tính theo", choices=DayUnit.choices, widget=PlainSelect(attrs={"class": "form-select"})
    )
    audience = forms.ChoiceField(
        label="Gửi cho", choices=Audience.choices, widget=PlainSelect(attrs={"class": "form-select"})
    )
    channel = forms.ChoiceField(label="Cách gửi", choices=Channel.choices, widget=forms.RadioSelect)
    subject = NFCCharField(label="Tiêu đề", max_length=160, error_messages={"required": "Ghi tiêu đề."})
    body = NFCCharField(
        label="Lời nhắc",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Ghi lời nhắc."},
    )
    is_active = forms.BooleanField(label="Đang dùng mốc này", required=False)
    school: Any = forms.ModelChoiceField(
        label="Xem trước với",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="đơn vị đầu danh sách",
        widget=PlainSelect(attrs={"class": "form-select"}),
    )

    def __init__(
        self, data: Any = None, *, reminder_plan: ReminderPlan, plan: Plan, stage: ReminderStage | None = None
    ) -> None:
        super().__init__(data, initial=_initial(stage))
        self.reminder_plan, self.stage = reminder_plan, stage
        self.checked: ReminderStage | None = None
        reporting = Organisation.objects.filter(reporting_duties__plan=plan)
        self.schools = reporting.order_by("sort_key", "pk")
        field: Any = self.fields["school"]
        field.queryset = self.schools

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        when, distance = data.get("when"), data.get("distance")
        known = {name: data[name] for name in planning.STAGE_FIELDS if name in data}
        if when == ON:
            known["days"] = 0
        elif when and distance is not None:
            known["days"] = int(distance) * (-1 if when == BEFORE else 1)
        elif when and "distance" not in self.errors:
            self.add_error("distance", f"Ghi số ngày, từ 1 đến {FARTHEST}.")
        self._check(known)
        data["stage"] = known
        return data

    def _check(self, known: dict[str, Any]) -> None:
        """Add what the service has to say, except about fields that are wrong already."""
        stage = ReminderStage.objects.get(pk=self.stage.pk) if self.stage else None
        try:
            checked = planning.checked_stage(reminder_plan=self.reminder_plan, data=known, stage=stage)
        except ValidationError as error:
            for name, mistakes in error.message_dict.items():
                field = "distance" if name == "days" else name
                if field not in self.errors:
                    self.add_error(field if field in self.fields else None, mistakes)
        else:
            self.checked = None if self.errors else checked


def _initial(stage: ReminderStage | None) -> dict[str, Any]:
    if stage is None:
        return {
            "when": BEFORE,
            "unit": DayUnit.CALENDAR,
            "audience": Audience.SCHOOL,
            "channel": Channel.MAIL,
            "is_active": True,
        }
    when = ON if not stage.days else BEFORE if stage.days < 0 else AFTER
    same = {name: getattr(stage, name) for name in planning.STAGE_FIELDS}
    return {**same, "when": when, "distance": abs(stage.days) or None}

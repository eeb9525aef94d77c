"""What a unit fills in about a task it leads or coordinates. Files travel beside the form, each judged by itself."""

from typing import Any

from django import forms

from plans.enums import TaskStatus
from reports.forms import ActionForm
from reports.queries.told import told_of
from vietnamese.forms import NFCCharField, VietnameseDecimalField

LONGEST = 5000


def _text(label: str, help_text: str) -> NFCCharField:
    area = forms.Textarea(attrs={"rows": 4})
    return NFCCharField(label=label, required=False, max_length=LONGEST, widget=area, help_text=help_text)


class TaskUpdateForm(ActionForm):
    """How far the task has come, by the unit that leads it."""

    status = forms.ChoiceField(label="Tình trạng", choices=TaskStatus.choices)
    progress = VietnameseDecimalField(
        integer=True,
        label="Tiến độ (%)",
        required=False,
        min_value=0,
        max_value=100,
        error_messages={"min_value": "Tiến độ từ 0 đến 100.", "max_value": "Tiến độ từ 0 đến 100."},
        help_text="Để trống khi chưa ước lượng được; chọn Hoàn thành thì tính là 100%.",
    )
    text = _text("Kết quả, khó khăn", "Việc đã làm, sản phẩm; tiến độ giảm thì ghi lý do.")

    def __init__(self, data: Any = None, *, task: Any) -> None:
        told = told_of(task)
        super().__init__(data, initial={"status": told.status, "progress": told.progress})

    def clean_progress(self) -> int | None:
        progress = self.cleaned_data["progress"]
        return None if progress is None else int(progress)


class TaskNoteForm(ActionForm):
    """What a coordinating unit adds; status and progress stay the lead unit's."""

    text = _text("Ý kiến, kết quả phối hợp", "Tình trạng và tiến độ do đơn vị chủ trì ghi.")

"""Forms about schools' requests: answer, forward, solved or not, group."""

from collections.abc import Sequence
from typing import Any

from django import forms

from reports.forms import ActionForm
from schools.models import Organisation
from vietnamese.forms import NFCCharField


class StepForm(ActionForm):
    """A step on a request as it was seen: `seen` is its version on the page."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


def _words(label: str, *, required: str = "", length: int = 2000, rows: int = 4) -> NFCCharField:
    return NFCCharField(
        label=label,
        required=bool(required),
        max_length=length,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required} if required else {},
    )


class AnswerForm(StepForm):
    """The answer to a request, or to all of its group."""

    text = _words("Nội dung trả lời", required="Ghi nội dung trả lời.", length=4000, rows=5)


class ForwardForm(StepForm):
    """To which organisation a request goes; each choice says who there gets the message."""

    to = forms.ChoiceField(label="Chuyển đến", error_messages={"required": "Chọn đơn vị nhận."})
    word = _words("Ý kiến kèm theo (nếu có)", rows=2)

    def __init__(self, *args: Any, targets: Sequence[tuple[Organisation, list[str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {str(body.pk): body for body, _ in targets}
        choices = [(str(body.pk), f"{body.short_name} – báo cho {', '.join(names)}") for body, names in targets]
        self.fields["to"].choices = [("", "Chọn đơn vị"), *choices]  # type: ignore[attr-defined]

    def clean_to(self) -> Organisation:
        return self._bodies[self.cleaned_data["to"]]


class SolvedForm(StepForm):
    """The matter is solved."""

    word = _words("Ý kiến của trường (nếu có)", rows=2)


class UnsolvedForm(StepForm):
    """The matter is not solved, and why."""

    reason = _words("Vì sao chưa giải quyết", required="Ghi rõ việc gì chưa được giải quyết.", rows=3)


class GroupForm(ActionForm):
    """Requests that ask the same, under one title."""

    title = NFCCharField(
        label="Nội dung chung",
        max_length=300,
        error_messages={"required": "Ghi nội dung chung của các kiến nghị được gộp."},
    )

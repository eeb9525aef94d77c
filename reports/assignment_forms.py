"""The form that assigns an officer."""

from typing import Any

from django import forms

from reports.forms import ActionForm
from reports.queries.desks import Desk
from schools.enums import Level


class AssignmentForm(ActionForm):
    """A person of the office, and a level, a commune, or both."""

    user = forms.TypedChoiceField(
        label="Người phụ trách", coerce=int, error_messages={"required": "Chọn người phụ trách."}
    )
    level = forms.ChoiceField(label="Cấp học", choices=[("", "Mọi cấp học"), *Level.choices], required=False)
    commune = forms.TypedChoiceField(label="Địa bàn", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"office-{desk.office.pk}", **kwargs)
        self.office_id = desk.office.pk
        people = [(person.id, f"{person.name} ({person.role.lower()})") for person in desk.people]
        self.fields["user"].choices = [("", "Chọn người"), *people]  # type: ignore[attr-defined]
        self.fields["commune"].choices = [("", "Mọi địa bàn"), *desk.communes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An assignment of everything would say nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("level") and cleaned.get("commune") is None:
            self.add_error("level", "Chọn cấp học, hoặc địa bàn, hoặc cả hai.")
        return cleaned

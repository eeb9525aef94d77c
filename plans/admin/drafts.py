"""What a plan in force wants and asks is changed on the plan's own pages: with a reason, a revision and a message to
the schools. The administration only shows it."""

from typing import Any

from django import forms
from django.http import HttpRequest

from plans.enums import PlanStatus


class DraftOnlyForm(forms.ModelForm):
    """Adds rows to drafts only."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        plan = data.get("plan")
        if plan is not None and plan.status != PlanStatus.DRAFT:
            self.add_error("plan", "Kế hoạch đã ban hành: thay đổi ở trang của kế hoạch, có lý do và được lưu lại.")
        return data


class DraftOnlyMixin:
    """Rows of plans that are no drafts any more are read here, not written."""

    form: Any = DraftOnlyForm

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_change_permission(request, obj)  # type: ignore[misc]
        return allowed and (obj is None or obj.plan.status == PlanStatus.DRAFT)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        allowed: bool = super().has_delete_permission(request, obj)  # type: ignore[misc]
        return allowed and (obj is None or obj.plan.status == PlanStatus.DRAFT)

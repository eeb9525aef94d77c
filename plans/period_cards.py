"""The periods of a plan as cards: those it has, those proposed, and an empty one."""

import datetime as dt
from typing import Any

from django import forms

from plans.calendars import working_calendar
from plans.models import Plan
from plans.period_forms import PeriodForm
from plans.services.period_proposals import Values
from plans.services.periods import PERIOD_VALUES, PeriodRow


class BasePeriods(forms.BaseFormSet):
    """The plan's periods, the proposed ones behind them, and one empty card."""

    def __init__(
        self, data: Any = None, *, plan: Plan, proposed: list[Values] | None = None, replaces: bool = False
    ) -> None:
        stored = [_initial(period, replaces) for period in plan.periods.order_by("position")] if data is None else []
        self.stored_count = len(stored)
        self.extra = 0 if proposed else 1
        first, last = dt.date(plan.year - 1, 1, 1), dt.date(plan.year + 1, 12, 31)
        super().__init__(
            data,
            prefix="periods",
            auto_id="",
            initial=[*stored, *(proposed or [])] if data is None else None,
            form_kwargs={"calendar": working_calendar(first, last)},
        )

    def add_fields(self, form: PeriodForm, index: int | None) -> None:
        super().add_fields(form, index)
        if form.initial.get("leaves"):
            form.fields["DELETE"].initial = True

    def clean(self) -> None:
        names: set[str] = set()
        for form in self.wanted:
            label = form.cleaned_data.get("label", "")
            if label and label in names:
                form.add_error("label", "Tên kỳ đã có.")
            names.add(label)

    @property
    def wanted(self) -> list[PeriodForm]:
        """The cards that say something and are to stay."""
        return [
            form
            for form in self.forms
            if hasattr(form, "cleaned_data") and form.says_something() and not form.cleaned_data.get("DELETE")
        ]

    def rows(self) -> list[PeriodRow]:
        """What was typed, for `services.periods`; only of a valid form."""
        removed = [form.as_row() for form in self.forms if form.cleaned_data.get("DELETE")]
        return [*(row for row in removed if row.pk), *(form.as_row() for form in self.wanted)]


def _initial(period: Any, leaves: bool) -> Values:
    return {"row": period.pk, "leaves": leaves, **{name: getattr(period, name) for name in PERIOD_VALUES}}


PeriodCards: Any = forms.formset_factory(PeriodForm, formset=BasePeriods, can_delete=True)

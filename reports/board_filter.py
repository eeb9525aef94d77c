"""The filters of the status board; they live in the URL."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from reports.filters import SubmissionFilter
from reports.queries.assignments import assigned_to, officers_of, unassigned
from schools.widgets import plain_select

MINE, NOBODY = "mine", "none"


class BoardFilter(SubmissionFilter):
    """The board of one period: also by the officer who looks after the organisation."""

    officer = django_filters.ChoiceFilter(
        label="Phụ trách", empty_label="Mọi người phụ trách", method="looked_after", widget=plain_select()
    )

    def __init__(self, *args: Any, user: Any, receiver_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user, self._receiver_id = user, receiver_id
        officers = [(str(pk), name) for pk, name in officers_of(receiver_id)]
        self.filters["officer"].extra["choices"] = [(MINE, "Của tôi"), (NOBODY, "Chưa phân công"), *officers]

    def looked_after(self, queryset: Any, name: str, value: str) -> QuerySet:
        if value == NOBODY:
            return unassigned(queryset, self._receiver_id)
        return assigned_to(queryset, self._user.pk if value == MINE else int(value), self._receiver_id)

    @property
    def words(self) -> list[str]:
        """What the list is narrowed down to, in words, for what is printed and exported."""
        return [
            f"{field.label}: {field.value()}" if name == "q" else f"{field.label}: {_chosen(field)}"
            for name in self.form.cleaned_data
            if (field := self.form[name]) and self.form.cleaned_data[name]
        ]


def _chosen(field: forms.BoundField) -> str:
    return next((str(label) for key, label in field.field.choices if str(key) == field.value()), "")  # type: ignore[attr-defined]

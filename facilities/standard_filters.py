"""The bar above the list of the national standard: day, school, place and state, kept in the address."""

import datetime as dt
from collections import Counter
from typing import Any

from django import forms
from django.utils import timezone

from facilities.queries.standard import StandardOverview, StandardRow
from facilities.standings import StandardState
from schools.enums import Level
from schools.widgets import plain_select, search_box
from vietnamese.forms import NFCCharField, VietnameseDateField
from vietnamese.text import rank_matches, search_key

AT_STANDARD, PLANNED = "at", "planned"
STATES = [
    (AT_STANDARD, "Đạt chuẩn"),
    (StandardState.DUE, "Đến hạn kiểm tra lại trong 12 tháng"),
    (StandardState.LAPSED, StandardState.LAPSED.label),
    (StandardState.NEVER, StandardState.NEVER.label),
    (PLANNED, "Có dự kiến công nhận"),
]


def is_in_state(row: StandardRow, state: str) -> bool:
    """Whether the row belongs under one of `STATES`; schools due soon are at the standard, and have a state too."""
    if state == AT_STANDARD:
        return row.standing.state.is_at_standard
    return row.planned is not None if state == PLANNED else row.standing.state == state


class DayForm(forms.Form):
    """The day the page looks at; a wrong one is said and today's shown."""

    on = VietnameseDateField(
        label="Tính đến ngày",
        required=False,
        widget=forms.DateInput(
            format="%d/%m/%Y", attrs={"class": "form-control form-control-sm", "size": 10, "placeholder": "dd/mm/yyyy"}
        ),
    )

    @property
    def day(self) -> dt.date:
        self.is_valid()
        return self.cleaned_data.get("on") or timezone.localdate()


class StandardFilter(forms.Form):
    """The rest of the bar. A wrong value filters nothing."""

    q = NFCCharField(label="Tìm trường", required=False, max_length=100, widget=search_box())
    level = forms.ChoiceField(
        label="Cấp học", required=False, widget=plain_select(), choices=[("", "Mọi cấp học"), *Level.choices]
    )
    commune = forms.ChoiceField(label="Địa bàn", required=False, widget=plain_select())
    state = forms.ChoiceField(
        label="Tình trạng", required=False, widget=plain_select(), choices=[("", "Mọi tình trạng"), *STATES]
    )

    def __init__(self, data: Any, overview: StandardOverview) -> None:
        super().__init__(data)
        present = {row.record.commune_on(overview.day) for row in overview.rows}
        places = [(str(pk), name) for pk, name in overview.communes.items() if pk in present]
        self.fields["commune"].choices = [("", "Mọi địa bàn"), *places]  # type: ignore[attr-defined]
        self.is_valid()
        self.overview = overview

    @property
    def is_active(self) -> bool:
        return any(self.cleaned_data.values())

    def rows(self) -> list[StandardRow]:
        """The schools the filters let through, names with the very marks typed first."""
        wanted = self.cleaned_data
        rows = [row for row in self._in_place(wanted) if not wanted.get("state") or is_in_state(row, wanted["state"])]
        words = wanted.get("q", "").strip()
        return rank_matches(words, rows, key=_searched) if words else rows

    def counts(self) -> list[tuple[str, str, int]]:
        """How many of the schools found by the other filters stand in each state."""
        rows = self._in_place(self.cleaned_data)
        number = Counter(state for row in rows for state, _ in STATES if is_in_state(row, state))
        return [(str(state), str(label), number[state]) for state, label in STATES]

    def _in_place(self, wanted: dict[str, Any]) -> list[StandardRow]:
        words = search_key(wanted.get("q", "")).split()
        day = self.overview.day
        return [
            row
            for row in self.overview.rows
            if (not wanted.get("level") or wanted["level"] in row.record.levels.split())
            and (not wanted.get("commune") or str(row.record.commune_on(day)) == wanted["commune"])
            and all(word in search_key(_searched(row)) for word in words)
        ]


def _searched(row: StandardRow) -> str:
    return f"{row.record.name} {row.commune}"

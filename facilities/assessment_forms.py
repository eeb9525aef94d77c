"""The filter bar of the overview of self-assessments; it lives in the address of the page."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from facilities.queries.assessment_overview import STATES, SchoolRow
from schools.enums import Level
from schools.models import Organisation, School, SchoolAffiliation
from schools.models.school import SchoolQuerySet
from schools.widgets import plain_select, search_box
from vietnamese.dates import school_year_label
from vietnamese.forms import NFCCharField


class AssessmentFilter(forms.Form):
    """A wrong value filters nothing. What is asked of schools is asked in the database, the state of the rows found."""

    q = NFCCharField(label="Tìm trường", required=False, max_length=100, widget=search_box())
    year = forms.TypedChoiceField(label="Năm học", required=False, coerce=int, widget=plain_select())
    level = forms.ChoiceField(
        label="Cấp học", required=False, widget=plain_select(), choices=[("", "Mọi cấp học"), *Level.choices]
    )
    commune = forms.ModelChoiceField(
        label="Địa bàn",
        required=False,
        widget=plain_select(),
        queryset=Organisation.objects.communes(),
        empty_label="Mọi địa bàn",
    )
    state = forms.ChoiceField(
        label="Tình trạng", required=False, widget=plain_select(), choices=[("", "Mọi tình trạng"), *STATES]
    )

    def __init__(self, data: Any, *, years: Sequence[int], year: int, today: dt.date) -> None:
        super().__init__({**data.dict(), "year": data.get("year") or str(year)})
        self.fields["year"].choices = [(str(one), school_year_label(one)) for one in years]  # type: ignore[attr-defined]
        communes = Organisation.objects.communes().in_force(today).order_by("sort_key", "pk")
        self.fields["commune"].queryset = communes  # type: ignore[attr-defined]
        self._year = year
        self.is_valid()

    @property
    def school_year(self) -> int:
        return int(self.cleaned_data.get("year") or self._year)

    @property
    def is_narrow(self) -> bool:
        """Whether anything but the year was chosen."""
        return any(self.cleaned_data.get(name) for name in ("q", "level", "commune", "state"))

    def schools(self, day: dt.date) -> SchoolQuerySet:
        """The schools of the area on the day that the bar lets through."""
        schools, wanted = School.objects.belonging(day), self.cleaned_data
        if wanted.get("q"):
            schools = schools.filter(organisation__in=Organisation.objects.matching(wanted["q"]))
        if wanted.get("level"):
            schools = schools.at_level(wanted["level"])
        if wanted.get("commune"):
            places = SchoolAffiliation.objects.on(day).filter(commune=wanted["commune"])
            schools = schools.filter(pk__in=places.values("school"))
        return schools

    def lets_through(self, row: SchoolRow) -> bool:
        return not self.cleaned_data.get("state") or row.state == self.cleaned_data["state"]

    def notes(self) -> list[str]:
        """What narrows the list, in words, for the Excel file."""
        shown = [(name, self.cleaned_data.get(name)) for name in ("q", "level", "commune", "state")]
        labels = {"level": dict(Level.choices), "state": dict(STATES)}
        return [
            f"{self.fields[name].label}: {labels.get(name, {}).get(value, value)}" for name, value in shown if value
        ]

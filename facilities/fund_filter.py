"""The bar above the table of funds."""

import datetime as dt
from typing import Any, cast

from django import forms

from schools.enums import Level, Levels
from schools.models import Organisation, SchoolAffiliation
from schools.widgets import plain_select, search_box
from vietnamese.forms import NFCCharField


class FundFilter(forms.Form):
    """The bar above the table. A wrong value filters nothing. Communes are those of `day`, as long as they existed."""

    q = NFCCharField(label="Tìm trường", required=False, max_length=100, widget=search_box())
    level = forms.ChoiceField(
        label="Cấp học", required=False, widget=plain_select(), choices=[("", "Mọi cấp học"), *Level.choices]
    )
    commune: forms.ModelChoiceField = forms.ModelChoiceField(
        label="Địa bàn",
        required=False,
        widget=plain_select(),
        queryset=Organisation.objects.none(),
        empty_label="Mọi địa bàn",
    )

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        communes = Organisation.objects.communes().in_force(day).order_by("sort_key", "pk")
        cast(forms.ModelChoiceField, self.fields["commune"]).queryset = communes

    def applied(self, schools: Any) -> Any:
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("q"):
            schools = schools.filter(organisation__in=Organisation.objects.matching(wanted["q"]))
        if wanted.get("level"):
            schools = schools.filter(levels__in=Levels.containing(wanted["level"]))
        if wanted.get("commune"):
            places = SchoolAffiliation.objects.on(self.day).filter(commune=wanted["commune"])
            schools = schools.filter(pk__in=places.values("school"))
        return schools

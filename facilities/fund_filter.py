"""The bar above the table of funds."""

from typing import Any

from django import forms

from schools.enums import Level, Levels
from schools.models import Organisation
from schools.widgets import plain_select, search_box
from vietnamese.forms import NFCCharField


class FundFilter(forms.Form):
    """The bar above the table. A wrong value filters nothing."""

    q = NFCCharField(label="Tìm trường", required=False, max_length=100, widget=search_box())
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

    def applied(self, schools: Any) -> Any:
        self.is_valid()
        wanted = self.cleaned_data
        if wanted.get("q"):
            schools = schools.filter(organisation__in=Organisation.objects.matching(wanted["q"]))
        if wanted.get("level"):
            schools = schools.filter(levels__in=Levels.containing(wanted["level"]))
        if wanted.get("commune"):
            schools = schools.filter(affiliations__commune=wanted["commune"]).distinct()
        return schools

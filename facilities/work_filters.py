"""The bar above the list of works; it lives in the address of the page."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.db.models import Q, QuerySet

from facilities.enums import WorkKind, WorkState
from facilities.models import Programme, Work
from schools.enums import Level, Levels
from schools.models import Organisation, SchoolAffiliation
from schools.widgets import plain_select, search_box
from vietnamese.forms import NFCCharField
from vietnamese.text import search_key


class WorkFilter(forms.Form):
    """A wrong value filters nothing. What is late is a rule, so `late` is applied to the lines and not to rows."""

    q = NFCCharField(
        label="Tìm trường, công trình",
        required=False,
        max_length=100,
        widget=search_box("Tìm trường, công trình"),
    )
    commune = forms.ModelChoiceField(
        label="Địa bàn",
        required=False,
        widget=plain_select(),
        queryset=Organisation.objects.communes(),
        empty_label="Mọi địa bàn",
    )
    level = forms.ChoiceField(
        label="Cấp học", required=False, widget=plain_select(), choices=[("", "Mọi cấp học"), *Level.choices]
    )
    kind = forms.ChoiceField(
        label="Loại công trình", required=False, widget=plain_select(), choices=[("", "Mọi loại"), *WorkKind.choices]
    )
    state = forms.ChoiceField(
        label="Tình trạng", required=False, widget=plain_select(), choices=[("", "Mọi tình trạng"), *WorkState.choices]
    )
    programme = forms.ModelChoiceField(
        label="Chương trình",
        required=False,
        widget=plain_select(),
        queryset=Programme.objects.order_by("-plan__year", "position", "pk"),
        empty_label="Mọi chương trình",
    )
    late = forms.BooleanField(
        label="Chỉ công trình chậm", required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"})
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        communes = Organisation.objects.communes().in_force(today).order_by("sort_key", "pk")
        cast(forms.ModelChoiceField, self.fields["commune"]).queryset = communes

    @property
    def is_used(self) -> bool:
        self.is_valid()
        return any(self.cleaned_data.get(name) for name in self.fields)

    @property
    def only_late(self) -> bool:
        self.is_valid()
        return bool(self.cleaned_data.get("late"))

    def applied(self, works: QuerySet[Work]) -> QuerySet[Work]:
        """The works the bar lets through, late or not."""
        self.is_valid()
        wanted = self.cleaned_data
        for name in ("kind", "state", "programme"):
            if wanted.get(name):
                works = works.filter(**{name: wanted[name]})
        if wanted.get("level"):
            works = works.filter(school__levels__in=Levels.containing(wanted["level"]))
        if wanted.get("commune"):
            schools = SchoolAffiliation.objects.on(self.today).filter(commune=wanted["commune"]).values("school")
            works = works.filter(school__in=schools)
        return self._matching(works, wanted.get("q", ""))

    def _matching(self, works: QuerySet[Work], words: str) -> QuerySet[Work]:
        """Every word in the name of the school or of the work, diacritics ignored; names of works have no search key
        in the database, so these few rows are looked through here."""
        keys = search_key(words).split()
        if not keys:
            return works
        named = works.values_list("pk", "name", "school__organisation__search_key")
        hits = [pk for pk, name, school in named if all(word in f"{search_key(name)} {school}" for word in keys)]
        return works.filter(Q(pk__in=hits))

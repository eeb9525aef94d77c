"""The form that says who keeps the plan's funds."""

from typing import Any

from django import forms
from django.utils import timezone

from facilities.models import FundKeeper
from schools.enums import OrganisationKind
from schools.models import Organisation
from schools.widgets import PlainSelect


class KeeperForm(forms.ModelForm):
    """Which organisation of the area keeps the plan's funds."""

    class Meta:
        model = FundKeeper
        fields = ("organisation",)
        widgets = {"organisation": PlainSelect(attrs={"class": "form-select"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = (OrganisationKind.OFFICE, OrganisationKind.EDUCATION_OFFICE, OrganisationKind.PEOPLES_COMMITTEE)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.in_force(timezone.localdate()).filter(kind__in=kinds)
        field.empty_label = "Chọn đơn vị"

"""The filter by which the units that report are picked."""

from typing import Any

from django import forms
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from plans.models import Plan, PlanReporter
from plans.services.writing import day_in
from schools.enums import Level, Levels, OrganisationKind
from schools.models import Organisation, SchoolAffiliation
from schools.widgets import plain_select, search_box
from vietnamese.forms import NFCCharField

REPORTING, NOT_REPORTING = "yes", "no"


class AudienceFilter(forms.Form):
    """Which organisations are shown: words, kind, level, commune, and whether they report."""

    q = NFCCharField(label="Tìm đơn vị", required=False, widget=search_box())
    kind = forms.ChoiceField(label="Loại đơn vị", required=False, widget=plain_select())
    level = forms.ChoiceField(
        label="Cấp học", required=False, widget=plain_select(), choices=[("", "Mọi cấp học"), *Level.choices]
    )
    commune: Any = forms.ChoiceField(label="Địa bàn", required=False, widget=plain_select())
    reports = forms.ChoiceField(
        label="Đang báo cáo",
        required=False,
        widget=plain_select(),
        choices=[("", "Đã chọn và chưa chọn"), (REPORTING, "Phải báo cáo"), (NOT_REPORTING, "Chưa chọn")],
    )

    def __init__(self, data: Any, *, plan: Plan) -> None:
        super().__init__(data)
        self.plan, self.day = plan, day_in(plan.year)
        self.bodies: QuerySet[Organisation] = Organisation.objects.filter(
            Q(pk__in=Organisation.objects.in_force(self.day).values("pk")) | Q(reporting_duties__plan=plan)
        ).distinct()
        kinds = set(self.bodies.order_by("kind").values_list("kind", flat=True).distinct())
        offered = [choice for choice in OrganisationKind.choices if choice[0] in kinds]
        self._offer("kind", [("", "Mọi loại đơn vị"), *offered])
        communes = Organisation.objects.in_force(self.day).communes().order_by("sort_key", "pk")
        self._offer("commune", [("", "Mọi địa bàn"), *((str(c.pk), c.short_name) for c in communes)])

    def _offer(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def found(self) -> QuerySet[Organisation]:
        """The organisations that match, schools first, each with `is_reporting`; wrong values filter nothing."""
        self.is_valid()
        wanted = {name: self.cleaned_data.get(name, "") for name in self.fields}
        duty = PlanReporter.objects.filter(plan=self.plan, organisation=OuterRef("pk"))
        rows = self.bodies.matching(wanted["q"]) if wanted["q"] else self.bodies  # type: ignore[attr-defined]
        rows = rows.annotate(is_reporting=Exists(duty)).select_related("school")
        if wanted["kind"]:
            rows = rows.filter(kind=wanted["kind"])
        if wanted["level"]:
            rows = rows.filter(school__levels__in=Levels.containing(wanted["level"]))
        if wanted["commune"]:
            places = SchoolAffiliation.objects.on(self.day).filter(commune=wanted["commune"])
            rows = rows.filter(Q(school__in=places.values("school")) | Q(pk=wanted["commune"]))
        if wanted["reports"]:
            rows = rows.filter(is_reporting=wanted["reports"] == REPORTING)
        not_school = Case(When(kind=OrganisationKind.SCHOOL, then=0), default=1)
        return rows.order_by(not_school, "kind", "sort_key", "pk")

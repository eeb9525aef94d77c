"""The grid of targets: the rows of one page, and empty ones for new targets."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef

from plans.indicator_search import catalogue
from plans.models import Plan, Target
from plans.services.targets import TARGET_VALUES, TargetRow
from plans.target_forms import TargetForm, scope_key
from schools.enums import Level
from schools.models import Organisation


class BaseTargets(forms.BaseFormSet):
    """The rows of one page of the grid, and empty ones for new targets."""

    def __init__(self, data: Any = None, *, plan: Plan, targets: Iterable[Target], more: int = 1) -> None:
        self.plan = plan
        self.periods = list(plan.periods.order_by("position"))
        shown = list(targets)
        by_key = {scope_key((t.indicator_id, t.level, t.organisation_id)): t for t in shown}
        self.extra = more
        super().__init__(
            data,
            prefix="targets",
            auto_id="",  # every box carries its name as aria-label, and ids would weigh a tenth of the page
            initial=[_initial(key, target) for key, target in by_key.items()] if data is None else None,
            form_kwargs={"periods": self.periods, "targets": by_key},
        )

    def add_fields(self, form: TargetForm, index: int | None) -> None:
        super().add_fields(form, index)
        indicator: Any = form.fields["indicator"]
        for_whom: Any = form.fields["for_whom"]
        indicator.choices, for_whom.choices = self.indicator_choices, self.scope_choices
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Bỏ"

    @property
    def indicator_choices(self) -> list[tuple[str, str]]:
        """The catalogue, what the plan's grid asks for first."""
        if not hasattr(self, "_indicators"):
            asked = self.plan.plan_indicators.filter(indicator=OuterRef("pk"))
            rows = catalogue(self.plan).annotate(is_asked=Exists(asked)).order_by("-is_asked", "code")
            names = rows.values_list("pk", "code", "short_name")
            self._indicators = [("", "chọn chỉ tiêu"), *((str(pk), f"{code} {name}") for pk, code, name in names)]
        return self._indicators

    @property
    def scope_choices(self) -> list[tuple[str, str]]:
        """For whom a target can be: everybody, one level, one of the units that report."""
        if not hasattr(self, "_scopes"):
            units = Organisation.objects.filter(reporting_duties__plan=self.plan).order_by("sort_key", "pk")
            self._scopes = [
                ("", "toàn bộ"),
                *((f"{value}|", f"cấp {label}") for value, label in Level.choices),
                *((f"|{pk}", name) for pk, name in units.values_list("pk", "short_name")),
            ]
        return self._scopes

    def clean(self) -> None:
        """No target twice for the same units, neither in the grid nor beside what other pages of it hold."""
        taken = {
            (row.indicator_id, row.level, row.organisation_id)
            for row in self.plan.targets.all()
            if scope_key((row.indicator_id, row.level, row.organisation_id)) not in self._carried()
        }
        for form in self.wanted:
            key = form.cleaned_data.get("key")
            if key in taken:
                form.add_error(
                    None if form.cleaned_data.get("scope") else "indicator", "Chỉ tiêu đã có mục tiêu cho đơn vị này."
                )
            elif key:
                taken.add(key)

    def _carried(self) -> set[str]:
        return {str(form["scope"].value() or "") for form in self.forms}

    @property
    def wanted(self) -> list[TargetForm]:
        """The rows that say something: not the empty ones, not those to be taken out."""
        return [
            form
            for form in self.forms
            if hasattr(form, "cleaned_data") and form.says_something() and not form.cleaned_data.get("DELETE")
        ]

    def rows(self) -> list[TargetRow]:
        """What was typed, for `services.targets`; only of a valid grid."""
        removed = [form.row() for form in self.forms if form.cleaned_data.get("DELETE") and form.cleaned_data["scope"]]
        last = max(self.plan.targets.values_list("position", flat=True), default=0)
        found: list[TargetRow] = []
        for form in self.wanted:
            found.append(form.row(last))
            last = max(last, found[-1].values["position"])
        return [*removed, *found]


def _initial(key: str, target: Target) -> dict[str, Any]:
    shares = {f"period_{m.period_id}": m.expected_share * 100 for m in target.milestones.all()}
    return {"scope": key, **{name: getattr(target, name) for name in TARGET_VALUES}, **shares}


TargetGrid: Any = forms.formset_factory(TargetForm, formset=BaseTargets, can_delete=True)

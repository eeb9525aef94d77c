"""One row of the page on which a unit sets targets of its own."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms

from plans.enums import Direction, Operator, UnitRule
from plans.models import Indicator, Target, UnitTarget
from plans.unit_targets import Comparison, compare, value_of
from schools.widgets import PlainSelect
from vietnamese.forms import VietnameseDecimalField

OPERATORS = [
    (Operator.AT_LEAST.value, "≥"),
    (Operator.GREATER.value, ">"),
    (Operator.EQUAL.value, "="),
    (Operator.AT_MOST.value, "≤"),
    (Operator.LESS.value, "<"),
]
_BY_DIRECTION = {Direction.HIGHER: Operator.AT_LEAST, Direction.LOWER: Operator.AT_MOST}


class OwnTargetForm(forms.Form):
    """One indicator of the plan: what the unit wants, beside what the plan wants of it. Empty means none."""

    operator = forms.ChoiceField(
        label="So sánh", choices=OPERATORS, widget=PlainSelect(attrs={"class": "form-select form-select-sm"})
    )
    numerator = VietnameseDecimalField(label="Tử số", required=False, min_value=Decimal(0))
    denominator = VietnameseDecimalField(label="Mẫu số", required=False, min_value=Decimal(0))
    value = VietnameseDecimalField(label="Giá trị", required=False)

    def __init__(
        self, data: Any = None, *, indicator: Indicator, wanted: Target | None, own: UnitTarget | None = None
    ) -> None:
        self.indicator, self.wanted = indicator, wanted
        super().__init__(data, prefix=f"t{indicator.pk}", initial=self._start(own))
        unused = ("value",) if indicator.is_ratio else ("numerator", "denominator")
        for name in unused:
            del self.fields[name]
        for name in self.cells:
            self.fields[name].widget.attrs |= {"class": "cell", "aria-label": f"{indicator.short_name}: {name}"}
        whole = indicator.decimals == 0 and not indicator.is_ratio
        if whole:
            number: Any = self.fields["value"]
            number.integer = True

    def _start(self, own: UnitTarget | None) -> dict[str, Any]:
        if own:
            return {name: getattr(own, name) for name in ("operator", "numerator", "denominator", "value")}
        if self.wanted and self.wanted.operator in dict(OPERATORS):
            return {"operator": self.wanted.operator}
        return {"operator": _BY_DIRECTION.get(Direction(self.indicator.direction), Operator.EQUAL).value}

    @property
    def cells(self) -> tuple[str, ...]:
        return ("numerator", "denominator") if self.indicator.is_ratio else ("value",)

    @property
    def boxes(self) -> Iterator[Any]:
        """The boxes of the row in their order."""
        return (self[name] for name in self.cells)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        given = [name for name in self.cells if data.get(name) is not None]
        if self.errors or not given:
            return data
        if len(given) < len(self.cells):
            missing = next(name for name in self.cells if name not in given)
            self.add_error(missing, "Ghi đủ cả tử số và mẫu số.")
        elif self.indicator.is_ratio:
            self._check_ratio(data)
        return data

    def _check_ratio(self, data: dict[str, Any]) -> None:
        if data["denominator"] == 0:
            self.add_error("denominator", "Mẫu số phải lớn hơn 0.")
        elif self.indicator.unit == "%" and data["numerator"] > data["denominator"]:
            self.add_error("numerator", "Tử số không lớn hơn mẫu số.")

    def target(self) -> UnitTarget | None:
        """The unsaved row, None when nothing was typed."""
        data = self.cleaned_data
        if all(data.get(name) is None for name in self.cells):
            return None
        numbers = {name: data[name] for name in self.cells}
        return UnitTarget(indicator=self.indicator, operator=data["operator"], **numbers)

    @property
    def rule(self) -> tuple[str, str] | None:
        """Operator and value of the plan's target that can be put beside this unit's, for the page to do so while the
        unit types. What the plan wants of all units together as a sum says nothing about one of them."""
        wanted = self.wanted
        if wanted is None or wanted.value is None or wanted.operator == Operator.IMPROVE:
            return None
        if self.indicator.unit_rule == UnitRule.SUM and wanted.organisation_id is None:
            return None
        return wanted.operator, str(wanted.value)

    @property
    def comparison(self) -> Comparison:
        """What was typed, else what is stored, beside what the plan wants of one unit."""
        if self.wanted is None or self.rule is None or (self.is_bound and self.errors):
            return Comparison()
        source = self.cleaned_data if self.is_bound else self.initial
        own = UnitTarget(**{name: source.get(name) for name in ("numerator", "denominator", "value")})
        return compare(value_of(own, self.indicator.ratio_factor), self.wanted.operator, self.wanted.value)

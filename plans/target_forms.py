"""The grid in which targets are written: one row for each indicator and those for whom the target is."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from plans.enums import Operator
from plans.models import ReportingPeriod, Target
from plans.services.targets import TARGET_VALUES, Scope, TargetRow
from schools.enums import Level
from schools.widgets import PlainSelect
from vietnamese.forms import NFCCharField, VietnameseDateField, VietnameseDecimalField
from vietnamese.numbers import format_number

LARGEST = Decimal("999999999999")
NUMBERS = ("value", "stretch_value", "baseline")
UPWARDS = (Operator.AT_LEAST, Operator.GREATER)
DOWNWARDS = (Operator.AT_MOST, Operator.LESS)
OPERATORS = [
    ("<", "<"),
    ("<=", "≤"),
    ("=", "="),
    (">=", "≥"),
    (">", ">"),
    ("range", "từ–đến"),
    ("improve", "tốt hơn mốc"),
]


def scope_key(scope: Scope) -> str:
    """A scope as a form carries it: `12|MN|`, `12||345`."""
    indicator, level, organisation = scope
    return f"{indicator}|{level}|{organisation or ''}"


def read_scope(key: str) -> Scope | None:
    """The scope a form carried; None when it is none."""
    indicator, level, organisation = [*key.split("|"), "", ""][:3]
    if not (indicator.isascii() and indicator.isdigit()) or level not in ("", *Level.values):
        return None
    return int(indicator), level, int(organisation) if organisation.isascii() and organisation.isdigit() else None


CELL = {"class": "form-control form-control-sm"}
SELECT = {"class": "form-select form-select-sm"}


def _number(label: str, *, decimals: int = 4, **options: Any) -> VietnameseDecimalField:
    limits = {"min_value": -LARGEST, "max_value": LARGEST, **options}
    field = VietnameseDecimalField(label=label, decimals=decimals, required=False, **limits)
    field.widget.attrs |= CELL
    return field


class TargetForm(forms.Form):
    """One target. `period_<id>` holds the share of the way expected at the end of a period, in percent."""

    scope = forms.CharField(widget=forms.HiddenInput, required=False)
    indicator = forms.ChoiceField(label="Chỉ tiêu", required=False, widget=PlainSelect(attrs=SELECT))
    for_whom = forms.ChoiceField(label="Giao cho", required=False, widget=PlainSelect(attrs=SELECT))
    operator = forms.ChoiceField(label="So sánh", choices=OPERATORS, initial=">=", widget=PlainSelect(attrs=SELECT))
    value = _number("Giá trị")
    stretch_value = _number("Phấn đấu, cận trên")
    baseline = _number("Mốc so sánh", decimals=8)
    baseline_on = VietnameseDateField(label="Ngày của mốc", required=False)
    baseline_is_illustrative = forms.BooleanField(label="mốc minh họa", required=False)
    wording = NFCCharField(label="Như văn bản", max_length=200, required=False, widget=forms.TextInput(attrs=CELL))
    is_norm = forms.BooleanField(label="định mức", required=False)
    position = VietnameseDecimalField(label="Thứ tự", integer=True, min_value=0, max_value=32767, required=False)

    def __init__(
        self, *args: Any, periods: Sequence[ReportingPeriod], targets: dict[str, Target], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.periods = periods
        self.target = targets.get(str(self["scope"].value() or ""))
        for name in ("baseline_on", "position"):
            self.fields[name].widget.attrs |= CELL
        for period in periods:
            self.fields[f"period_{period.pk}"] = _number(
                f"Mốc {period.label} (%)", decimals=2, min_value=0, max_value=100
            )
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = str(field.label or name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("DELETE"):
            return data
        self._check_scope(data)
        self._check_numbers(data)
        return data

    def _check_scope(self, data: dict[str, Any]) -> None:
        if data.get("scope"):
            scope = read_scope(data["scope"])
            if scope is None:
                self.add_error(None, "Dòng này không đọc được; tải lại trang.")
        else:
            if not data.get("indicator"):
                self.add_error("indicator", "Chọn chỉ tiêu.")
                return
            scope = read_scope(f"{data['indicator']}|{data.get('for_whom') or '|'}")
        data["key"] = scope

    def _check_numbers(self, data: dict[str, Any]) -> None:
        if any(name in self.errors for name in ("operator", "value", "stretch_value")):
            return
        operator, value, stretch = data["operator"], data.get("value"), data.get("stretch_value")
        if operator == Operator.IMPROVE:
            if data.get("baseline") is None and "baseline" not in self.errors:
                self.add_error("baseline", "“Tốt hơn mốc” cần mốc so sánh.")
        elif value is None:
            self.add_error("value", "Ghi giá trị.")
        elif operator == Operator.RANGE and (stretch is None or stretch < value):
            self.add_error("stretch_value", "Ghi cận trên, không nhỏ hơn giá trị.")
        elif stretch is not None and (
            (operator in UPWARDS and stretch < value) or (operator in DOWNWARDS and stretch > value)
        ):
            self.add_error("stretch_value", "Mức phấn đấu phải tốt hơn giá trị.")

    @property
    def understood(self) -> list[tuple[str, str]]:
        """What was read where somebody typed a number or a day in another way: label, text."""
        found = []
        for name, field in self.fields.items():
            typed, value = (self[name].data or ""), getattr(self, "cleaned_data", {}).get(name)
            if not isinstance(typed, str) or value is None or name in self.errors:
                continue
            shown = field.prepare_value(value) if isinstance(value, dt.date | Decimal) else typed
            if shown != typed.strip():
                found.append((str(field.label), str(shown)))
        return found

    @property
    def shares(self) -> list[tuple[ReportingPeriod, Any, str]]:
        """For each period its field, and the value that share of the way means."""
        return [(period, self[f"period_{period.pk}"], self._meant(period)) for period in self.periods]

    def _meant(self, period: ReportingPeriod) -> str:
        share, value, baseline = (self._given(name) for name in (f"period_{period.pk}", "value", "baseline"))
        if share is None or value is None or baseline is None:
            return ""
        unit = self.target.indicator.unit if self.target else ""
        number = format_number(baseline + share / 100 * (value - baseline), decimals=2, trim=True)
        return number + ("%" if unit == "%" else f" {unit}" if unit else "")

    def _given(self, name: str) -> Decimal | None:
        found = getattr(self, "cleaned_data", {}).get(name) if self.is_bound else self.initial.get(name)
        return Decimal(found) if found is not None else None

    def says_something(self) -> bool:
        """Whether the row is of a stored target, or of a new one about which something was typed."""
        return bool(self["scope"].value()) or self.has_changed()

    def row(self, last: int = 0) -> TargetRow:
        """What was typed, for `services.targets`; only of a valid form. Without a position it goes behind `last`."""
        data = self.cleaned_data
        if data.get("DELETE"):
            scope = read_scope(data.get("scope", ""))
            return TargetRow(scope or (0, "", None), is_removed=True)
        shares = {
            period.pk: None if (share := data.get(f"period_{period.pk}")) is None else share / 100
            for period in self.periods
        }
        values = {name: data.get(name) for name in TARGET_VALUES}
        position = last + 1 if values["position"] is None else int(values["position"])
        return TargetRow(data["key"], {**values, "position": position}, shares)

"""A number the plan sets, and the indicator it is measured by."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

from plans.enums import Operator
from plans.import_forms.base import RowForm
from plans.import_forms.fields import choice_field, text_field, tick_field
from plans.import_forms.places import CATALOGUE_LIST, listed_field
from plans.imports.matching import Suggestion
from plans.models import Indicator
from vietnamese.forms import VietnameseDecimalField


def _value(label: str) -> VietnameseDecimalField:
    return VietnameseDecimalField(label=label, required=False, decimals=4, max_digits=16)


class TargetForm(RowForm):
    """An indicator is attached by taking a suggestion, naming another, or naming a new one; else the target waits."""

    widths = {"operator": 4, "value": 3, "value_to": 3, "unit": 2, "indicator": 12, "other": 6, "new_name": 6}

    asked = frozenset({"value_to", "indicator", "other", "new_name"})
    folded = frozenset({"wording", "other", "new_name"})

    include = tick_field("Đưa vào")
    operator = choice_field("Phép so sánh", Operator.choices, empty="— chưa rõ —")
    value = _value("Giá trị")
    value_to = _value("Đến (nếu là khoảng)")
    unit = text_field("Đơn vị tính", 30)
    wording = text_field("Như văn bản ghi", 200)
    indicator = choice_field("Gắn với chỉ tiêu", [], empty="Chưa gắn – không đưa vào kế hoạch")
    other = listed_field("Hoặc chỉ tiêu khác trong danh mục", CATALOGUE_LIST)
    new_name = text_field("Hoặc tạo chỉ tiêu mới tên là", 250)

    def prepare(self) -> None:
        self.fields["indicator"].choices = self._choices()  # type: ignore[attr-defined]

    @property
    def fold_title(self) -> str:
        return "Chỉ tiêu khác, chỉ tiêu mới, lời văn"

    @property
    def is_unfolded(self) -> bool:
        unsure = not self.suggestions and not self.is_attached
        return unsure or super().is_unfolded or any(self.texts.get(name) for name in ("other", "new_name"))

    @property
    def understood(self) -> str:
        """The likeliest indicator, in sight before the list of choices is opened."""
        if self.is_attached or not self.suggestions:
            return ""
        best = self.suggestions[0]
        name = self.review.catalogue.listed(best.indicator)
        return f"Cổng gợi ý {name} (khớp {best.percent}%); đúng thì chọn ở trên."

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        """The likeliest indicators, by the words of the sentence, of what stands before it, and of its heading."""
        return self.review.catalogue.suggest(
            self.row.quote, self.texts.get("unit", ""), before=self.review.words_before(self.row)
        )

    def _choices(self) -> list[tuple[str, str]]:
        rows = [("", "Chưa gắn – không đưa vào kế hoạch")]
        rows += [
            (found.indicator.code, f"Gợi ý: {self.review.catalogue.listed(found.indicator)} (khớp {found.percent}%)")
            for found in self.suggestions
        ]
        # A choice made earlier stays valid when other words would be suggested today.
        chosen = self.texts.get("indicator", "")
        if chosen and chosen not in dict(rows) and (known := self.review.catalogue.find(chosen)):
            rows.append((chosen, self.review.catalogue.listed(known)))
        return rows

    def clean_other(self) -> Indicator | None:
        text = self.cleaned_data["other"]
        if not text:
            return None
        code = text.partition(" – ")[0]
        found = self.review.catalogue.find(text) or self.review.catalogue.find(code)
        if found is None:
            raise ValidationError(f"Không có chỉ tiêu “{text}” trong danh mục; ghi mã hoặc chọn từ danh sách gợi ý.")
        return found

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if not self.is_included:
            return values
        if sum(bool(values.get(name)) for name in ("indicator", "other", "new_name")) > 1:
            self.add_error("other", "Chỉ chọn một cách: gợi ý, chỉ tiêu khác hoặc chỉ tiêu mới.")
        if self.is_attached:
            self._check_value(values)
        return values

    def _check_value(self, values: dict[str, Any]) -> None:
        """What the portal can judge: an operator with a value, two ordered ends for a range."""
        operator, value, value_to = (values.get(name) for name in ("operator", "value", "value_to"))
        if not operator and "operator" in values:
            self.add_error("operator", "Chọn phép so sánh; văn bản không nói rõ.")
        if value is None and "value" in values and operator != Operator.IMPROVE:
            self.add_error("value", "Ghi giá trị.")
        if operator == Operator.RANGE and "value_to" in values and (value_to is None or (value or 0) > value_to):
            self.add_error("value_to", "Khoảng phải có cận trên không nhỏ hơn cận dưới.")
        if self.texts.get("new_name") and not values.get("unit") and "unit" in values:
            self.add_error("unit", "Chỉ tiêu mới phải có đơn vị tính.")

    @property
    def is_attached(self) -> bool:
        return any(self.texts.get(name) for name in ("indicator", "other", "new_name"))

    @property
    def chosen(self) -> Indicator | None:
        """The indicator of the catalogue that was chosen; None for a new one."""
        other = self.cleaned_data.get("other")
        return other or self.review.catalogue.find(self.cleaned_data.get("indicator") or "")

"""Documents the plan rests on or carries out, and the opening words."""

from typing import Any

from plans.enums import DocumentType, RelationKind
from plans.import_forms.base import RowForm
from plans.import_forms.fields import choice_field, date_field, text_field, tick_field


class OpeningForm(RowForm):
    """The opening of the plan, as it stands in the document."""

    text = text_field("Lời mở đầu của kế hoạch", 20_000, rows=6)


class RelationForm(RowForm):
    """One cited document."""

    widths = {"kind": 4, "type": 4, "number": 4, "symbol": 4, "issued_on": 4, "issuer": 4}

    include = tick_field("Đưa vào")
    kind = choice_field("Quan hệ", RelationKind.choices, empty="— chưa chọn —")
    type = choice_field("Loại văn bản", DocumentType.choices, empty="Văn bản khác")
    number = text_field("Số", 20)
    symbol = text_field("Ký hiệu", 40)
    issued_on = date_field("Ngày")
    issuer = text_field("Cơ quan ban hành", 200)
    subject = text_field("Về việc", 2000, rows=2)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if self.is_included and "kind" in values and not values["kind"]:
            self.add_error("kind", "Chọn căn cứ, thực hiện hay quan hệ khác.")
        if self.is_included and not any(values.get(name) for name in ("number", "subject")):
            self.add_error("subject", "Ghi số hoặc nội dung của văn bản.")
        return values

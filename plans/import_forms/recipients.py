"""Who gets the plan, and who signed it."""

from typing import Any

from plans.enums import RecipientRole
from plans.import_forms.base import RowForm
from plans.import_forms.fields import choice_field, text_field, tick_field
from plans.import_forms.places import EVERYBODY_LIST, listed_field, organisation_named
from schools.models import Organisation


class ClosingForm(RowForm):
    """The closing words, as they stand in the document."""

    text = text_field("Lời kết của kế hoạch", 20_000, rows=4)


class RecipientForm(RowForm):
    """A line of "Nơi nhận"."""

    widths = {"name": 8, "role": 4}
    asked = frozenset({"organisation"})

    include = tick_field("Đưa vào")
    name = text_field("Nơi nhận", 200)
    role = choice_field("Để", RecipientRole.choices, empty="— chưa rõ —")
    organisation = listed_field("Đơn vị trong cổng (nếu là một đơn vị)", EVERYBODY_LIST)

    def clean_organisation(self) -> Organisation | None:
        return organisation_named(self.review, self.cleaned_data["organisation"])

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if self.is_included and "name" in values and not values["name"]:
            self.add_error("name", "Ghi nơi nhận, hoặc bỏ chọn dòng này.")
        return values


class SignerForm(RowForm):
    """The signature block."""

    widths = {"capacity": 6, "title": 6, "name": 6}
    asked = frozenset({"capacity"})  # most heads sign in their own right

    capacity = text_field("Quyền hạn ký", 120)
    title = text_field("Chức vụ người ký", 120)
    name = text_field("Người ký", 120)

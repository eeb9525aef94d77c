"""Fields in which a person names an organisation or an indicator by its name, with a list to choose from."""

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError

from schools.models import Organisation
from vietnamese.forms import NFCCharField

if TYPE_CHECKING:
    from plans.import_forms.review import Review

ISSUING_LIST, EVERYBODY_LIST, CATALOGUE_LIST = "list-issuing", "list-organisations", "list-indicators"


def listed_field(label: str, listing: str) -> NFCCharField:
    """A text with suggestions from a list that stands once on the page."""
    widget = forms.TextInput(attrs={"list": listing, "autocomplete": "off"})
    return NFCCharField(label=label, max_length=250, required=False, widget=widget)


def organisation_named(review: "Review", text: str) -> Organisation | None:
    """The organisation a person named; None for an empty field.

    Raises:
        ValidationError: there is none with this name, or several.
    """
    if not text:
        return None
    found = review.directory.find(text)
    if not found:
        raise ValidationError(f"Không có đơn vị nào tên “{text}” trong cổng; chọn từ danh sách gợi ý hoặc để trống.")
    if len(found) > 1:
        names = "; ".join(sorted({row.name for row in found}))
        raise ValidationError(f"Có {len(found)} đơn vị mang tên này: {names}. Hãy ghi tên đầy đủ.")
    return found[0]

"""The head of the plan and the bodies it concerns."""

from typing import Any

from django.core.exceptions import ValidationError

from plans.enums import DocumentStyle, DocumentType
from plans.import_forms.base import RowForm
from plans.import_forms.fields import choice_field, date_field, text_field
from plans.import_forms.places import ISSUING_LIST, listed_field, organisation_named
from schools.models import Organisation
from vietnamese.forms import VietnameseDecimalField

# Without these no plan can be made; the names are those of the form.
NEEDED = {
    "subject": "trích yếu",
    "title": "tên gọi ngắn",
    "report_subject": "trích yếu của báo cáo",
    "year": "năm kế hoạch",
    "issuer": "cơ quan ban hành trong cổng",
    "receiver": "cơ quan nhận báo cáo",
    "forwarded_to": "cơ quan nhận tổng hợp",
}
NOT_OURS = "Đơn vị nhập văn bản ({name}) phải là cơ quan ban hành hoặc cơ quan nhận báo cáo."


class HeaderForm(RowForm):
    """What stands in the head of the document, then what the portal needs besides."""

    widths = {
        "document_type": 4, "number": 3, "symbol": 5, "style": 6, "place": 6, "issued_on": 6, "issued_after": 6,
        "superior": 6, "issuer_name": 6, "year": 3, "term": 3, "issuer": 6, "receiver": 6, "forwarded_to": 6,
    }  # fmt: skip

    asked = frozenset({"term", "issued_after"})

    document_type = choice_field("Loại văn bản", DocumentType.choices, empty="— chưa rõ —")
    number = text_field("Số", 20)
    symbol = text_field("Ký hiệu", 40)
    style = choice_field("Thể thức", DocumentStyle.choices, empty="— chưa rõ —")
    place = text_field("Địa danh", 80)
    issued_on = date_field("Ngày ban hành")
    issued_after = date_field("Ban hành sau ngày (khi chưa rõ ngày)")
    superior = text_field("Cơ quan chủ quản như văn bản", 200)
    issuer_name = text_field("Cơ quan ban hành như văn bản", 200)
    subject = text_field("Trích yếu", 2000, rows=3)
    title = text_field("Tên gọi ngắn trên cổng", 160)
    report_subject = text_field("Trích yếu của báo cáo (nối sau tên báo cáo)", 250)
    year = VietnameseDecimalField(label="Năm kế hoạch", required=False, integer=True, min_value=2000, max_value=2100)
    term = text_field("Nhiệm kỳ (văn bản Đảng)", 9)
    issuer = listed_field("Cơ quan ban hành trong cổng", ISSUING_LIST)
    receiver = listed_field("Cơ quan nhận, duyệt báo cáo", ISSUING_LIST)
    forwarded_to = listed_field("Cơ quan nhận báo cáo tổng hợp", ISSUING_LIST)

    def clean_issuer(self) -> Organisation | None:
        return organisation_named(self.review, self.cleaned_data["issuer"])

    def clean_receiver(self) -> Organisation | None:
        return organisation_named(self.review, self.cleaned_data["receiver"])

    def clean_forwarded_to(self) -> Organisation | None:
        return organisation_named(self.review, self.cleaned_data["forwarded_to"])

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if values.get("issued_on") and values.get("issued_after"):
            self.add_error("issued_after", "Đã rõ ngày ban hành thì để trống ô này.")
        bodies = [values.get("issuer"), values.get("receiver")]
        ours = self.review.plan_import.organisation
        if all(bodies) and ours not in bodies:
            self.add_error("receiver", ValidationError(NOT_OURS.format(name=ours.short_name)))
        return values

    @property
    def missing(self) -> list[str]:
        """What still keeps the plan from being saved, in words."""
        return [label for name, label in NEEDED.items() if not self.texts.get(name)]

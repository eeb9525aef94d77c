"""The short form with which a plan begins."""

from typing import Any

from django.utils import timezone

from plans.enums import DocumentStyle, DocumentType
from plans.header_forms import HeaderForm
from schools.enums import OrganisationKind, Role
from schools.models import Organisation
from schools.queries import actor_of

PARTY_KINDS = (OrganisationKind.PARTY_COMMITTEE, OrganisationKind.PARTY_BODY)


class NewPlanForm(HeaderForm):
    """What is needed to begin: the rest has its own steps."""

    class Meta(HeaderForm.Meta):
        fields = (
            "style",
            "document_type",
            "number",
            "symbol",
            "term",
            "issued_on",
            "issued_after",
            "issuer",
            "receiver",
            "forwarded_to",
            "year",
            "title",
            "subject",
            "report_subject",
        )

    def __init__(self, data: Any = None, *, by: Any) -> None:
        super().__init__(data, by=by, initial=_initial(by))
        self.fields["report_subject"].required = False
        self.fields["report_subject"].help_text = "Để trống thì cổng ghi “thực hiện” và tên gọi ngắn."
        self.fields["symbol"].help_text = "Để trống thì lấy theo tên gọi của cơ quan ban hành."


def _initial(by: Any) -> dict[str, Any]:
    """A plan of the person's own organisation, reported to it and summed up for the body above."""
    own = sorted(actor_of(by).organisations(Role.OFFICER, Role.HEAD))
    home = Organisation.objects.filter(pk__in=own[:1]).first()
    if home is None:
        return {}
    style = DocumentStyle.PARTY if home.kind in PARTY_KINDS else DocumentStyle.STATE
    return {
        "style": style,
        "document_type": DocumentType.KH,
        "issuer": home.pk,
        "receiver": home.pk,
        "forwarded_to": home.parent_id or home.pk,
        "year": timezone.localdate().year,
    }

"""What happened to schools and communes over time: mergers, splits, new names, transfers (domain reference §5.6)."""

from django.db import models

from schools.enums import ChangeKind, ChangeSide
from schools.models.organisation import Organisation
from vietnamese.fields import NFCCharField


class OrganisationChange(models.Model):
    """One decision about organisations, in force from a day. What was before ends on the eve of that day; nothing is
    deleted, so figures of earlier periods stay as they were."""

    kind = models.CharField("loại thay đổi", max_length=8, choices=ChangeKind)
    effective_on = models.DateField("có hiệu lực từ")
    decision = NFCCharField("văn bản quyết định", max_length=200, blank=True)
    note = NFCCharField("ghi chú", max_length=300, blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)
    organisations = models.ManyToManyField(
        Organisation, verbose_name="đơn vị", through="OrganisationChangeParty", related_name="changes"
    )

    class Meta:
        verbose_name = "thay đổi đơn vị"
        verbose_name_plural = "thay đổi đơn vị"
        ordering = ["-effective_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.effective_on:%d/%m/%Y}"


class OrganisationChangeParty(models.Model):
    """An organisation as it was before, or as it is after, a change."""

    change = models.ForeignKey(
        OrganisationChange, verbose_name="thay đổi", on_delete=models.CASCADE, related_name="parties"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="change_parties"
    )
    side = models.CharField("trước hay sau", max_length=6, choices=ChangeSide)

    class Meta:
        verbose_name = "đơn vị của thay đổi"
        verbose_name_plural = "đơn vị của thay đổi"
        ordering = ["change", "side", "organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "organisation", "side"],
                name="change_party_once",
                violation_error_message="Đơn vị đã được ghi ở phía này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}: {self.organisation}"

"""Who enters the money of a plan."""

from django.db import models

from plans.models import Plan
from schools.models import Organisation


class FundKeeper(models.Model):
    """The organisation whose officers enter the figures of a plan's funds (Plan 04 IV: the finance office)."""

    plan = models.OneToOneField(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="fund_keeper")
    organisation = models.ForeignKey(
        Organisation, verbose_name="đơn vị theo dõi kinh phí", on_delete=models.PROTECT, related_name="kept_funds"
    )

    class Meta:
        verbose_name = "đơn vị theo dõi kinh phí"
        verbose_name_plural = "đơn vị theo dõi kinh phí"
        ordering = ["plan"]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.plan}"

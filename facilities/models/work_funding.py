"""What each source is to pay for a work."""

from django.db import models
from django.db.models import Q

from facilities.models.fund_source import FundSource
from facilities.models.work import Work


class WorkFunding(models.Model):
    """What one source is to pay for a work, in million đồng."""

    work = models.ForeignKey(Work, verbose_name="công trình", on_delete=models.CASCADE, related_name="funding")
    source = models.ForeignKey(FundSource, verbose_name="nguồn", on_delete=models.PROTECT, related_name="work_funding")
    amount_million = models.DecimalField("số tiền (triệu đồng)", max_digits=12, decimal_places=3)

    class Meta:
        verbose_name = "vốn của công trình"
        verbose_name_plural = "vốn của công trình"
        ordering = ["work", "source__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "source"],
                name="work_funding_once",
                violation_error_message="Công trình đã có nguồn này.",
            ),
            models.CheckConstraint(
                condition=Q(amount_million__gt=0),
                name="work_funding_positive",
                violation_error_message="Số tiền phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work}: {self.source}"

"""Money spent from what was given, in million đồng."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from facilities.models.allocation import Allocation
from vietnamese.fields import NFCCharField


class Expenditure(models.Model):
    """Money spent from an allocation on a day."""

    allocation = models.ForeignKey(
        Allocation, verbose_name="kinh phí được giao", on_delete=models.CASCADE, related_name="expenditures"
    )
    amount_million = models.DecimalField("số tiền đã chi (triệu đồng)", max_digits=12, decimal_places=3)
    spent_on = models.DateField("ngày chi")
    note = NFCCharField("nội dung", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "khoản chi"
        verbose_name_plural = "khoản chi"
        ordering = ["allocation", "spent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_million__gt=0),
                name="expenditure_positive",
                violation_error_message="Số tiền phải lớn hơn 0.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.allocation}, {self.spent_on:%d/%m/%Y}"

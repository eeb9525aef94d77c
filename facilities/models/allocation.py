"""Money given for a plan, in million đồng."""

from django.db import models
from django.db.models import Q

from facilities.models.fund_source import FundSource
from facilities.models.work import Work
from plans.models import Plan
from schools.models import School
from vietnamese.fields import NFCCharField


class Allocation(models.Model):
    """Money given from one source to one school, or to what all schools share when there is no school."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="allocations")
    school = models.ForeignKey(
        School, verbose_name="trường", null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    work = models.ForeignKey(
        Work, verbose_name="công trình", null=True, blank=True, on_delete=models.SET_NULL, related_name="allocations"
    )
    source = models.ForeignKey(FundSource, verbose_name="nguồn", on_delete=models.PROTECT, related_name="allocations")
    purpose = NFCCharField("nội dung chi", max_length=200)
    amount_million = models.DecimalField("số tiền được giao (triệu đồng)", max_digits=12, decimal_places=3)
    allocated_on = models.DateField("ngày giao")
    decision = NFCCharField("quyết định", max_length=120, blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)
    version = models.PositiveIntegerField("phiên bản", default=0)

    class Meta:
        verbose_name = "kinh phí được giao"
        verbose_name_plural = "kinh phí được giao"
        ordering = ["plan", "school__organisation__sort_key", "allocated_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_million__gt=0),
                name="allocation_positive",
                violation_error_message="Số tiền phải lớn hơn 0.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.school or self.plan}: {self.purpose}"

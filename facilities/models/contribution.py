"""What the community gave to a school."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from facilities.enums import ContributionKind
from plans.models import Plan
from schools.models import School
from vietnamese.fields import NFCCharField


class Contribution(models.Model):
    """What the community gave to a school (domain reference B68): money, days of work, or things with their value."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="contributions")
    school = models.ForeignKey(School, verbose_name="trường", on_delete=models.PROTECT, related_name="contributions")
    kind = models.CharField("hình thức", max_length=8, choices=ContributionKind)
    amount_million = models.DecimalField("giá trị (triệu đồng)", max_digits=12, decimal_places=3, null=True, blank=True)
    labour_days = models.DecimalField("số ngày công", max_digits=8, decimal_places=1, null=True, blank=True)
    giver = NFCCharField("người, đơn vị đóng góp", max_length=200, blank=True)
    note = NFCCharField("nội dung", max_length=200, blank=True)
    received_on = models.DateField("ngày nhận")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "đóng góp của cộng đồng"
        verbose_name_plural = "đóng góp của cộng đồng"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=ContributionKind.LABOUR) & Q(labour_days__gt=0))
                | (~Q(kind=ContributionKind.LABOUR) & Q(amount_million__gt=0) & Q(labour_days__isnull=True)),
                name="contribution_says_how_much",
                violation_error_message="Ngày công ghi số ngày; tiền và hiện vật ghi giá trị.",
            ),
            models.CheckConstraint(
                condition=Q(amount_million__isnull=True) | Q(amount_million__gt=0),
                name="contribution_positive",
                violation_error_message="Giá trị phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}: {self.get_kind_display()}"

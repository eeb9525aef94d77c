"""The plan a school (or another unit) makes of its own to carry out the plan above (Plan 04, IV.2)."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver

from plans.enums import FileType, Operator
from plans.models.indicator import Indicator
from plans.models.plan import Plan
from schools.models import Organisation
from vietnamese.fields import NFCCharField, NFCTextField


class UnitPlan(models.Model):
    """A unit's own plan as it was registered: number, date, subject and, when it was sent, the file."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.PROTECT, related_name="unit_plans")
    organisation = models.ForeignKey(
        Organisation, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="unit_plans"
    )
    number = models.CharField("số", max_length=20, help_text="Ví dụ: 12.")
    symbol = models.CharField("ký hiệu", max_length=40, blank=True, help_text="Ví dụ: KH-MNCV.")
    issued_on = models.DateField("ngày ban hành")
    subject = NFCTextField("trích yếu", blank=True)
    file = models.FileField("tệp", upload_to="unit-plans/%Y/", blank=True)
    file_name = NFCCharField("tên tệp", max_length=200, blank=True)
    file_type = models.CharField("loại tệp", max_length=5, choices=FileType, blank=True)
    size = models.PositiveIntegerField("dung lượng (byte)", default=0)
    sha256 = models.CharField("mã kiểm tra", max_length=64, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người đăng ký", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    registered_at = models.DateTimeField("đăng ký lúc")
    changed_at = models.DateTimeField("sửa lúc")
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "kế hoạch của đơn vị"
        verbose_name_plural = "kế hoạch của đơn vị"
        ordering = ["plan", "organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "organisation"],
                name="unit_plan_once",
                violation_error_message="Đơn vị đã đăng ký kế hoạch thực hiện.",
            ),
            models.CheckConstraint(
                condition=Q(file="") | (~Q(file_name="") & ~Q(file_type="") & ~Q(sha256="") & Q(size__gt=0)),
                name="unit_plan_file_described",
                violation_error_message="Tệp kèm theo phải có tên, loại và mã kiểm tra.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.full_number}"

    @property
    def full_number(self) -> str:
        """`12/KH-MNCV`."""
        return f"{self.number}/{self.symbol}" if self.symbol else self.number


class UnitTarget(models.Model):
    """What the unit wants to reach itself. A rate is planned as two counts, so that the sum of all units is a rate."""

    unit_plan = models.ForeignKey(
        UnitPlan, verbose_name="kế hoạch của đơn vị", on_delete=models.CASCADE, related_name="targets"
    )
    indicator = models.ForeignKey(
        Indicator, verbose_name="chỉ tiêu", on_delete=models.PROTECT, related_name="unit_targets"
    )
    operator = models.CharField("phép so sánh", max_length=8, choices=Operator)
    numerator = models.DecimalField("tử số", max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField("mẫu số", max_digits=16, decimal_places=4, null=True, blank=True)
    value = models.DecimalField("giá trị", max_digits=16, decimal_places=4, null=True, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu của đơn vị"
        verbose_name_plural = "chỉ tiêu của đơn vị"
        ordering = ["unit_plan", "indicator__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_plan", "indicator"],
                name="unit_target_once",
                violation_error_message="Chỉ tiêu này đã có.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | (Q(numerator__isnull=False) & Q(denominator__gt=0)),
                name="unit_target_has_value",
                violation_error_message="Ghi giá trị, hoặc tử số và mẫu số lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=Q(
                    operator__in=[Operator.LESS, Operator.AT_MOST, Operator.EQUAL, Operator.AT_LEAST, Operator.GREATER]
                ),
                name="unit_target_operator_known",
                violation_error_message="Chọn một phép so sánh với một giá trị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_plan}: {self.indicator.code}"


@receiver(post_delete, sender=UnitPlan)
def delete_stored_plan(instance: UnitPlan, **_: Any) -> None:
    """No file outlives its row, however the row went; a rollback keeps both."""
    storage, name = instance.file.storage, str(instance.file.name or "")
    if name:
        transaction.on_commit(lambda: storage.delete(name), robust=True)

"""What was found on a visit, and what must be mended by when."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from facilities.enums import FindingResult
from facilities.models.inspection import Inspection
from facilities.models.inspection_topic import InspectionTopic
from facilities.models.work import Work
from vietnamese.fields import NFCCharField, NFCTextField


class Finding(models.Model):
    """What was found under one topic, or about one work of the school; its text is kept as it was on the visit.

    `seen_percent` is of a work: how much of it was seen done, 0 to 100. `mend_by` is the last day that is in time."""

    inspection = models.ForeignKey(
        Inspection, verbose_name="lần kiểm tra", on_delete=models.CASCADE, related_name="findings"
    )
    topic = models.ForeignKey(
        InspectionTopic,
        verbose_name="mục trong danh mục",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="findings",
    )
    work = models.ForeignKey(
        Work, verbose_name="công trình", null=True, blank=True, on_delete=models.SET_NULL, related_name="findings"
    )
    text = NFCCharField("nội dung kiểm tra", max_length=200)
    result = models.CharField("kết quả", max_length=14, choices=FindingResult, default=FindingResult.NOT_LOOKED)
    note = NFCTextField("nhận xét", blank=True)
    seen_percent = models.PositiveSmallIntegerField(
        "khối lượng thấy tại chỗ (%)", null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    mend_by = models.DateField("khắc phục chậm nhất ngày", null=True, blank=True)
    mended_on = models.DateField("đã khắc phục ngày", null=True, blank=True)
    mended_note = NFCCharField("trường đã làm gì", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "nội dung đã kiểm tra"
        verbose_name_plural = "nội dung đã kiểm tra"
        ordering = ["inspection", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "position"],
                name="finding_position_once",
                violation_error_message="Hai nội dung không thể cùng số thứ tự.",
            ),
            models.CheckConstraint(
                condition=Q(result=FindingResult.ISSUE) | (Q(mend_by__isnull=True) & Q(mended_on__isnull=True)),
                name="finding_mended_only_issue",
                violation_error_message="Chỉ nội dung cần khắc phục mới có hạn và ngày khắc phục.",
            ),
            models.CheckConstraint(
                condition=Q(seen_percent__isnull=True) | Q(seen_percent__lte=100),
                name="finding_seen_percent",
                violation_error_message="Khối lượng thấy tại chỗ từ 0 đến 100 phần trăm.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

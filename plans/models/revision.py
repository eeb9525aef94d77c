"""The targets and periods of a plan as they stood from a moment on."""

from django.conf import settings
from django.db import models

from plans.models.plan import Plan
from vietnamese.fields import NFCTextField


class PlanRevision(models.Model):
    """Frozen targets and periods of a plan in force: the first when it is issued, the next with each change.

    Rows are written once and never changed, so that a report always shows the targets it was written against.
    """

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField("lần")
    reason = NFCTextField("lý do", blank=True)
    content = models.JSONField("nội dung")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    made_at = models.DateTimeField("lúc")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người thực hiện", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "bản chỉ tiêu và kỳ báo cáo"
        verbose_name_plural = "bản chỉ tiêu và kỳ báo cáo"
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="plan_revision_once",
                violation_error_message="Lần thay đổi này đã được lưu.",
            ),
            models.CheckConstraint(
                condition=models.Q(number=1) | ~models.Q(reason=""),
                name="plan_revision_reason_given",
                violation_error_message="Thay đổi kế hoạch đang thực hiện phải kèm lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}, lần {self.number}"

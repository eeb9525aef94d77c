"""More time for one report."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.submission import Submission
from vietnamese.fields import NFCTextField


class Extension(models.Model):
    """More time for one report. It ends by itself with its last day."""

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="extensions"
    )
    until = models.DateField("gia hạn đến hết ngày")
    reason = NFCTextField("lý do")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người gia hạn", null=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "gia hạn"
        verbose_name_plural = "gia hạn"
        ordering = ["submission", "until"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="extension_reason_given",
                violation_error_message="Gia hạn phải có lý do.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}: đến {self.until}"

"""A school asks for more time."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.enums import RequestState
from reports.models.extension import Extension
from reports.models.submission import Submission
from vietnamese.fields import NFCTextField


class ExtensionRequest(models.Model):
    """One request, open until the receiver answers or the school takes it back; at most one is open for a report."""

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="extension_requests"
    )
    until = models.DateField("đề nghị gia hạn đến hết ngày")
    reason = NFCTextField("lý do")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người đề nghị", null=True, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField("đề nghị lúc")
    state = models.CharField("kết quả", max_length=10, choices=RequestState, default=RequestState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trả lời",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answer = NFCTextField("nội dung trả lời", blank=True)
    extension = models.OneToOneField(
        Extension,
        verbose_name="gia hạn",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="request",
    )

    class Meta:
        verbose_name = "đề nghị gia hạn"
        verbose_name_plural = "đề nghị gia hạn"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(state=RequestState.OPEN),
                name="extension_request_one_open",
                violation_error_message="Báo cáo đã có đề nghị gia hạn đang chờ trả lời.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="extension_request_reason_given",
                violation_error_message="Đề nghị gia hạn phải có lý do.",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, decided_at__isnull=True)
                | (~Q(state=RequestState.OPEN) & Q(decided_at__isnull=False)),
                name="extension_request_decided_has_time",
                violation_error_message="Đề nghị đã trả lời phải có thời điểm trả lời.",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.GRANTED, extension__isnull=False)
                | (~Q(state=RequestState.GRANTED) & Q(extension__isnull=True)),
                name="extension_request_granted_has_extension",
                violation_error_message="Đề nghị được đồng ý phải kèm gia hạn.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: đề nghị đến {self.until}"

"""What happened to a report: events and frozen versions. Rows are written once and never changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import PlanRevision
from reports.enums import Action, SubmissionStatus
from reports.models.submission import Submission
from vietnamese.fields import NFCTextField


class SubmissionEvent(models.Model):
    """Who did what, when, from which state to which, with which words."""

    submission = models.ForeignKey(Submission, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="events")
    action = models.CharField("việc", max_length=12, choices=Action)
    from_status = models.CharField("từ", max_length=12, choices=SubmissionStatus)
    to_status = models.CharField("đến", max_length=12, choices=SubmissionStatus)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người thực hiện", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("lúc")
    comment = NFCTextField("nội dung", blank=True)
    due_on = models.DateField("nộp lại chậm nhất ngày", null=True, blank=True)

    class Meta:
        verbose_name = "lịch sử báo cáo"
        verbose_name_plural = "lịch sử báo cáo"
        ordering = ["submission", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(action__in=[Action.RETURN, Action.REOPEN, Action.FILE_NIL]) | ~Q(comment=""),
                name="event_reason_given",
                violation_error_message="Việc này phải kèm lý do.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} – {self.submission}"


class SubmissionVersion(models.Model):
    """A report as it was sent, frozen, with the SHA-256 of its canonical JSON."""

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="versions"
    )
    revision = models.PositiveSmallIntegerField("lần nộp")
    plan_revision = models.ForeignKey(
        PlanRevision,
        verbose_name="chỉ tiêu khi nộp",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="submission_versions",
        help_text="Chỉ tiêu và kỳ báo cáo của kế hoạch khi báo cáo được nộp.",
    )
    content = models.JSONField("nội dung")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    created_at = models.DateTimeField("lúc")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nộp", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "bản đã nộp"
        verbose_name_plural = "bản đã nộp"
        ordering = ["submission", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "revision"],
                name="version_once",
                violation_error_message="Lần nộp này đã được lưu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.submission}, lần {self.revision}"

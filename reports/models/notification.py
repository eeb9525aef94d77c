"""Outbox and reminder ledger in one."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.enums import PlanStatus
from plans.models import Plan, ReportingPeriod, Task
from reports.enums import NotificationKind, NotificationStatus
from reports.models.submission import Submission
from schools.queries import actor_of
from vietnamese.fields import NFCCharField, NFCTextField


class NotificationQuerySet(models.QuerySet["Notification"]):
    def deliverable(self, now: dt.datetime) -> Self:
        """Mails that wait and that no other worker has claimed."""
        return self.filter(
            Q(status=NotificationStatus.PENDING),
            Q(claimed_until__isnull=True) | Q(claimed_until__lt=now),
            Q(not_before__isnull=True) | Q(not_before__lte=now),
        ).order_by("created_at", "pk")

    def visible_to(self, user: Any) -> Self:
        """The ledger of the plans whose reports the person's organisation receives; twin of
        `reports.permissions.can(user, PLAN_REMINDERS, notification)`. A person's own messages are found by `recipient`.
        """
        plans = Plan.objects.received_by(actor_of(user)).exclude(status=PlanStatus.DRAFT)
        return self.filter(
            Q(submission__period__plan__in=plans) | Q(submission=None, period__plan__in=plans) | Q(task__plan__in=plans)
        )

    def unread_by(self, user_id: int) -> Self:
        return self.filter(recipient_id=user_id, read_at__isnull=True).exclude(status=NotificationStatus.CANCELLED)


class Notification(models.Model):
    """A message to one person about one report, one period, one task, or (a digest) the day. Written in the
    transaction of the change itself and sent afterwards, once: `(kind, stage, submission, recipient)` is unique,
    whoever writes it, and so it is for a task.

    A message without a report opens `link_path` and names in its stage what makes it unique. `address` is where the
    mail went, because people change theirs.
    """

    kind = models.CharField("loại", max_length=12, choices=NotificationKind)
    stage = models.CharField("mốc", max_length=40)
    submission = models.ForeignKey(
        Submission,
        verbose_name="báo cáo",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="notifications",
    )
    period = models.ForeignKey(
        ReportingPeriod,
        verbose_name="kỳ báo cáo",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="notifications",
        help_text="Của thông báo về cả kỳ; thông báo về một báo cáo ghi báo cáo.",
    )
    task = models.ForeignKey(
        Task,
        verbose_name="nhiệm vụ",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="notifications",
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhận", on_delete=models.CASCADE, related_name="notifications"
    )
    subject = NFCCharField("tiêu đề", max_length=200)
    body = NFCTextField("nội dung")
    link_path = models.CharField("trang liên quan", max_length=200, blank=True)
    address = models.CharField("gửi đến", max_length=254, blank=True)
    status = models.CharField(
        "tình trạng gửi thư", max_length=11, choices=NotificationStatus, default=NotificationStatus.PENDING
    )
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0)
    not_before = models.DateTimeField("không gửi trước", null=True, blank=True)
    claimed_until = models.DateTimeField("đang gửi đến", null=True, blank=True)
    error = models.TextField("lỗi", blank=True)
    created_at = models.DateTimeField("tạo lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    read_at = models.DateTimeField("đọc lúc", null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "read_at"]), models.Index(fields=["status", "claimed_until"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "stage", "submission", "recipient"],
                name="notification_once",
                violation_error_message="Thông báo này đã được tạo.",
            ),
            models.UniqueConstraint(
                fields=["kind", "stage", "recipient"],
                condition=Q(submission__isnull=True, task__isnull=True),
                name="notification_once_without_report",
                violation_error_message="Thông báo này đã được tạo.",
            ),
            models.UniqueConstraint(
                fields=["kind", "stage", "task", "recipient"],
                condition=Q(task__isnull=False),
                name="notification_once_for_task",
                violation_error_message="Thông báo này đã được tạo.",
            ),
            models.CheckConstraint(
                condition=Q(submission__isnull=True) | Q(task__isnull=True),
                name="notification_about_one_thing",
                violation_error_message="Thông báo nói về một báo cáo hoặc một nhiệm vụ.",
            ),
            models.CheckConstraint(
                condition=~Q(status=NotificationStatus.SENT) | Q(sent_at__isnull=False),
                name="notification_sent_has_time",
                violation_error_message="Thông báo đã gửi phải có thời điểm gửi.",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

"""When, how and in which words a plan's late or coming reports are asked for. Edited by the office."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.models import Plan
from reports.enums import Audience, Channel, DayUnit
from vietnamese.fields import NFCCharField, NFCTextField

FARTHEST = 60


class ReminderPlan(models.Model):
    """The hours and days on which a plan's reminders may go out. Created with the default stages when first needed."""

    plan = models.OneToOneField(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="reminder_plan")
    is_active = models.BooleanField("đang nhắc", default=True)
    sends_from = models.TimeField("gửi từ", default=dt.time(7))
    sends_until = models.TimeField("đến trước", default=dt.time(21))
    skips_saturdays = models.BooleanField("không gửi thứ Bảy", default=False)
    skips_sundays = models.BooleanField("không gửi Chủ nhật", default=True)
    skips_holidays = models.BooleanField("không gửi ngày lễ, Tết", default=True)
    updated_at = models.DateTimeField("cập nhật lúc", auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người cập nhật",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "kế hoạch nhắc"
        verbose_name_plural = "kế hoạch nhắc"
        ordering = ["plan"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sends_from__lt=F("sends_until")),
                name="reminder_plan_hours_ordered",
                violation_error_message="Giờ bắt đầu gửi phải trước giờ thôi gửi.",
            )
        ]

    def __str__(self) -> str:
        return f"Kế hoạch nhắc của {self.plan}"


class ReminderStage(models.Model):
    """One moment of a reminder plan. `days` counts from the last on-time day: −7 before it, 0 on it, 1 after it.

    `code` stands in the ledger's keys, so it is made from the distance, unit and audience and is unique in the plan.
    Subject and body carry placeholders such as `{trường}` (`reports.wording`).
    """

    reminder_plan = models.ForeignKey(
        ReminderPlan, verbose_name="kế hoạch nhắc", on_delete=models.CASCADE, related_name="stages"
    )
    code = models.CharField("mã mốc", max_length=16, editable=False)
    days = models.SmallIntegerField("số ngày", help_text="Trước hạn ghi số âm, ví dụ −7; sau hạn ghi số dương.")
    unit = models.CharField("tính theo", max_length=8, choices=DayUnit, default=DayUnit.CALENDAR)
    audience = models.CharField("gửi cho", max_length=8, choices=Audience, default=Audience.SCHOOL)
    channel = models.CharField("cách gửi", max_length=6, choices=Channel, default=Channel.MAIL)
    subject = NFCCharField("tiêu đề", max_length=160)
    body = NFCTextField("lời nhắc")
    is_active = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "mốc nhắc"
        verbose_name_plural = "mốc nhắc"
        ordering = ["reminder_plan", "days", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reminder_plan", "code"],
                name="reminder_stage_once",
                violation_error_message="Kế hoạch nhắc đã có mốc này.",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=-FARTHEST, days__lte=FARTHEST),
                name="reminder_stage_within_reach",
                violation_error_message=f"Mốc nhắc cách hạn không quá {FARTHEST} ngày.",
            ),
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(body=""),
                name="reminder_stage_has_words",
                violation_error_message="Ghi tiêu đề và lời nhắc.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.get_audience_display().lower()}"

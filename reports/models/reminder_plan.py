"""At which hours and on which days a plan's late or coming reports are asked for. Edited by the office."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from plans.models import Plan


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

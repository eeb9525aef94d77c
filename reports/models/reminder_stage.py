"""One moment of a reminder plan, with the words of its reminder. Edited by the office."""

from django.db import models
from django.db.models import Q

from reports.enums import Audience, Channel, DayUnit
from reports.models.reminder_plan import ReminderPlan
from vietnamese.fields import NFCCharField, NFCTextField

FARTHEST = 60


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

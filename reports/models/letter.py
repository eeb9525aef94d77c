"""The letter by which the office urges late organisations (công văn đôn đốc)."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.late_row import LateRow
from schools.enums import Role
from schools.queries import actor_of
from vietnamese.fields import NFCTextField


class ReminderLetterQuerySet(models.QuerySet["ReminderLetter"]):
    def visible_to(self, user: Any) -> Self:
        """Twin of `reports.permissions.can(user, VIEW_BOARD, letter.period)`."""
        actor = actor_of(user)
        open_plans = self.exclude(period__plan__status=PlanStatus.DRAFT)
        if actor.is_administrator:
            return open_plans
        return open_plans.filter(period__plan__receiver__in=actor.organisations(Role.OFFICER, Role.HEAD))


class ReminderLetter(models.Model):
    """A letter as it was drawn up: the late organisations stand in it as they were on that day.

    `rows` is a list of frozen `LateRow`s, read through `late_rows`. Number and date of the letter stay blank: the
    clerk writes them.
    """

    period = models.ForeignKey(
        ReportingPeriod, verbose_name="kỳ báo cáo", on_delete=models.PROTECT, related_name="letters"
    )
    rows = models.JSONField("đơn vị chưa nộp")
    as_of = models.DateField("tính đến ngày")
    respond_by = models.DateTimeField("đề nghị gửi trước")
    note = NFCTextField("nội dung thêm", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người lập", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("lập lúc")

    objects = ReminderLetterQuerySet.as_manager()

    class Meta:
        verbose_name = "công văn đôn đốc"
        verbose_name_plural = "công văn đôn đốc"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Công văn đôn đốc, {self.period}"

    @property
    def late_rows(self) -> tuple[LateRow, ...]:
        return tuple(map(LateRow.thawed, self.rows))

"""How far a work was on the days somebody looked."""

import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from facilities.enums import WorkState
from facilities.models.work import Work
from vietnamese.fields import NFCTextField


class WorkUpdate(models.Model):
    """What somebody saw of a work on a day. `token` is made by the form, so that sending twice writes once."""

    work = models.ForeignKey(Work, verbose_name="công trình", on_delete=models.CASCADE, related_name="updates")
    seen_on = models.DateField("ngày")
    percent = models.PositiveSmallIntegerField("khối lượng (%)", validators=[MaxValueValidator(100)])
    state = models.CharField("tình trạng", max_length=8, choices=WorkState)
    note = NFCTextField("ghi chú", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("ghi lúc")
    token = models.UUIDField("mã lần gửi", unique=True, default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = "tiến độ công trình"
        verbose_name_plural = "tiến độ công trình"
        ordering = ["work", "-seen_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="work_update_percent",
                violation_error_message="Khối lượng từ 0 đến 100 phần trăm.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.work}, {self.seen_on:%d/%m/%Y}: {self.percent} %"

"""The private address of a person's calendar of deadlines."""

from django.conf import settings
from django.db import models


class CalendarFeed(models.Model):
    """Whoever has the address reads the calendar, so it can be replaced: a new nonce makes the old address void.

    The address carries the signed pair of person and nonce; the table alone does not tell it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="người dùng", on_delete=models.CASCADE, related_name="calendar_feed"
    )
    nonce = models.CharField("mã", max_length=32)
    created_at = models.DateTimeField("tạo lúc")
    read_at = models.DateTimeField("đọc gần nhất lúc", null=True, blank=True)

    class Meta:
        verbose_name = "lịch riêng"
        verbose_name_plural = "lịch riêng"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Lịch của {self.user}"

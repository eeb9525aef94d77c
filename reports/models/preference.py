"""How a person wants to be told."""

from django.conf import settings
from django.db import models

from reports.enums import Channel


class ContactPreference(models.Model):
    """What a person has chosen; without a row the defaults of their roles hold (`reports.services.contacting`)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="người dùng", on_delete=models.CASCADE, related_name="contact_preference"
    )
    channel = models.CharField("nhận thông báo", max_length=6, choices=Channel, default=Channel.MAIL)
    wants_digest = models.BooleanField(
        "gộp thành bản tin ngày",
        default=False,
        help_text="Thông báo thường gộp thành một thư mỗi sáng. Yêu cầu bổ sung, gia hạn, hạn mới và thư nhắc vẫn "
        "gửi ngay.",
    )
    updated_at = models.DateTimeField("cập nhật lúc", auto_now=True)

    class Meta:
        verbose_name = "cách nhận thông báo"
        verbose_name_plural = "cách nhận thông báo"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_channel_display()}"

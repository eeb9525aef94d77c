"""Who is writing in a report right now."""

from django.conf import settings
from django.db import models

from reports.models.submission import Submission


class EditingPresence(models.Model):
    """The last sign of life of one person in one report's form. In the database and not in the cache, because the
    embedded portal's cache is not shared between its web processes."""

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="presences"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người dùng", on_delete=models.CASCADE, related_name="+"
    )
    seen_at = models.DateTimeField("thấy lúc")

    class Meta:
        verbose_name = "người đang soạn"
        verbose_name_plural = "người đang soạn"
        ordering = ["submission", "-seen_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "user"],
                name="presence_once",
                violation_error_message="Người này đã được ghi là đang soạn.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.submission}"

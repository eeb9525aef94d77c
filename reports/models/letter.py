"""The letter by which the office urges late organisations (công văn đôn đốc), and its files."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import ReportingPeriod
from reports.enums import FileState
from reports.models.rendered import RenderedFile
from vietnamese.fields import NFCTextField


class ReminderLetter(models.Model):
    """A letter as it was drawn up: the late organisations stand in it as they were on that day.

    `rows` is a list of objects with `submission`, `organisation`, `commune`, `status`, `days_late`. Number and date of
    the letter stay blank: the clerk writes them.
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

    class Meta:
        verbose_name = "công văn đôn đốc"
        verbose_name_plural = "công văn đôn đốc"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Công văn đôn đốc, {self.period}"


class LetterFile(RenderedFile):
    """One rendering of a letter."""

    letter = models.ForeignKey(
        ReminderLetter, verbose_name="công văn đôn đốc", on_delete=models.CASCADE, related_name="files"
    )
    file = models.FileField("tệp", upload_to="letters/%Y/", blank=True)

    class Meta:
        verbose_name = "bản in công văn"
        verbose_name_plural = "bản in công văn"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "format", "content_sha256"],
                name="letter_file_once",
                violation_error_message="Nội dung này đã có bản in.",
            ),
            models.CheckConstraint(
                condition=~Q(state=FileState.READY) | (~Q(file="") & ~Q(file_sha256="") & Q(ready_at__isnull=False)),
                name="letter_file_ready_has_file",
                violation_error_message="Bản in sẵn sàng phải có nội dung.",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="letter_file_progress_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} ({self.get_format_display()})"

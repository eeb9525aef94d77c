"""The files made from a letter of reminder."""

from django.db import models
from django.db.models import Q

from reports.enums import FileState
from reports.models.letter import ReminderLetter
from reports.models.rendered import RenderedFile


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

"""The files made from the reports themselves."""

from django.db import models
from django.db.models import Q

from reports.enums import FileState
from reports.models.rendered import RenderedFile
from reports.models.submission import Submission


class PaperFile(RenderedFile):
    """One rendering of a report as paper."""

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="paper_files"
    )
    file = models.FileField("tệp", upload_to="papers/%Y/", blank=True)

    class Meta:
        verbose_name = "bản in báo cáo"
        verbose_name_plural = "bản in báo cáo"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "format", "content_sha256"],
                name="paper_file_once",
                violation_error_message="Nội dung này đã có bản in.",
            ),
            models.CheckConstraint(
                condition=~Q(state=FileState.READY) | (~Q(file="") & ~Q(file_sha256="") & Q(ready_at__isnull=False)),
                name="paper_file_ready_has_file",
                violation_error_message="Bản in sẵn sàng phải có nội dung.",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="paper_file_progress_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission} ({self.get_format_display()})"

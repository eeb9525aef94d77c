"""The files made from a summary."""

from django.db import models
from django.db.models import Q

from reports.enums import FileState
from reports.models.rendered import RenderedFile
from reports.models.summary import SummaryReport


class SummaryFile(RenderedFile):
    """One rendering of a summary."""

    summary = models.ForeignKey(
        SummaryReport, verbose_name="báo cáo tổng hợp", on_delete=models.CASCADE, related_name="files"
    )
    file = models.FileField("tệp", upload_to="summaries/%Y/", blank=True)

    class Meta:
        verbose_name = "tệp báo cáo tổng hợp"
        verbose_name_plural = "tệp báo cáo tổng hợp"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "format", "content_sha256"],
                name="summary_file_once",
                violation_error_message="Nội dung này đã có tệp.",
            ),
            models.CheckConstraint(
                condition=~Q(state=FileState.READY) | (~Q(file="") & ~Q(file_sha256="") & Q(ready_at__isnull=False)),
                name="summary_file_ready_has_file",
                violation_error_message="Tệp sẵn sàng phải có nội dung.",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="summary_file_progress_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.summary} ({self.get_format_display()})"

"""The files made from the plans themselves."""

from django.db import models
from django.db.models import Q

from plans.models import Plan
from reports.enums import FileState
from reports.models.rendered import RenderedFile


class PlanFile(RenderedFile):
    """One rendering of a plan as a document."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="plan_files")
    file = models.FileField("tệp", upload_to="plans/%Y/", blank=True)

    class Meta:
        verbose_name = "bản in kế hoạch"
        verbose_name_plural = "bản in kế hoạch"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "format", "content_sha256"],
                name="plan_file_once",
                violation_error_message="Nội dung này đã có bản in.",
            ),
            models.CheckConstraint(
                condition=~Q(state=FileState.READY) | (~Q(file="") & ~Q(file_sha256="") & Q(ready_at__isnull=False)),
                name="plan_file_ready_has_file",
                violation_error_message="Bản in sẵn sàng phải có nội dung.",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="plan_file_progress_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} ({self.get_format_display()})"

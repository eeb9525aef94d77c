"""Files made from many records of a plan: who has not reported, the reports of all bodies, the book of a year."""

from django.db import models
from django.db.models import Q

from facilities.models import Inspection
from plans.models import Plan, ReportingPeriod
from reports.enums import BundleScope, CollectionKind, FileState
from reports.models.rendered import RenderedFile
from schools.models import Organisation


class CollectedFile(RenderedFile):
    """One collection. A yearbook has no period; minutes name the body that is visited; `scope` is a bundle's alone."""

    kind = models.CharField("loại", max_length=12, choices=CollectionKind)
    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="collected_files")
    period = models.ForeignKey(
        ReportingPeriod,
        verbose_name="kỳ báo cáo",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="collected_files",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="đơn vị",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="collected_files",
    )
    inspection = models.ForeignKey(
        Inspection,
        verbose_name="lần kiểm tra",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="minutes_files",
    )
    scope = models.CharField("phạm vi", max_length=8, choices=BundleScope, blank=True)
    file = models.FileField("tệp", upload_to="collections/%Y/", blank=True)

    class Meta:
        verbose_name = "tập tài liệu"
        verbose_name_plural = "tập tài liệu"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                # The content names its period or body, so that its hash tells them apart.
                fields=["plan", "kind", "format", "content_sha256"],
                name="collected_file_once",
                violation_error_message="Nội dung này đã có tệp.",
            ),
            models.CheckConstraint(
                condition=~Q(state=FileState.READY) | (~Q(file="") & ~Q(file_sha256="") & Q(ready_at__isnull=False)),
                name="collected_file_ready_has_file",
                violation_error_message="Tệp sẵn sàng phải có nội dung.",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="collected_file_progress_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
            models.CheckConstraint(
                condition=(Q(kind=CollectionKind.REPORTS) & ~Q(scope=""))
                | (~Q(kind=CollectionKind.REPORTS) & Q(scope="")),
                name="collected_file_scope_of_bundle",
                violation_error_message="Chỉ tập báo cáo của các đơn vị mới có phạm vi, và phải có.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.period or self.plan}"

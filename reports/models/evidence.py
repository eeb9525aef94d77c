"""Files that prove what a report says."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import OutlineSection
from reports.enums import EvidenceType
from reports.models.submission import Submission
from vietnamese.fields import NFCCharField


class Evidence(models.Model):
    """One file of one section. Its type was read from its content, never from its name; the stored name says nothing,
    the shown name keeps its Vietnamese letters."""

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="evidence"
    )
    section = models.ForeignKey(
        OutlineSection, verbose_name="mục", on_delete=models.PROTECT, related_name="evidence"
    )
    name = NFCCharField("tên tệp", max_length=200)
    type = models.CharField("loại tệp", max_length=5, choices=EvidenceType)
    file = models.FileField("tệp", upload_to="evidence/%Y/%m/")
    size = models.PositiveIntegerField("dung lượng (byte)")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người tải lên", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField("tải lên lúc")

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["submission", "section__position", "uploaded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "section", "sha256"],
                name="evidence_once",
                violation_error_message="Tệp này đã có ở mục này.",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="evidence_not_empty",
                violation_error_message="Tệp rỗng.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

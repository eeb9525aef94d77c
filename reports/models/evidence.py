"""Files that prove what a report says."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver

from plans.enums import FileType
from plans.models import OutlineSection
from reports.models.submission import Submission
from vietnamese.fields import NFCCharField


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def attached(self) -> Self:
        """Files that belong to the report as it stands now."""
        return self.filter(removed_at__isnull=True)


class Evidence(models.Model):
    """One file of one section. Its type was read from its content, never from its name; the stored name says nothing,
    the shown name keeps its Vietnamese letters.

    A file that a frozen version names stays when the school removes it, with `removed_at` set, so that the version
    can still be read; any other file goes with its row.
    """

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.PROTECT, related_name="evidence"
    )
    section = models.ForeignKey(OutlineSection, verbose_name="mục", on_delete=models.PROTECT, related_name="evidence")
    name = NFCCharField("tên tệp", max_length=200)
    type = models.CharField("loại tệp", max_length=5, choices=FileType)
    file = models.FileField("tệp", upload_to="evidence/%Y/%m/")
    size = models.PositiveIntegerField("dung lượng (byte)")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người tải lên", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField("tải lên lúc")
    removed_at = models.DateTimeField("gỡ lúc", null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

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


@receiver(post_delete, sender=Evidence)
def delete_stored_file(instance: Evidence, **_: Any) -> None:
    """No file outlives its row, however the row went; a rollback keeps both."""
    storage, name = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(name), robust=True)

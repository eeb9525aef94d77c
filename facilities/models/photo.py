"""Pictures of visits and of the progress of works."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver

from facilities.models.finding import Finding
from facilities.models.inspection import Inspection
from facilities.models.work_update import WorkUpdate
from vietnamese.fields import NFCCharField


class Photo(models.Model):
    """A picture of a visit or of the progress of a work: checked, turned upright, made smaller, without the data the
    camera wrote into it."""

    inspection = models.ForeignKey(
        Inspection,
        verbose_name="lần kiểm tra",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="photos",
    )
    work_update = models.ForeignKey(
        WorkUpdate,
        verbose_name="tiến độ công trình",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="photos",
    )
    finding = models.ForeignKey(
        Finding,
        verbose_name="nội dung đã kiểm tra",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="photos",
    )
    file = models.ImageField("ảnh", upload_to="photos/%Y/%m/", width_field="width", height_field="height")
    width = models.PositiveIntegerField("rộng (điểm ảnh)", default=0)
    height = models.PositiveIntegerField("cao (điểm ảnh)", default=0)
    sha256 = models.CharField("mã tệp", max_length=64)
    caption = NFCCharField("chú thích", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tải lên",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("tải lên lúc")

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(inspection__isnull=False) & Q(work_update__isnull=True))
                | (Q(inspection__isnull=True) & Q(work_update__isnull=False)),
                name="photo_of_one_thing",
                violation_error_message="Ảnh thuộc một lần kiểm tra hoặc một lần ghi tiến độ.",
            ),
            models.UniqueConstraint(
                fields=["inspection", "sha256"],
                name="photo_once_in_inspection",
                violation_error_message="Ảnh này đã có trong lần kiểm tra.",
            ),
            models.UniqueConstraint(
                fields=["work_update", "sha256"],
                name="photo_once_in_update",
                violation_error_message="Ảnh này đã có trong lần ghi tiến độ.",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or f"Ảnh {self.pk}"


@receiver(post_delete, sender=Photo)
def delete_stored_photo(instance: Photo, **_: Any) -> None:
    """No file outlives its row, however the row went; a rollback keeps both."""
    storage, name = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(name), robust=True)

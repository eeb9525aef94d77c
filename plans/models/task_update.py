"""What the lead unit says about a task over time, and the files that prove it."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver

from plans.enums import FileType, TaskStatus
from plans.models.task import Task
from schools.models import Organisation
from vietnamese.fields import NFCCharField, NFCTextField


class TaskUpdate(models.Model):
    """One line of a task's history; written once. The latest one is what the task itself shows."""

    task = models.ForeignKey(Task, verbose_name="nhiệm vụ", on_delete=models.CASCADE, related_name="updates")
    organisation = models.ForeignKey(
        Organisation, verbose_name="đơn vị cập nhật", on_delete=models.PROTECT, related_name="task_updates"
    )
    status = models.CharField("tình trạng", max_length=12, choices=TaskStatus)
    progress = models.PositiveSmallIntegerField(
        "tiến độ (%)", null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    text = NFCTextField("kết quả, khó khăn", blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người cập nhật", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "cập nhật nhiệm vụ"
        verbose_name_plural = "cập nhật nhiệm vụ"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100),
                name="task_update_progress_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=TaskStatus.values),
                name="task_update_status_known",
                violation_error_message="Tình trạng không có trong danh mục.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.get_status_display()}"


class TaskFile(models.Model):
    """One file that came with an update. Its type was read from its content; the stored name says nothing."""

    update = models.ForeignKey(TaskUpdate, verbose_name="cập nhật", on_delete=models.CASCADE, related_name="files")
    name = NFCCharField("tên tệp", max_length=200)
    type = models.CharField("loại tệp", max_length=5, choices=FileType)
    file = models.FileField("tệp", upload_to="tasks/%Y/%m/")
    size = models.PositiveIntegerField("dung lượng (byte)")
    sha256 = models.CharField("mã kiểm tra", max_length=64)

    class Meta:
        verbose_name = "minh chứng nhiệm vụ"
        verbose_name_plural = "minh chứng nhiệm vụ"
        ordering = ["update", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["update", "sha256"], name="task_file_once", violation_error_message="Tệp này đã có."
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0), name="task_file_not_empty", violation_error_message="Tệp rỗng."
            ),
        ]

    def __str__(self) -> str:
        return self.name


@receiver(post_delete, sender=TaskFile)
def delete_stored_file(instance: TaskFile, **_: Any) -> None:
    """No file outlives its row, however the row went; a rollback keeps both."""
    storage, name = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(name), robust=True)

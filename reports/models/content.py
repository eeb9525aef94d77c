"""What a report says in words: narrative and tasks. Its figures stand in `indicator_value`."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from plans.enums import TaskStatus
from plans.models import OutlineSection, Task
from reports.models.submission import Submission
from vietnamese.fields import NFCCharField, NFCTextField


class SectionEntry(models.Model):
    """The text of one outline section."""

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="section_entries"
    )
    section = models.ForeignKey(OutlineSection, verbose_name="mục", on_delete=models.PROTECT, related_name="entries")
    text = NFCTextField("nội dung", blank=True)
    justification = NFCCharField("giải trình", max_length=500, blank=True)
    is_carried = models.BooleanField("chép từ kỳ trước, chưa sửa", default=False)

    class Meta:
        verbose_name = "nội dung mục"
        verbose_name_plural = "nội dung các mục"
        ordering = ["submission", "section__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "section"],
                name="section_entry_once",
                violation_error_message="Mục này đã có nội dung.",
            )
        ]

    def __str__(self) -> str:
        return str(self.section)


class TaskEntry(models.Model):
    """What was done on one task in the period."""

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="task_entries"
    )
    task = models.ForeignKey(Task, verbose_name="nhiệm vụ", on_delete=models.PROTECT, related_name="entries")
    status = models.CharField("tình trạng", max_length=12, choices=TaskStatus, blank=True)
    progress = models.PositiveSmallIntegerField(
        "tiến độ (%)", null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    text = NFCTextField("kết quả", blank=True)

    class Meta:
        verbose_name = "kết quả nhiệm vụ"
        verbose_name_plural = "kết quả nhiệm vụ"
        ordering = ["submission", "task__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "task"],
                name="task_entry_once",
                violation_error_message="Nhiệm vụ này đã có kết quả.",
            ),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100),
                name="task_entry_progress_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.task)

"""Which recognitions are expected when."""

from django.db import models
from django.db.models import Q

from facilities.enums import RecognitionKind
from plans.models import Plan
from schools.enums import StandardLevel
from schools.models import NationalStandard, School
from vietnamese.fields import NFCCharField


class PlannedRecognition(models.Model):
    """A recognition that is expected: what the forecast of the share counts until it is decided or given up."""

    plan = models.ForeignKey(
        Plan,
        verbose_name="kế hoạch",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="planned_recognitions",
    )
    school = models.ForeignKey(
        School, verbose_name="trường", on_delete=models.CASCADE, related_name="planned_recognitions"
    )
    kind = models.CharField("loại", max_length=8, choices=RecognitionKind, default=RecognitionKind.NEW)
    level = models.PositiveSmallIntegerField("mức độ", choices=StandardLevel, default=StandardLevel.ONE)
    expected_on = models.DateField("dự kiến công nhận")
    recognition = models.OneToOneField(
        NationalStandard,
        verbose_name="đã được công nhận",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="planned",
    )
    given_up_on = models.DateField("thôi không đề nghị từ", null=True, blank=True)
    note = NFCCharField("ghi chú", max_length=300, blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "dự kiến công nhận"
        verbose_name_plural = "dự kiến công nhận"
        ordering = ["expected_on", "school", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "expected_on"],
                name="planned_recognition_once",
                violation_error_message="Trường đã có dự kiến công nhận vào ngày này.",
            ),
            models.CheckConstraint(
                condition=Q(recognition__isnull=True) | Q(given_up_on__isnull=True),
                name="planned_recognition_one_end",
                violation_error_message="Dự kiến đã thành công nhận thì không thể thôi đề nghị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.expected_on:%d/%m/%Y}"

"""What a school says of itself against one rule in one school year."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from facilities.enums import AssessmentState
from facilities.models.standard_rule import StandardRule
from schools.enums import StandardLevel
from schools.models import School
from vietnamese.fields import NFCTextField


class SelfAssessment(models.Model):
    """What a school says of itself against one rule in one school year."""

    school = models.ForeignKey(School, verbose_name="trường", on_delete=models.CASCADE, related_name="assessments")
    rule = models.ForeignKey(
        StandardRule, verbose_name="bộ tiêu chí", on_delete=models.PROTECT, related_name="assessments"
    )
    school_year = models.PositiveSmallIntegerField("năm học (năm bắt đầu)")
    aimed_level = models.PositiveSmallIntegerField("mức độ phấn đấu", choices=StandardLevel, default=StandardLevel.ONE)
    state = models.CharField("tình trạng", max_length=6, choices=AssessmentState, default=AssessmentState.DRAFT)
    conclusion = NFCTextField("kết luận chung", blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)
    created_at = models.DateTimeField("tạo lúc")
    done_at = models.DateTimeField("hoàn thành lúc", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người hoàn thành",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    version = models.PositiveIntegerField("phiên bản", default=0)

    class Meta:
        verbose_name = "bản tự đánh giá"
        verbose_name_plural = "bản tự đánh giá"
        ordering = ["school", "-school_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "rule", "school_year"],
                name="assessment_once_a_year",
                violation_error_message="Trường đã có bản tự đánh giá của năm học này.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.DONE) | Q(done_at__isnull=False),
                name="assessment_done_has_moment",
                violation_error_message="Bản đã hoàn thành phải có ngày hoàn thành.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} – {self.rule}"

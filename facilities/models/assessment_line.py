"""The answer of a school to one criterion, and what is missing."""

from django.db import models
from django.db.models import Q

from facilities.enums import CriterionResult
from facilities.models.self_assessment import SelfAssessment
from facilities.models.standard_rule import StandardCriterion
from vietnamese.fields import NFCTextField


class AssessmentLine(models.Model):
    """The answer to one criterion: result, what is missing, what closing the gap costs (million đồng)."""

    assessment = models.ForeignKey(
        SelfAssessment, verbose_name="bản tự đánh giá", on_delete=models.CASCADE, related_name="lines"
    )
    criterion = models.ForeignKey(
        StandardCriterion, verbose_name="tiêu chí", on_delete=models.PROTECT, related_name="lines"
    )
    result = models.CharField("kết quả", max_length=10, choices=CriterionResult, default=CriterionResult.NOT_JUDGED)
    evidence = NFCTextField("hiện trạng, minh chứng", blank=True)
    gap = NFCTextField("còn thiếu gì", blank=True)
    cost_million = models.DecimalField(
        "kinh phí cần (triệu đồng)", max_digits=12, decimal_places=3, null=True, blank=True
    )
    due_on = models.DateField("dự kiến xong", null=True, blank=True)

    class Meta:
        verbose_name = "dòng tự đánh giá"
        verbose_name_plural = "dòng tự đánh giá"
        ordering = ["assessment", "criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"],
                name="assessment_line_once",
                violation_error_message="Tiêu chí này đã được đánh giá.",
            ),
            models.CheckConstraint(
                condition=Q(cost_million__isnull=True) | Q(cost_million__gte=0),
                name="assessment_cost_not_negative",
                violation_error_message="Kinh phí không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(result=CriterionResult.UNMET) | (Q(cost_million__isnull=True) & Q(gap="")),
                name="assessment_gap_only_when_unmet",
                violation_error_message="Chỉ tiêu chí chưa đạt mới ghi phần còn thiếu và kinh phí.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_result_display()}"

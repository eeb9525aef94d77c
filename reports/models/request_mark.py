"""What a later report says of a request that is still open."""

from django.db import models
from django.db.models import Q

from reports.enums import RecommendationStatus, RequestVerdict
from reports.models.recommendation import Recommendation
from reports.models.submission import Submission
from vietnamese.fields import NFCCharField, NFCTextField


class RequestMark(models.Model):
    """The word of a school in a later report about a request of its own that came back there (domain reference §6.1
    V). Rows exist for what the school has marked and, from the sending on, for every request that stood in the report:
    the columns that end in `_then` are what was known of it at that moment."""

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="request_marks"
    )
    recommendation = models.ForeignKey(
        Recommendation, verbose_name="kiến nghị", on_delete=models.CASCADE, related_name="marks"
    )
    verdict = models.CharField("kết quả", max_length=10, choices=RequestVerdict, blank=True)
    word = NFCCharField("ý kiến", max_length=500, blank=True)
    text_then = NFCTextField("nội dung khi nộp", blank=True)
    status_then = models.CharField("tình trạng khi nộp", max_length=10, choices=RecommendationStatus, blank=True)
    answer_then = NFCTextField("trả lời khi nộp", blank=True)

    class Meta:
        verbose_name = "ý kiến về kiến nghị kỳ trước"
        verbose_name_plural = "ý kiến về kiến nghị kỳ trước"
        ordering = ["submission", "recommendation"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "recommendation"],
                name="request_mark_once",
                violation_error_message="Báo cáo đã có ý kiến về kiến nghị này.",
            ),
            models.CheckConstraint(
                condition=Q(verdict="") | Q(verdict__in=RequestVerdict.values),
                name="request_mark_verdict_known",
                violation_error_message="Kết quả không có trong danh mục.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.get_verdict_display() or 'chưa ghi'}"

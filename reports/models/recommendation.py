"""The difficulties and proposals a report closes with."""

from django.db import models

from reports.enums import Addressee, RecommendationStatus
from reports.models.submission import Submission
from vietnamese.fields import NFCTextField


class Recommendation(models.Model):
    """A difficulty or proposal of a school, with its addressee."""

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="recommendations"
    )
    addressee = models.CharField("gửi", max_length=10, choices=Addressee)
    text = NFCTextField("nội dung")
    status = models.CharField(
        "tình trạng", max_length=10, choices=RecommendationStatus, default=RecommendationStatus.OPEN
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "đề xuất, kiến nghị"
        verbose_name_plural = "đề xuất, kiến nghị"
        ordering = ["submission", "position", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

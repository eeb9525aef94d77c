"""The words of one section of a summary, as somebody wrote them over the draft."""

from django.conf import settings
from django.db import models

from reports.models.summary import SummaryReport


class SummarySection(models.Model):
    """An edited section. `key` is that of the document's heading; `text` is one line a paragraph or item, as
    `documents.sections` reads it; `base` is what the data said when the editing began: where the data say something
    else now, the difference is shown and nothing is overwritten."""

    summary = models.ForeignKey(
        SummaryReport, verbose_name="báo cáo tổng hợp", on_delete=models.CASCADE, related_name="sections"
    )
    key = models.CharField("mục", max_length=40)
    text = models.TextField("nội dung", blank=True)
    base = models.TextField("bản soạn từ số liệu", blank=True)
    updated_at = models.DateTimeField("sửa lúc")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người sửa",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = "mục của báo cáo tổng hợp"
        verbose_name_plural = "mục của báo cáo tổng hợp"
        ordering = ["summary", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["summary", "key"],
                name="summary_section_once",
                violation_error_message="Mục này đã có bản sửa.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.summary}: {self.key}"

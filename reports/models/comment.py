"""What a reviewer says about one place of a report."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.enums import CommentState
from reports.models.submission import Submission
from vietnamese.fields import NFCCharField, NFCTextField


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    def for_school(self) -> Self:
        """Comments the school may see: those that were sent with a return."""
        return self.exclude(state=CommentState.DRAFT)

    def to_correct(self) -> Self:
        """Comments the school is working on: sent, ticked off or not, and not confirmed by the reviewer yet."""
        return self.filter(state__in=[CommentState.SENT, CommentState.DONE])


class ReviewComment(models.Model):
    """A remark anchored to a place, sent with the next return, ticked off by the school, confirmed by the reviewer.

    `anchor` is the input name the report form uses: `section-7`, `task-3`, `value-12`, `value-12-n`; "" for the whole
    report. `place` says the same in words, as they were when the comment was written.
    """

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="comments"
    )
    anchor = models.CharField("chỗ", max_length=40, blank=True)
    place = NFCCharField("vị trí", max_length=250, blank=True)
    text = NFCTextField("nhận xét")
    revision = models.PositiveSmallIntegerField("nhận xét về lần nộp")
    state = models.CharField("tình trạng", max_length=10, choices=CommentState, default=CommentState.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhận xét", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    answer = NFCTextField("đơn vị trả lời", blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đánh dấu đã sửa",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    done_at = models.DateTimeField("đánh dấu lúc", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người xác nhận",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "nhận xét khi duyệt"
        verbose_name_plural = "nhận xét khi duyệt"
        ordering = ["submission", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="comment_says_something",
                violation_error_message="Ghi nội dung nhận xét.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CommentState.values),
                name="comment_state_known",
                violation_error_message="Tình trạng không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=Q(state=CommentState.DRAFT) | Q(sent_at__isnull=False),
                name="comment_sent_has_time",
                violation_error_message="Nhận xét đã gửi phải có thời điểm gửi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place or 'Toàn báo cáo'}: {self.text}"

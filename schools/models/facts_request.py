"""What a school says is wrong in the registry, until the office has looked at it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schools.enums import FactsRequestState
from schools.models.school import School
from vietnamese.dates import school_year_label
from vietnamese.fields import NFCTextField


class FactsRequest(models.Model):
    """A school asks to change its facts of one year. `proposed` holds the new values and `before` those that stood when
    it was asked, both as {field: text}; fields of grades are `grade:<Grade>:classes|pupils`, fields of the school
    itself `school:<field>`. Only the office's confirmation changes the registry."""

    school = models.ForeignKey(School, verbose_name="trường", on_delete=models.CASCADE, related_name="facts_requests")
    school_year = models.PositiveSmallIntegerField("năm học (năm bắt đầu)")
    proposed = models.JSONField("đề nghị", default=dict)
    before = models.JSONField("đang ghi", default=dict)
    reason = NFCTextField("lý do")
    state = models.CharField("tình trạng", max_length=10, choices=FactsRequestState, default=FactsRequestState.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người đề nghị",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField("đề nghị lúc")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người trả lời",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    answer = NFCTextField("trả lời", blank=True)

    class Meta:
        verbose_name = "đề nghị sửa số liệu"
        verbose_name_plural = "đề nghị sửa số liệu"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year"],
                condition=Q(state=FactsRequestState.ASKED),
                name="facts_request_one_open",
                violation_error_message="Trường đang có một đề nghị chờ xác nhận cho năm học này.",
            ),
            models.CheckConstraint(
                condition=Q(state=FactsRequestState.ASKED) | Q(decided_at__isnull=False),
                name="facts_request_decided_has_moment",
                violation_error_message="Đề nghị đã trả lời phải có giờ trả lời.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {school_year_label(self.school_year)}"

"""Visits of the office to schools (Plan 04 III.3.2)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from facilities.enums import InspectionKind, InspectionState
from schools.models import Organisation, School
from vietnamese.fields import NFCTextField


class Inspection(models.Model):
    """One visit. `token` is made by the form on the phone, so that a visit sent twice is written once."""

    school = models.ForeignKey(School, verbose_name="trường", on_delete=models.CASCADE, related_name="inspections")
    office = models.ForeignKey(
        Organisation, verbose_name="cơ quan kiểm tra", on_delete=models.PROTECT, related_name="inspections"
    )
    kind = models.CharField("loại", max_length=10, choices=InspectionKind)
    visited_on = models.DateField("ngày kiểm tra")
    members = NFCTextField("thành phần đoàn", blank=True)
    school_people = NFCTextField("đại diện nhà trường", blank=True)
    conclusion = NFCTextField("kết luận", blank=True)
    demands = NFCTextField("yêu cầu đối với nhà trường", blank=True)
    school_opinion = NFCTextField("ý kiến của nhà trường", blank=True)
    state = models.CharField("tình trạng", max_length=6, choices=InspectionState, default=InspectionState.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("tạo lúc")
    done_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=0)
    token = models.UUIDField("mã lần gửi", unique=True, default=uuid.uuid4, editable=False)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "lần kiểm tra"
        verbose_name_plural = "lần kiểm tra"
        ordering = ["-visited_on", "school__organisation__sort_key", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=InspectionState.DONE) | Q(done_at__isnull=False),
                name="inspection_done_has_moment",
                violation_error_message="Lần kiểm tra đã kết thúc phải có giờ kết thúc.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.visited_on:%d/%m/%Y}"

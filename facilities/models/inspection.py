"""Visits of the office to schools: what was looked at and found, what must be mended by when (Plan 04 III.3.2)."""

import uuid
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver

from facilities.enums import FindingResult, InspectionKind, InspectionState
from facilities.models.works import Work, WorkUpdate
from schools.models import Organisation, School
from vietnamese.fields import NFCCharField, NFCTextField


class InspectionTopic(models.Model):
    """One line of the office's checklist. Topics come as data and the office edits them; `kinds` says on which visits
    it is asked (space-separated values of InspectionKind). `code` is the data's own name for a line, so that loading
    finds it again after the office has reworded it; a line of the office has none."""

    code = models.CharField("mã trong danh mục mẫu", max_length=40, blank=True)
    text = NFCCharField("nội dung kiểm tra", max_length=200, unique=True)
    group = NFCCharField("nhóm", max_length=80, blank=True)
    kinds = models.CharField("loại kiểm tra", max_length=60)
    levels = models.CharField("cấp học", max_length=12, default="MN TH THCS")
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_active = models.BooleanField("đang dùng", default=True)

    class Meta:
        verbose_name = "nội dung kiểm tra"
        verbose_name_plural = "nội dung kiểm tra"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="inspection_topic_code_once",
                violation_error_message="Mã này đã có trong danh mục.",
            )
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def kind_names(self) -> str:
        """On which visits it is asked, in words."""
        names = (InspectionKind(kind).label for kind in self.kinds.split())
        return ", ".join(name.removeprefix("Kiểm tra ") for name in names)


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


class Finding(models.Model):
    """What was found under one topic, or about one work of the school; its text is kept as it was on the visit.

    `seen_percent` is of a work: how much of it was seen done, 0 to 100."""

    inspection = models.ForeignKey(
        Inspection, verbose_name="lần kiểm tra", on_delete=models.CASCADE, related_name="findings"
    )
    topic = models.ForeignKey(
        InspectionTopic,
        verbose_name="mục trong danh mục",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="findings",
    )
    work = models.ForeignKey(
        Work, verbose_name="công trình", null=True, blank=True, on_delete=models.SET_NULL, related_name="findings"
    )
    text = NFCCharField("nội dung kiểm tra", max_length=200)
    result = models.CharField("kết quả", max_length=14, choices=FindingResult, default=FindingResult.NOT_LOOKED)
    note = NFCTextField("nhận xét", blank=True)
    seen_percent = models.PositiveSmallIntegerField(
        "khối lượng thấy tại chỗ (%)", null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    mend_by = models.DateField("khắc phục trước ngày", null=True, blank=True)
    mended_on = models.DateField("đã khắc phục ngày", null=True, blank=True)
    mended_note = NFCCharField("trường đã làm gì", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "nội dung đã kiểm tra"
        verbose_name_plural = "nội dung đã kiểm tra"
        ordering = ["inspection", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "position"],
                name="finding_position_once",
                violation_error_message="Hai nội dung không thể cùng số thứ tự.",
            ),
            models.CheckConstraint(
                condition=Q(result=FindingResult.ISSUE) | (Q(mend_by__isnull=True) & Q(mended_on__isnull=True)),
                name="finding_mended_only_issue",
                violation_error_message="Chỉ nội dung cần khắc phục mới có hạn và ngày khắc phục.",
            ),
            models.CheckConstraint(
                condition=Q(seen_percent__isnull=True) | Q(seen_percent__lte=100),
                name="finding_seen_percent",
                violation_error_message="Khối lượng thấy tại chỗ từ 0 đến 100 phần trăm.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Photo(models.Model):
    """A picture of a visit or of the progress of a work: checked, turned upright, made smaller, without the data the
    camera wrote into it."""

    inspection = models.ForeignKey(
        Inspection,
        verbose_name="lần kiểm tra",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="photos",
    )
    work_update = models.ForeignKey(
        WorkUpdate,
        verbose_name="tiến độ công trình",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="photos",
    )
    finding = models.ForeignKey(
        Finding,
        verbose_name="nội dung đã kiểm tra",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="photos",
    )
    file = models.ImageField("ảnh", upload_to="photos/%Y/%m/", width_field="width", height_field="height")
    width = models.PositiveIntegerField("rộng (điểm ảnh)", default=0)
    height = models.PositiveIntegerField("cao (điểm ảnh)", default=0)
    sha256 = models.CharField("mã tệp", max_length=64)
    caption = NFCCharField("chú thích", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người tải lên",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("tải lên lúc")

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(inspection__isnull=False) & Q(work_update__isnull=True))
                | (Q(inspection__isnull=True) & Q(work_update__isnull=False)),
                name="photo_of_one_thing",
                violation_error_message="Ảnh thuộc một lần kiểm tra hoặc một lần ghi tiến độ.",
            ),
            models.UniqueConstraint(
                fields=["inspection", "sha256"],
                name="photo_once_in_inspection",
                violation_error_message="Ảnh này đã có trong lần kiểm tra.",
            ),
            models.UniqueConstraint(
                fields=["work_update", "sha256"],
                name="photo_once_in_update",
                violation_error_message="Ảnh này đã có trong lần ghi tiến độ.",
            ),
        ]

    def __str__(self) -> str:
        return self.caption or f"Ảnh {self.pk}"


@receiver(post_delete, sender=Photo)
def delete_stored_photo(instance: Photo, **_: Any) -> None:
    """No file outlives its row, however the row went; a rollback keeps both."""
    storage, name = instance.file.storage, str(instance.file.name)
    transaction.on_commit(lambda: storage.delete(name), robust=True)

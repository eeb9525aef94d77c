"""The office's checklist for visits."""

from django.db import models
from django.db.models import Q

from facilities.enums import InspectionKind
from vietnamese.fields import NFCCharField


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

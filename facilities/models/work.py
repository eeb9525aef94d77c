"""Construction works of schools."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from facilities.enums import WorkKind, WorkState
from facilities.models.programme import Programme
from plans.models import Plan
from schools.models import School
from vietnamese.fields import NFCCharField, NFCTextField


class Work(models.Model):
    """One work at one school (domain reference B47, B49). `rooms` are the class rooms it brings; `value_million` is in
    million đồng; `percent` is the volume done, 0 to 100."""

    school = models.ForeignKey(School, verbose_name="trường", on_delete=models.CASCADE, related_name="works")
    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", null=True, blank=True, on_delete=models.SET_NULL, related_name="works"
    )
    programme = models.ForeignKey(
        Programme, verbose_name="chương trình", null=True, blank=True, on_delete=models.SET_NULL, related_name="works"
    )
    kind = models.CharField("loại công trình", max_length=10, choices=WorkKind)
    name = NFCCharField("tên công trình", max_length=200)
    rooms = models.PositiveSmallIntegerField("số phòng học", default=0)
    value_million = models.DecimalField("giá trị (triệu đồng)", max_digits=12, decimal_places=3, null=True, blank=True)
    planned_start = models.DateField("dự kiến khởi công", null=True, blank=True)
    planned_end = models.DateField("dự kiến hoàn thành", null=True, blank=True)
    actual_start = models.DateField("khởi công thực tế", null=True, blank=True)
    actual_end = models.DateField("hoàn thành thực tế", null=True, blank=True)
    percent = models.PositiveSmallIntegerField("khối lượng (%)", default=0, validators=[MaxValueValidator(100)])
    state = models.CharField("tình trạng", max_length=8, choices=WorkState, default=WorkState.PLANNED)
    note = NFCTextField("ghi chú", blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)
    version = models.PositiveIntegerField("phiên bản", default=0)

    class Meta:
        verbose_name = "công trình"
        verbose_name_plural = "công trình"
        ordering = ["school__organisation__sort_key", "planned_end", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "name"],
                name="work_name_once",
                violation_error_message="Trường đã có công trình mang tên này.",
            ),
            models.CheckConstraint(
                condition=Q(percent__lte=100),
                name="work_percent",
                violation_error_message="Khối lượng từ 0 đến 100 phần trăm.",
            ),
            models.CheckConstraint(
                condition=Q(value_million__isnull=True) | Q(value_million__gt=0),
                name="work_value_positive",
                violation_error_message="Giá trị công trình phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=Q(planned_start__isnull=True)
                | Q(planned_end__isnull=True)
                | Q(planned_end__gte=F("planned_start")),
                name="work_planned_range",
                violation_error_message="Ngày dự kiến hoàn thành phải sau ngày dự kiến khởi công.",
            ),
            models.CheckConstraint(
                condition=Q(actual_end__isnull=True)
                | (Q(actual_start__isnull=False) & Q(actual_end__gte=F("actual_start"))),
                name="work_actual_range",
                violation_error_message="Ngày hoàn thành phải sau ngày khởi công.",
            ),
            models.CheckConstraint(
                condition=~Q(state=WorkState.FINISHED) | (Q(actual_end__isnull=False) & Q(percent=100)),
                name="work_finished_whole",
                violation_error_message="Công trình đã hoàn thành phải có ngày hoàn thành và đủ toàn bộ khối lượng.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} – {self.school}"

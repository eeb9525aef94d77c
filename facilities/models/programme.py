"""The schools and communes a plan names to be brought to standard, with their milestones (Plan 04 I, II.2, III.5)."""

from django.db import models
from django.db.models import Q

from plans.models import Plan, Target
from schools.models import Organisation
from vietnamese.fields import NFCCharField


class Programme(models.Model):
    """A list of schools or communes that a plan brings to an aim by a day, such as the four communes of 2018."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="programmes")
    name = NFCCharField("tên", max_length=200)
    aim = NFCCharField("đích cần đạt", max_length=300, blank=True)
    due_on = models.DateField("hoàn thành trước ngày", null=True, blank=True)
    target = models.ForeignKey(
        Target,
        verbose_name="chỉ tiêu của kế hoạch",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="programmes",
        help_text="Chỉ tiêu mà chương trình này nhằm tới, nếu kế hoạch có.",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "chương trình"
        verbose_name_plural = "chương trình"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name"],
                name="programme_name_once",
                violation_error_message="Kế hoạch đã có chương trình mang tên này.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeUnit(models.Model):
    """One school or commune of a programme. `finished_on` is the day on which the office found the aim reached."""

    programme = models.ForeignKey(
        Programme, verbose_name="chương trình", on_delete=models.CASCADE, related_name="units"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="trường hoặc địa bàn", on_delete=models.PROTECT, related_name="programme_units"
    )
    finished_on = models.DateField("hoàn thành ngày", null=True, blank=True)
    note = NFCCharField("ghi chú", max_length=300, blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "đơn vị của chương trình"
        verbose_name_plural = "đơn vị của chương trình"
        ordering = ["programme", "organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation"],
                name="programme_unit_once",
                violation_error_message="Đơn vị đã có trong chương trình.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.programme}"


class ProgrammeMilestone(models.Model):
    """A step of one unit: what must be done by when, and when it was done."""

    unit = models.ForeignKey(ProgrammeUnit, verbose_name="đơn vị", on_delete=models.CASCADE, related_name="milestones")
    name = NFCCharField("mốc", max_length=200)
    planned_on = models.DateField("dự kiến")
    reached_on = models.DateField("thực tế", null=True, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "mốc của chương trình"
        verbose_name_plural = "mốc của chương trình"
        ordering = ["unit", "planned_on", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""),
                name="programme_milestone_named",
                violation_error_message="Mốc phải có tên.",
            )
        ]

    def __str__(self) -> str:
        return self.name

"""When reports are due and what they must contain. The dates are data of a plan, never constants."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q

from plans.deadlines import end_of_day, last_on_time_day
from plans.enums import DeadlineRule, PlanStatus, SectionKind
from plans.models.plan import Plan
from schools.enums import Levels
from vietnamese.dates import format_date
from vietnamese.fields import NFCCharField, NFCTextField


class ReportingPeriodQuerySet(models.QuerySet["ReportingPeriod"]):
    def opened(self, on: dt.date) -> Self:
        """Periods of plans in force or closed whose opening day has come."""
        return self.filter(opens_on__lte=on).exclude(plan__status=PlanStatus.DRAFT)

    def with_plan(self) -> Self:
        return self.select_related("plan")


class ReportingPeriod(models.Model):
    """One round of reports. Label, data range, data cut-off and deadline are four different things (reference §0)."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="periods")
    label = NFCCharField("tên kỳ", max_length=40, help_text="Như trong kế hoạch, ví dụ: 3 tháng, năm.")
    position = models.PositiveSmallIntegerField("thứ tự")
    data_from = models.DateField("số liệu từ ngày")
    data_to = models.DateField("chốt số liệu đến hết ngày")
    school_year = models.PositiveSmallIntegerField("năm học (năm bắt đầu)")
    opens_on = models.DateField("mở từ ngày")
    deadline_on = models.DateField("hạn gửi")
    deadline_rule = models.CharField("cách hiểu hạn", max_length=15, choices=DeadlineRule, default=DeadlineRule.BEFORE)
    deadline_text = NFCCharField("hạn gửi như kế hoạch ghi", max_length=120)
    last_day = models.DateField("ngày cuối còn đúng hạn", editable=False)
    forward_on = models.DateField("hạn gửi báo cáo tổng hợp", null=True, blank=True)
    closes_on = models.DateField("đóng sau ngày", null=True, blank=True)
    is_illustrative = models.BooleanField(
        "dữ liệu minh họa", default=False, help_text="Ngày không có trong văn bản và chưa được cơ quan ấn định."
    )

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "position"],
                name="period_position_once",
                violation_error_message="Kế hoạch đã có kỳ ở vị trí này.",
            ),
            models.CheckConstraint(
                condition=Q(data_from__lte=F("data_to")),
                name="period_data_range",
                violation_error_message="Ngày chốt số liệu phải sau ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("last_day")),
                name="period_opens_before_deadline",
                violation_error_message="Kỳ phải mở trước hạn gửi.",
            ),
            # The derived day is stored so that both databases can compare and sort by it; this keeps it honest.
            models.CheckConstraint(
                condition=Q(deadline_rule=DeadlineRule.BEFORE, last_day__lt=F("deadline_on"))
                | Q(deadline_rule=DeadlineRule.NOT_LATER_THAN, last_day=F("deadline_on")),
                name="period_last_day_follows_rule",
                violation_error_message="Ngày cuối còn đúng hạn không khớp hạn gửi.",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("last_day")),
                name="period_closes_after_deadline",
                violation_error_message="Kỳ phải đóng sau hạn gửi.",
            ),
        ]

    def __str__(self) -> str:
        return f"Kỳ {self.label}, {self.plan}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.last_day = last_on_time_day(self.deadline_on, self.deadline_rule)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.deadline_on:
            self.last_day = last_on_time_day(self.deadline_on, self.deadline_rule)

    @property
    def report_name(self) -> str:
        """`Báo cáo 6 tháng`, `Báo cáo năm`."""
        return f"Báo cáo {self.label}"

    @property
    def year(self) -> int:
        """The calendar year on which the period reports; a plan may run for more than its own year."""
        return self.data_to.year

    @property
    def full_name(self) -> str:
        """The report's name with its year, once: `Báo cáo 6 tháng 2018`."""
        return self.report_name if str(self.year) in self.label else f"{self.report_name} {self.year}"

    @property
    def deadline_at(self) -> dt.datetime:
        """The last on-time instant for a report without extension."""
        return end_of_day(self.last_day)

    @property
    def last_moment_text(self) -> str:
        """The exact last moment in words: `hạn cuối 23:59 ngày 09/06/2018`."""
        return f"hạn cuối 23:59 ngày {format_date(self.last_day)}"


class OutlineSection(models.Model):
    """A heading of the report's outline (domain reference §6.1)."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="outline")
    code = models.CharField("mã mục", max_length=20)
    label = models.CharField("số mục", max_length=12)
    title = NFCCharField("tên mục", max_length=160)
    short_title = NFCCharField("tên gọn", max_length=60)
    parent_title = NFCCharField("thuộc phần", max_length=160, blank=True)
    kind = models.CharField("loại", max_length=15, choices=SectionKind, default=SectionKind.TEXT)
    guide = NFCTextField("gợi ý nội dung", blank=True)
    levels = models.CharField("cấp học", max_length=12, choices=Levels, default=Levels.ALL)
    is_required = models.BooleanField("bắt buộc", default=True)
    needs_evidence = models.BooleanField("phải kèm minh chứng", default=False)
    position = models.PositiveSmallIntegerField("thứ tự")

    class Meta:
        verbose_name = "mục của đề cương báo cáo"
        verbose_name_plural = "đề cương báo cáo"
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"],
                name="outline_code_once",
                violation_error_message="Mã mục đã có trong đề cương.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}. {self.title}"

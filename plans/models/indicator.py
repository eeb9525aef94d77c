"""What is measured (Indicator), which plan asks for it (PlanIndicator) and what should be reached (Target)."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from plans.enums import Direction, EnteredBy, Operator, RegistryFact, TimeRule, UnitRule, ValueKind
from plans.models.period import ReportingPeriod
from plans.models.plan import Plan
from plans.models.task import Task
from schools.enums import Level, Levels
from schools.models import Organisation
from vietnamese.fields import NFCCharField, NFCTextField, SearchKeyField
from vietnamese.numbers import format_number


class Indicator(models.Model):
    """A figure with its definition (domain reference §3). Rates are stored as two counts, never as a percentage."""

    code = models.CharField("mã", max_length=20, unique=True)
    name = NFCCharField("chỉ tiêu", max_length=250)
    short_name = NFCCharField("tên ngắn", max_length=100)
    definition = NFCTextField("cách tính", blank=True)
    unit = NFCCharField("đơn vị tính", max_length=30)
    levels = models.CharField("cấp học", max_length=12, choices=Levels, blank=True)
    value_kind = models.CharField("loại giá trị", max_length=10, choices=ValueKind)
    numerator_label = NFCCharField("tử số", max_length=120, blank=True)
    denominator_label = NFCCharField("mẫu số", max_length=120, blank=True)
    direction = models.CharField("chiều tốt", max_length=10, choices=Direction)
    time_rule = models.CharField("theo thời gian", max_length=10, choices=TimeRule)
    unit_rule = models.CharField("theo đơn vị", max_length=10, choices=UnitRule)
    entered_by = models.CharField("ai nhập", max_length=10, choices=EnteredBy, default=EnteredBy.SCHOOL)
    decimals = models.PositiveSmallIntegerField("số chữ số thập phân", default=0)
    lower_bound = models.DecimalField("nhỏ nhất", max_digits=16, decimal_places=4, null=True, blank=True)
    upper_bound = models.DecimalField("lớn nhất", max_digits=16, decimal_places=4, null=True, blank=True)
    change_bound_percent = models.PositiveSmallIntegerField(
        "nhắc khi thay đổi quá (%)", null=True, blank=True, help_text="So với kỳ trước."
    )
    judged_at_school = models.BooleanField(
        "xét ở từng trường", default=True, help_text="Bỏ chọn khi mẫu số của một trường quá nhỏ để xét tỷ lệ."
    )
    registry_fact = models.CharField(
        "lấy từ danh mục trường", max_length=20, choices=RegistryFact, blank=True, help_text="Không phải nhập lại."
    )
    coverage_of = models.ForeignKey(
        "self",
        verbose_name="mẫu số không vượt mẫu số của",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="covered_by",
    )
    search_key = SearchKeyField(source=["code", "name", "short_name"])

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lower_bound__isnull=True)
                | Q(upper_bound__isnull=True)
                | Q(lower_bound__lte=F("upper_bound")),
                name="indicator_bounds_ordered",
                violation_error_message="Giá trị nhỏ nhất phải không lớn hơn giá trị lớn nhất.",
            ),
            models.CheckConstraint(
                condition=~Q(value_kind=ValueKind.RATIO)
                | (Q(unit_rule=UnitRule.RATIO) & ~Q(numerator_label="") & ~Q(denominator_label="")),
                name="indicator_ratio_has_parts",
                violation_error_message="Chỉ tiêu tỷ lệ phải có tên tử số, mẫu số và tính bằng tổng tử trên tổng mẫu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.short_name}"

    @property
    def is_ratio(self) -> bool:
        return self.value_kind == ValueKind.RATIO

    @property
    def ratio_factor(self) -> int:
        """100 when the ratio is a percentage, 1 when it is a plain quotient such as m² per pupil."""
        return 100 if self.unit == "%" else 1


class PlanIndicatorQuerySet(models.QuerySet["PlanIndicator"]):
    def asked_of(self, levels: str, *, enterer: str = EnteredBy.SCHOOL) -> Self:
        """Rows of the grid of a school teaching `levels`: an indicator of one level is never asked of another. Of what
        the office or a commune enters every level is theirs."""
        found = self.filter(indicator__entered_by=enterer)
        if enterer == EnteredBy.SCHOOL:
            found = found.filter(indicator__levels__in=Levels.touching(levels))
        return found.select_related("indicator").order_by("position", "pk")


class PlanIndicator(models.Model):
    """An indicator in the grid of one plan."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="plan_indicators")
    indicator = models.ForeignKey(
        Indicator, verbose_name="chỉ tiêu", on_delete=models.PROTECT, related_name="plan_indicators"
    )
    task = models.ForeignKey(
        Task,
        verbose_name="nhiệm vụ",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="plan_indicators",
    )
    is_required = models.BooleanField("bắt buộc", default=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = PlanIndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = "chỉ tiêu của kế hoạch"
        verbose_name_plural = "chỉ tiêu của kế hoạch"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator"],
                name="plan_indicator_once",
                violation_error_message="Chỉ tiêu đã có trong kế hoạch.",
            )
        ]

    def __str__(self) -> str:
        return str(self.indicator)


class TargetQuerySet(models.QuerySet["Target"]):
    def whole(self) -> Self:
        """Targets for everything the plan covers, without those of one level or one unit."""
        return self.filter(level="", organisation__isnull=True)


class Target(models.Model):
    """What a plan wants an indicator to reach: in the whole area it covers, at one level, or in one unit."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="targets")
    indicator = models.ForeignKey(Indicator, verbose_name="chỉ tiêu", on_delete=models.PROTECT, related_name="targets")
    level = models.CharField("cấp học", max_length=4, choices=Level, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="đơn vị",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="targets_given",
    )
    operator = models.CharField("phép so sánh", max_length=8, choices=Operator)
    value = models.DecimalField("giá trị", max_digits=16, decimal_places=4, null=True, blank=True)
    stretch_value = models.DecimalField("mức phấn đấu", max_digits=16, decimal_places=4, null=True, blank=True)
    baseline = models.DecimalField("mốc so sánh", max_digits=20, decimal_places=8, null=True, blank=True)
    baseline_on = models.DateField("ngày của mốc", null=True, blank=True)
    baseline_is_illustrative = models.BooleanField("mốc là dữ liệu minh họa", default=False)
    wording = NFCCharField("như văn bản", max_length=200, blank=True)
    is_norm = models.BooleanField(
        "định mức, mốc thủ tục", default=False, help_text="Không xếp cùng các chỉ tiêu chính."
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "mục tiêu"
        verbose_name_plural = "mục tiêu"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "indicator"],
                condition=Q(level="", organisation__isnull=True),
                name="target_once",
                violation_error_message="Chỉ tiêu đã có mục tiêu trong kế hoạch.",
            ),
            models.UniqueConstraint(
                fields=["plan", "indicator", "level"],
                condition=~Q(level=""),
                name="target_level_once",
                violation_error_message="Chỉ tiêu đã có mục tiêu cho cấp học này.",
            ),
            models.UniqueConstraint(
                fields=["plan", "indicator", "organisation"],
                condition=Q(organisation__isnull=False),
                name="target_organisation_once",
                violation_error_message="Chỉ tiêu đã có mục tiêu cho đơn vị này.",
            ),
            models.CheckConstraint(
                condition=Q(level="") | Q(organisation__isnull=True),
                name="target_one_scope",
                violation_error_message="Mục tiêu giao cho một cấp học hoặc một đơn vị, không cùng lúc.",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(operator=Operator.IMPROVE),
                name="target_has_value",
                violation_error_message="Mục tiêu phải có giá trị.",
            ),
            models.CheckConstraint(
                condition=Q(operator__in=Operator.values),
                name="target_operator_known",
                violation_error_message="Phép so sánh không có trong danh mục.",
            ),
            models.CheckConstraint(
                # Both ends must be there: a comparison with an empty one is neither true nor false, so it would pass.
                condition=~Q(operator=Operator.RANGE) | Q(stretch_value__isnull=False, stretch_value__gte=F("value")),
                name="target_range_ordered",
                violation_error_message="Khoảng phải có cận trên không nhỏ hơn cận dưới.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.text}"

    @property
    def text(self) -> str:
        """The target in symbols: `< 1,02%`, `4–5 trường`, `≥ 80%`; in words where there is no number: `tốt hơn năm
        trước`, `giữ vững mốc 4 hạng`."""
        unit = self.indicator.unit
        suffix = "%" if unit == "%" else f" {unit}"
        value = format_number(self.value, trim=True)
        match self.operator:
            case Operator.IMPROVE:
                return self._comparison(suffix)
            case Operator.RANGE:
                return f"{value}–{format_number(self.stretch_value, trim=True)}{suffix}"
            case Operator.EQUAL:
                return f"{value}{suffix}"
            case _:
                sign = {"<=": "≤", ">=": "≥"}.get(self.operator, self.operator)
                return f"{sign} {value}{suffix}"

    def _comparison(self, suffix: str) -> str:
        """With what a target without a number compares: its baseline, else the year before (domain reference §3.2)."""
        holding = self.indicator.direction == Direction.HOLD
        if self.baseline is None:
            return "không kém năm trước" if holding else "tốt hơn năm trước"
        mark = f"mốc {format_number(self.baseline, decimals=2, trim=True)}{suffix}"
        return f"giữ vững {mark}" if holding else f"tốt hơn {mark}"


class Milestone(models.Model):
    """How far a target should be at the end of a period: the expected share of the way from baseline to target."""

    target = models.ForeignKey(Target, verbose_name="mục tiêu", on_delete=models.CASCADE, related_name="milestones")
    period = models.ForeignKey(
        ReportingPeriod, verbose_name="kỳ báo cáo", on_delete=models.CASCADE, related_name="milestones"
    )
    expected_share = models.DecimalField("phần đường phải đạt (0–1)", max_digits=5, decimal_places=4)

    class Meta:
        verbose_name = "mốc tiến độ"
        verbose_name_plural = "mốc tiến độ"
        ordering = ["target", "period__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["target", "period"],
                name="milestone_once",
                violation_error_message="Kỳ này đã có mốc tiến độ.",
            ),
            models.CheckConstraint(
                condition=Q(expected_share__gte=0, expected_share__lte=1),
                name="milestone_share_range",
                violation_error_message="Phần đường từ 0 đến 1.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} – {self.period}"

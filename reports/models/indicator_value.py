"""The figures of a report, one row of the grid each."""

from decimal import Decimal
from fractions import Fraction

from django.db import models
from django.db.models import Q

from plans import measures
from plans.models import PlanIndicator
from reports.enums import ValueState
from reports.models.submission import Submission
from vietnamese.fields import NFCCharField


class IndicatorValue(models.Model):
    """One cell row of the grid.

    A ratio stores its two counts and never a percentage; every other kind stores `value`. What was typed is kept in
    the `raw_` fields even when it cannot be read as a number, so that nothing typed is ever lost.
    """

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="indicator_values"
    )
    plan_indicator = models.ForeignKey(
        PlanIndicator, verbose_name="chỉ tiêu", on_delete=models.PROTECT, related_name="values"
    )
    state = models.CharField("tình trạng số liệu", max_length=14, choices=ValueState, default=ValueState.MISSING)
    numerator = models.DecimalField("tử số", max_digits=16, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField("mẫu số", max_digits=16, decimal_places=4, null=True, blank=True)
    value = models.DecimalField("giá trị", max_digits=16, decimal_places=4, null=True, blank=True)
    raw_numerator = models.CharField("tử số như đã gõ", max_length=40, blank=True)
    raw_denominator = models.CharField("mẫu số như đã gõ", max_length=40, blank=True)
    raw_value = models.CharField("giá trị như đã gõ", max_length=40, blank=True)
    note = NFCCharField("ghi chú", max_length=300, blank=True)
    justification = NFCCharField("giải trình", max_length=500, blank=True)
    is_carried = models.BooleanField("chép từ kỳ trước, chưa sửa", default=False)

    class Meta:
        verbose_name = "số liệu"
        verbose_name_plural = "số liệu"
        ordering = ["submission", "plan_indicator__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "plan_indicator"],
                name="indicator_value_once",
                violation_error_message="Chỉ tiêu này đã có số liệu.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ValueState.GIVEN)
                | Q(value__isnull=False)
                | Q(numerator__isnull=False, denominator__isnull=False),
                name="indicator_value_given_has_number",
                violation_error_message="Số liệu đã nhập phải có giá trị.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ValueState.GIVEN, ValueState.MISSING])
                | Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True),
                name="indicator_value_absent_has_none",
                violation_error_message="Không áp dụng hoặc chưa có số liệu thì không kèm số.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.plan_indicator)

    @property
    def actual(self) -> Fraction | Decimal | None:
        """The figure itself: `100·n/d` for a percentage, the value otherwise; None unless given."""
        if self.state != ValueState.GIVEN:
            return None
        indicator = self.plan_indicator.indicator
        if indicator.is_ratio:
            return measures.ratio(self.numerator, self.denominator, indicator.ratio_factor)
        return self.value

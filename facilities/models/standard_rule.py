"""What a school must meet to be recognised: versions of the rules and their criteria, which come as data."""

from django.db import models
from django.db.models import F, Q

from schools.enums import Level
from vietnamese.fields import NFCCharField, NFCTextField


class StandardRule(models.Model):
    """One version of the rules of recognition, in force for a time (domain reference §3.5). Rules come as data."""

    code = models.CharField("mã", max_length=40, unique=True)
    name = NFCCharField("tên gọi", max_length=200)
    document = NFCCharField("văn bản", max_length=200)
    levels = models.CharField("cấp học", max_length=12)
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("có hiệu lực đến", null=True, blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        ordering = ["valid_from", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="standard_rule_valid_range",
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class StandardCriterion(models.Model):
    """One criterion of a rule, or (without parent) one standard that groups criteria."""

    rule = models.ForeignKey(
        StandardRule, verbose_name="bộ tiêu chí", on_delete=models.CASCADE, related_name="criteria"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="thuộc tiêu chuẩn",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="children",
    )
    code = models.CharField("số", max_length=10)
    level = models.CharField("cấp học", max_length=4, choices=Level)
    name = NFCCharField("tên", max_length=300)
    hint = NFCTextField("gợi ý", blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ["rule", "level", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "level", "code"],
                name="criterion_code_once",
                violation_error_message="Bộ tiêu chí đã có số này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"

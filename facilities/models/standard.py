"""What a school must meet to be recognised, what it says of itself, and which recognitions are expected when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from facilities.enums import AssessmentState, CriterionResult, RecognitionKind
from plans.models import Plan
from schools.enums import Level, StandardLevel
from schools.models import NationalStandard, School
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


class SelfAssessment(models.Model):
    """What a school says of itself against one rule in one school year."""

    school = models.ForeignKey(School, verbose_name="trường", on_delete=models.CASCADE, related_name="assessments")
    rule = models.ForeignKey(
        StandardRule, verbose_name="bộ tiêu chí", on_delete=models.PROTECT, related_name="assessments"
    )
    school_year = models.PositiveSmallIntegerField("năm học (năm bắt đầu)")
    aimed_level = models.PositiveSmallIntegerField("mức độ phấn đấu", choices=StandardLevel, default=StandardLevel.ONE)
    state = models.CharField("tình trạng", max_length=6, choices=AssessmentState, default=AssessmentState.DRAFT)
    conclusion = NFCTextField("kết luận chung", blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)
    created_at = models.DateTimeField("tạo lúc")
    done_at = models.DateTimeField("hoàn thành lúc", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người hoàn thành",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    version = models.PositiveIntegerField("phiên bản", default=0)

    class Meta:
        verbose_name = "bản tự đánh giá"
        verbose_name_plural = "bản tự đánh giá"
        ordering = ["school", "-school_year"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "rule", "school_year"],
                name="assessment_once_a_year",
                violation_error_message="Trường đã có bản tự đánh giá của năm học này.",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssessmentState.DONE) | Q(done_at__isnull=False),
                name="assessment_done_has_moment",
                violation_error_message="Bản đã hoàn thành phải có ngày hoàn thành.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} – {self.rule}"


class AssessmentLine(models.Model):
    """The answer to one criterion: result, what is missing, what closing the gap costs (million đồng)."""

    assessment = models.ForeignKey(
        SelfAssessment, verbose_name="bản tự đánh giá", on_delete=models.CASCADE, related_name="lines"
    )
    criterion = models.ForeignKey(
        StandardCriterion, verbose_name="tiêu chí", on_delete=models.PROTECT, related_name="lines"
    )
    result = models.CharField("kết quả", max_length=10, choices=CriterionResult, default=CriterionResult.NOT_JUDGED)
    evidence = NFCTextField("hiện trạng, minh chứng", blank=True)
    gap = NFCTextField("còn thiếu gì", blank=True)
    cost_million = models.DecimalField(
        "kinh phí cần (triệu đồng)", max_digits=12, decimal_places=3, null=True, blank=True
    )
    due_on = models.DateField("dự kiến xong", null=True, blank=True)

    class Meta:
        verbose_name = "dòng tự đánh giá"
        verbose_name_plural = "dòng tự đánh giá"
        ordering = ["assessment", "criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion"],
                name="assessment_line_once",
                violation_error_message="Tiêu chí này đã được đánh giá.",
            ),
            models.CheckConstraint(
                condition=Q(cost_million__isnull=True) | Q(cost_million__gte=0),
                name="assessment_cost_not_negative",
                violation_error_message="Kinh phí không được âm.",
            ),
            models.CheckConstraint(
                condition=Q(result=CriterionResult.UNMET) | (Q(cost_million__isnull=True) & Q(gap="")),
                name="assessment_gap_only_when_unmet",
                violation_error_message="Chỉ tiêu chí chưa đạt mới ghi phần còn thiếu và kinh phí.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.get_result_display()}"


class PlannedRecognition(models.Model):
    """A recognition that is expected: what the forecast of the share counts until it is decided or given up."""

    plan = models.ForeignKey(
        Plan,
        verbose_name="kế hoạch",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="planned_recognitions",
    )
    school = models.ForeignKey(
        School, verbose_name="trường", on_delete=models.CASCADE, related_name="planned_recognitions"
    )
    kind = models.CharField("loại", max_length=8, choices=RecognitionKind, default=RecognitionKind.NEW)
    level = models.PositiveSmallIntegerField("mức độ", choices=StandardLevel, default=StandardLevel.ONE)
    expected_on = models.DateField("dự kiến công nhận")
    recognition = models.OneToOneField(
        NationalStandard,
        verbose_name="đã được công nhận",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="planned",
    )
    given_up_on = models.DateField("thôi không đề nghị từ", null=True, blank=True)
    note = NFCCharField("ghi chú", max_length=300, blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "dự kiến công nhận"
        verbose_name_plural = "dự kiến công nhận"
        ordering = ["expected_on", "school", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "expected_on"],
                name="planned_recognition_once",
                violation_error_message="Trường đã có dự kiến công nhận vào ngày này.",
            ),
            models.CheckConstraint(
                condition=Q(recognition__isnull=True) | Q(given_up_on__isnull=True),
                name="planned_recognition_one_end",
                violation_error_message="Dự kiến đã thành công nhận thì không thể thôi đề nghị.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}, {self.expected_on:%d/%m/%Y}"

"""The receiver's summary of a period: a draft from live data, then frozen, numbered and published."""

from typing import Any, Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.enums import SummaryStatus
from schools.enums import Role
from schools.queries import actor_of

# Those who write, number and publish summaries in the receiving organisation; the clerk assigns number and date.
DESK_ROLES = (Role.OFFICER, Role.HEAD, Role.CLERK)


class SummaryReportQuerySet(models.QuerySet["SummaryReport"]):
    def visible_to(self, user: Any) -> Self:
        """Twin of `reports.permissions.can(user, VIEW_SUMMARY, summary)`: readers see what is published."""
        actor = actor_of(user)
        open_plans = self.exclude(period__plan__status=PlanStatus.DRAFT)
        if actor.is_administrator:
            return open_plans
        readers = actor.organisations(Role.LEADER, Role.OBSERVER)
        to_readers = Q(period__plan__forwarded_to__in=readers) | Q(period__plan__recipients__organisation__in=readers)
        return open_plans.filter(
            Q(period__plan__receiver__in=actor.organisations(*DESK_ROLES))
            | (Q(status=SummaryStatus.PUBLISHED) & to_readers)
        ).distinct()

    def published(self) -> Self:
        return self.filter(status=SummaryStatus.PUBLISHED)


class SummaryReport(models.Model):
    """One revision of the summary of a period.

    A draft is drawn up from the data of the moment and the edited sections. `content` is what the head finalised, as
    `documents.frozen` writes it, `content_sha256` its hash and `included` which versions of which reports it counts.
    Number and date stay empty until the clerk enters them. `code` leads from the paper back to the portal. A revision
    that corrects a published one names it in `replaces`, with the reason.
    """

    period = models.ForeignKey(
        ReportingPeriod, verbose_name="kỳ báo cáo", on_delete=models.PROTECT, related_name="summaries"
    )
    revision = models.PositiveSmallIntegerField("lần", default=1)
    status = models.CharField("tình trạng", max_length=10, choices=SummaryStatus, default=SummaryStatus.DRAFT)
    replaces = models.OneToOneField(
        "self",
        verbose_name="thay thế",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    reason = models.TextField("lý do thay thế", blank=True)

    content = models.JSONField("nội dung đã chốt", null=True, blank=True)
    content_sha256 = models.CharField("mã nội dung", max_length=64, blank=True)
    included = models.JSONField("báo cáo được tổng hợp", null=True, blank=True)
    code = models.CharField("mã xác thực", max_length=12, blank=True)
    finalised_at = models.DateTimeField("chốt lúc", null=True, blank=True)
    finalised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người chốt",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="finalised_summaries",
    )

    number = models.PositiveIntegerField("số", null=True, blank=True, validators=[MinValueValidator(1)])
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    numbered_at = models.DateTimeField("ghi số lúc", null=True, blank=True)
    numbered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi số",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="numbered_summaries",
    )

    published_at = models.DateTimeField("phát hành lúc", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người phát hành",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="published_summaries",
    )

    objects = SummaryReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo tổng hợp"
        verbose_name_plural = "báo cáo tổng hợp"
        ordering = ["period", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "revision"],
                name="summary_once",
                violation_error_message="Kỳ này đã có báo cáo tổng hợp lần này.",
            ),
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="summary_code_once",
                violation_error_message="Mã xác thực này đã dùng cho báo cáo khác.",
            ),
            models.CheckConstraint(
                condition=Q(status=SummaryStatus.DRAFT)
                | (
                    Q(content__isnull=False, included__isnull=False, finalised_at__isnull=False)
                    & ~Q(content_sha256="")
                    & ~Q(code="")
                ),
                name="summary_finalised_is_frozen",
                violation_error_message="Báo cáo đã chốt phải giữ nội dung, mã nội dung và mã xác thực.",
            ),
            models.CheckConstraint(
                condition=~Q(status=SummaryStatus.PUBLISHED)
                | Q(number__isnull=False, issued_on__isnull=False, published_at__isnull=False),
                name="summary_published_is_numbered",
                violation_error_message="Báo cáo phát hành phải có số và ngày.",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(number__gte=1),
                name="summary_number_positive",
                violation_error_message="Số văn bản bắt đầu từ 1.",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""),
                name="summary_correction_has_reason",
                violation_error_message="Bản thay thế phải nêu lý do.",
            ),
        ]

    def __str__(self) -> str:
        return f"Báo cáo tổng hợp {self.period.label}, {self.period.plan}"

    @property
    def is_draft(self) -> bool:
        return self.status == SummaryStatus.DRAFT

    @property
    def is_published(self) -> bool:
        return self.status == SummaryStatus.PUBLISHED

"""The receiver's summary of a period."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.enums import SummaryStatus
from schools.enums import Role
from schools.queries import actor_of


class SummaryReportQuerySet(models.QuerySet["SummaryReport"]):
    def visible_to(self, user: Any) -> Self:
        """Twin of `reports.permissions.can(user, VIEW_SUMMARY, summary.period)`."""
        actor = actor_of(user)
        open_plans = self.exclude(period__plan__status=PlanStatus.DRAFT)
        if actor.is_administrator:
            return open_plans
        readers = actor.organisations(Role.LEADER, Role.OBSERVER)
        return open_plans.filter(
            Q(period__plan__receiver__in=actor.organisations(Role.OFFICER, Role.HEAD))
            | Q(period__plan__forwarded_to__in=readers)
            | Q(period__plan__recipients__organisation__in=readers)
        ).distinct()


class SummaryReport(models.Model):
    """The summary of one period. Number and date stay empty until the clerk enters them."""

    period = models.ForeignKey(
        ReportingPeriod, verbose_name="kỳ báo cáo", on_delete=models.PROTECT, related_name="summaries"
    )
    revision = models.PositiveSmallIntegerField("lần", default=1)
    status = models.CharField("tình trạng", max_length=10, choices=SummaryStatus, default=SummaryStatus.DRAFT)

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
            )
        ]

    def __str__(self) -> str:
        return f"Báo cáo tổng hợp {self.period.label}, {self.period.plan}"

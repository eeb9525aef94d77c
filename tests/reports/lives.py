"""Arranging the life of a summary: an office with its people, a leader, and a summary at any of its steps."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from reports.models import SummaryReport
from reports.services.finalising import finalise
from reports.services.publishing import publish
from reports.services.registering import number_summary
from schools.enums import Role
from tests.factories import ReportingPeriodFactory, SubmissionFactory, SummaryReportFactory, member


@dataclass
class Life:
    """A draft over one accepted report, and who acts."""

    summary: SummaryReport
    head: Any
    clerk: Any
    officer: Any
    leader: Any

    def finalised(self) -> SummaryReport:
        return finalise(summary=self.summary, by=self.head)

    def numbered(self, number: int = 5) -> SummaryReport:
        self.finalised()
        return number_summary(summary=self.summary, by=self.clerk, number=number, issued_on=timezone.localdate())

    def published(self, number: int = 5) -> SummaryReport:
        self.numbered(number)
        return publish(summary=self.summary, by=self.clerk)

    def copy(self) -> SummaryReport:
        """The summary as somebody else has opened it."""
        return SummaryReport.objects.get(pk=self.summary.pk)


def begin(**period: Any) -> Life:
    """A draft of a period with one accepted report."""
    summary = SummaryReportFactory(period=ReportingPeriodFactory(**period))
    SubmissionFactory(accepted=True, period=summary.period)
    plan = summary.period.plan
    return Life(
        summary=summary,
        head=member(plan.receiver, Role.HEAD, full_name="Vũ Đình Toàn"),
        clerk=member(plan.receiver, Role.CLERK, full_name="Trần Thị Lan"),
        officer=member(plan.receiver, Role.OFFICER),
        leader=member(plan.forwarded_to, Role.LEADER),
    )

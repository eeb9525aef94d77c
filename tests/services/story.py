"""The people and the report of the chain: one school that owes one report today, and everybody who handles it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from plans.enums import SectionKind
from plans.models import OutlineSection, PlanIndicator, ReportingPeriod, Task
from reports.models import Submission
from reports.services.editing import save_report
from schools.enums import Role
from schools.models import Organisation
from tests.factories import (
    IndicatorFactory,
    OutlineSectionFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
    TaskFactory,
    member,
)


@dataclass
class Story:
    """A report nobody has started: one text, one task, one ratio."""

    submission: Submission
    text: OutlineSection
    task: Task
    ratio: PlanIndicator
    principal: Any
    clerk: Any
    officer: Any
    head: Any
    leader: Any

    @property
    def period(self) -> ReportingPeriod:
        return self.submission.period

    @property
    def filled(self) -> dict[str, dict[str, str]]:
        """What completes the report, by the code of the section in which it is typed."""
        return {
            "I": {f"section-{self.text.pk}": "Nhà trường đã phân công cụ thể."},
            "II": {f"task-{self.task.pk}-status": "done"},
            "III": {f"value-{self.ratio.pk}-n": "1", f"value-{self.ratio.pk}-d": "98"},
        }

    def copy(self) -> Submission:
        """The report as it is now, as another person's request loads it."""
        return Submission.objects.get(pk=self.submission.pk)

    def write(self) -> Submission:
        """Fill in the report; returns the draft, ready to be sent."""
        changes = {name: text for fields in self.filled.values() for name, text in fields.items()}
        submission = self.copy()
        save_report(submission=submission, by=self.clerk, changes=changes)
        return submission


def begin() -> Story:
    """A school, its people, a plan of this year and a period that is open today."""
    today = timezone.localdate()
    plan = PlanFactory(year=today.year)
    period = ReportingPeriodFactory(
        plan=plan,
        data_to=today - dt.timedelta(days=11),
        data_from=today - dt.timedelta(days=100),
        opens_on=today - dt.timedelta(days=10),
        deadline_on=today + dt.timedelta(days=10),
    )
    school = SchoolFactory(name="MN Cẩm Vũ").organisation
    TargetFactory(plan=plan, indicator=(indicator := IndicatorFactory()), value=80)
    sections = {"I": SectionKind.TEXT, "II": SectionKind.TASKS, "III": SectionKind.INDICATORS}
    outline = {
        code: OutlineSectionFactory(plan=plan, code=code, label=code, kind=kind) for code, kind in sections.items()
    }
    return Story(
        submission=SubmissionFactory(period=period, organisation=school),
        text=outline["I"],
        task=TaskFactory(plan=plan),
        ratio=PlanIndicatorFactory(plan=plan, indicator=indicator),
        principal=member(school, Role.PRINCIPAL, username="hieutruong"),
        clerk=member(school, Role.CLERK, username="vanthu"),
        officer=member(plan.receiver, Role.OFFICER, username="chuyenvien"),
        head=member(plan.receiver, Role.HEAD, username="truongphong"),
        leader=member(plan.forwarded_to, Role.LEADER, username="lanhdao"),
    )


def more_schools(period: ReportingPeriod, count: int) -> list[Organisation]:
    """Further schools that owe a report, so that documents become long."""
    return [SubmissionFactory(period=period).organisation for _ in range(count)]

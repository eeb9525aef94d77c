"""A plan whose grid asks the receiver for a rank and the communes for a yes or no, with its sheets opened."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from plans.enums import Direction, EnteredBy, SectionKind, UnitRule, ValueKind
from plans.models import PlanIndicator, ReportingPeriod
from reports.models import Submission
from reports.services.editing import save_report
from reports.services.opening import open_period
from reports.services.submitting import submit
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    OutlineSectionFactory,
    PlanIndicatorFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    TargetFactory,
    TaskFactory,
    member,
)


@dataclass
class OwnSheets:
    """A period far ahead with two schools in two communes; `rank` is the office's row, `done` the communes'."""

    period: ReportingPeriod
    rank: PlanIndicator
    done: PlanIndicator
    people: dict[str, Any] = field(default_factory=dict)

    @property
    def office(self) -> Submission:
        return self.sheets().get(organisation=self.period.plan.receiver_id)

    @property
    def communes(self) -> list[Submission]:
        return list(self.sheets().exclude(organisation=self.period.plan.receiver_id))

    def sheets(self) -> Any:
        rows = Submission.objects.figures().filter(period=self.period)
        return rows.select_related("organisation__school", "period__plan__receiver").order_by("organisation__sort_key")

    def complete(self, submission: Submission, value: str = "1") -> dict[str, str]:
        """What makes the sheet complete."""
        is_office = submission.organisation_id == self.period.plan.receiver_id
        return {f"value-{(self.rank if is_office else self.done).pk}-v": value}

    def url(self, name: str = "period_figure_entry") -> str:
        return reverse(name, args=[self.period.pk])


def arranged(*, communes: int = 2, year: int = 2099) -> OwnSheets:
    """Open the period with so many communes, one school in each."""
    period = ReportingPeriodFactory(plan__year=year, forward_on=dt.date(year, 3, 20))
    plan = period.plan
    for number in range(communes):
        school = SchoolFactory(commune__short_name=f"Xã Số {number}", commune__name=f"Xã Số {number}")
        PlanReporterFactory(plan=plan, organisation=school.organisation)
    OutlineSectionFactory(plan=plan, code="I", kind=SectionKind.TEXT)
    OutlineSectionFactory(plan=plan, code="II.4", kind=SectionKind.INDICATORS)
    TaskFactory(plan=plan, code="II.1.1")
    PlanIndicatorFactory(plan=plan, indicator=IndicatorFactory(code="S01", count=True))
    rank = IndicatorFactory(
        code="O01", count=True, value_kind=ValueKind.RANK, unit="hạng", unit_rule=UnitRule.MAXIMUM,
        direction=Direction.LOWER, entered_by=EnteredBy.OFFICE, lower_bound=1, upper_bound=12,
    )  # fmt: skip
    done = IndicatorFactory(
        code="C01", count=True, value_kind=ValueKind.FLAG, unit="xã", entered_by=EnteredBy.COMMUNE,
        judged_at_school=False, lower_bound=0, upper_bound=1, definition="Ghi 1 khi đã đạt.",
    )  # fmt: skip
    TargetFactory(plan=plan, indicator=done, operator="=", value=communes)
    rows = {row: PlanIndicatorFactory(plan=plan, indicator=row) for row in (rank, done)}
    open_period(period=period)
    people = {"officer": member(plan.receiver, Role.OFFICER), "head": member(plan.receiver, Role.HEAD)}
    return OwnSheets(period, rows[rank], rows[done], people)


def fill(own: OwnSheets, submission: Submission, value: str = "1") -> Submission:
    """Complete the sheet as the officer."""
    save_report(submission=submission, by=own.people["officer"], changes=own.complete(submission, value))
    return submission


def send(own: OwnSheets, submission: Submission, value: str = "1") -> Submission:
    """Complete and send the sheet as the officer."""
    return submit(submission=fill(own, submission, value), by=own.people["officer"])

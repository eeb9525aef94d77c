"""Rows exist from the moment a period opens, for every organisation expected to report."""

import datetime as dt

from django.utils import timezone

from plans.enums import PlanStatus
from plans.models import Plan, PlanReporter, ReportingPeriod
from reports.models import Submission


def open_periods(*, today: dt.date | None = None) -> int:
    """Create the missing reports of every opened period of plans in force. Running it again changes nothing.

    Returns the number of reports created.
    """
    due = ReportingPeriod.objects.opened(today or timezone.localdate()).filter(plan__status=PlanStatus.IN_FORCE)
    return sum(open_period(period=period) for period in due.with_plan())


def open_periods_of(plan: Plan, *, today: dt.date | None = None) -> int:
    """Create the missing reports of one plan's opened periods; returns their number. For a plan just put in force."""
    due = ReportingPeriod.objects.opened(today or timezone.localdate()).filter(plan=plan)
    return sum(open_period(period=period) for period in due.with_plan())


def open_period(*, period: ReportingPeriod) -> int:
    """Create the missing reports of one period; two schedulers at once create each row once."""
    expected = PlanReporter.objects.filter(plan_id=period.plan_id).values_list("organisation_id", flat=True)
    present = set(period.submissions.values_list("organisation_id", flat=True))
    rows = [Submission(period=period, organisation_id=pk) for pk in expected if pk not in present]
    Submission.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)

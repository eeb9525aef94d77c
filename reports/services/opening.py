"""Rows exist from the moment a period opens, for every organisation expected to report."""

import datetime as dt

from django.utils import timezone

from plans.enums import EnteredBy, PlanStatus
from plans.models import Plan, PlanReporter, ReportingPeriod
from reports.enums import Purpose
from reports.models import Submission
from schools.models import Organisation, SchoolAffiliation


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
    """Create the missing reports of one period, and the sheets for figures no school has; two schedulers at once create
    each row once."""
    expected = reporters_in(period)
    present = set(period.submissions.values_list("organisation_id", flat=True))
    wanted = dict.fromkeys(figure_units(period), Purpose.FIGURES) | dict.fromkeys(expected, Purpose.REPORT)
    rows = [
        Submission(period=period, organisation_id=pk, purpose=purpose)
        for pk, purpose in wanted.items()
        if pk not in present
    ]
    Submission.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def reporters_in(period: ReportingPeriod) -> list[int]:
    """Who reports on the plan and exists on the last day of the period's data: who has been merged or closed by then
    owes nothing more, who begins later owes nothing yet (domain reference §5.6)."""
    living = Organisation.objects.in_force(period.data_to).values("pk")
    duties = PlanReporter.objects.filter(plan_id=period.plan_id, organisation__in=living)
    return list(duties.order_by("pk").values_list("organisation_id", flat=True))


def figure_units(period: ReportingPeriod) -> list[int]:
    """Who enters figures that no school has: the receiver, and the communes of the reporting schools on the last day
    of the data, as far as the plan's grid asks them for any. Who reports on the plan anyway has them in the report."""
    plan = period.plan
    asked = set(plan.plan_indicators.order_by().values_list("indicator__entered_by", flat=True))
    found = [plan.receiver_id] if EnteredBy.OFFICE in asked and plan.receiver_id else []
    if EnteredBy.COMMUNE in asked:
        places = SchoolAffiliation.objects.on(period.data_to).filter(school__organisation__reporting_duties__plan=plan)
        communes = Organisation.objects.filter(pk__in=places.values("commune")).order_by("sort_key", "pk")
        found += communes.exclude(pk=plan.receiver_id).values_list("pk", flat=True)
    return found

"""Many schools at once, for tests of how the number of queries depends on theirs: it must not."""

import datetime as dt
from decimal import Decimal
from typing import Any

from plans.models import PlanIndicator, ReportingPeriod
from reports.enums import SubmissionStatus, ValueState
from reports.models import IndicatorValue, Submission
from schools.enums import Level, OrganisationKind
from schools.models import NationalStandard, Organisation, School, SchoolAffiliation
from tests.factories import CommuneFactory

COMMUNES = 19


def crowd(number: int, *, start: int = 0) -> list[Organisation]:
    """As many schools of all levels, numbered from `start` and spread over communes, which are made when they are
    missing; every third is at standard."""
    places = list(Organisation.objects.communes().order_by("pk"))
    places += [CommuneFactory() for _ in range(len(places), COMMUNES)]
    bodies = Organisation.objects.bulk_create(
        Organisation(
            kind=OrganisationKind.SCHOOL,
            code=f"S{n:04}",
            name=f"Trường {n:04}",
            short_name=f"Trường {n:04}",
            sort_key=f"{n:04}",
            search_key=f"truong {n:04}",
        )
        for n in range(start, start + number)
    )
    levels = list(Level.values)
    schools = School.objects.bulk_create(
        School(organisation=body, levels=levels[n % len(levels)]) for n, body in enumerate(bodies, start)
    )
    SchoolAffiliation.objects.bulk_create(
        SchoolAffiliation(school=school, commune=places[n % len(places)]) for n, school in enumerate(schools, start)
    )
    day = dt.date(2016, 5, 1)
    NationalStandard.objects.bulk_create(
        NationalStandard(school=school, recognised_on=day, recheck_due_on=day.replace(year=2021))
        for school in schools[::3]
    )
    return bodies


def reports_of(period: ReportingPeriod, bodies: list[Organisation]) -> None:
    """An accepted report of each school for the period, every fourth still waiting, with every figure of the grid."""
    at, rows = period.deadline_at, list(PlanIndicator.objects.filter(plan=period.plan_id).select_related("indicator"))
    reports = Submission.objects.bulk_create(
        Submission(
            period=period,
            organisation=body,
            status=SubmissionStatus.ACCEPTED if n % 4 else SubmissionStatus.SUBMITTED,
            revision=1,
            edit_version=1,
            filled_percent=100,
            first_submitted_at=at,
            submitted_at=at,
            accepted_at=at if n % 4 else None,
            receipt_code=f"BN-{period.pk}-{body.pk}",
        )
        for n, body in enumerate(bodies)
    )
    IndicatorValue.objects.bulk_create(
        IndicatorValue(submission=report, plan_indicator=row, state=ValueState.GIVEN, **_figure(row, n))
        for n, report in enumerate(reports)
        for row in rows
    )


def _figure(row: PlanIndicator, number: int) -> dict[str, Any]:
    if row.indicator.is_ratio:
        return {"numerator": Decimal(number % 50), "denominator": Decimal(100)}
    return {"value": Decimal(number % 7)}

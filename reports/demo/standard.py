"""Recognitions that the demonstration's office expects: those of 2018 as they came, and some of today's year.

All of them are marked as illustrations.
"""

import datetime as dt

from django.db.models import Min

from facilities.enums import RecognitionKind
from facilities.models import PlannedRecognition
from facilities.queries.records import school_records
from plans.deadlines import local_day
from plans.models import Plan
from schools.models import NationalStandard

BEFORE_DECISION = dt.timedelta(days=20)
AHEAD = dt.timedelta(days=30)
EACH = 2  # schools whose recognition lapsed, and schools without any, that are expected this year


def write_expected(history: Plan, live: Plan, now: dt.datetime) -> int:
    """What was expected in the plan years of 2018 and of today; returns how many. Written again it changes nothing."""
    rows = [*_came(history)]
    if live.pk != history.pk:
        rows += _to_come(live, local_day(now))
    written = PlannedRecognition.objects.bulk_create(rows, ignore_conflicts=True)
    return len(written)


def _came(plan: Plan) -> list[PlannedRecognition]:
    """The schools recognised for the first time in the plan's year, each expected some weeks before its decision."""
    first = NationalStandard.objects.order_by().values("school").annotate(first=Min("recognised_on"))
    days = dict(first.filter(first__year=plan.year).values_list("school", "first"))
    found = NationalStandard.objects.filter(school__in=days, recognised_on__year=plan.year).order_by("pk")
    return [
        PlannedRecognition(
            plan=plan,
            school_id=row.school_id,
            level=row.level,
            expected_on=max(row.recognised_on - BEFORE_DECISION, dt.date(plan.year, 1, 31)),
            recognition=row,
            is_illustrative=True,
        )
        for row in found
        if row.recognised_on == days[row.school_id]
    ]


def _to_come(plan: Plan, day: dt.date) -> list[PlannedRecognition]:
    """Some schools whose recognition lapsed, and some that have none, expected before the year is over."""
    open_ = [school for school in school_records() if school.exists(day) and not school.is_at_standard(day)]
    lapsed = [school for school in open_ if school.recognised_by(day)][:EACH]
    never = [school for school in open_ if not school.recognised_by(day)][:EACH]
    expected = min(day + AHEAD, dt.date(day.year, 12, 31))
    return [
        PlannedRecognition(
            plan=plan,
            school_id=school.pk,
            kind=RecognitionKind.RENEWAL if school in lapsed else RecognitionKind.NEW,
            expected_on=expected,
            is_illustrative=True,
        )
        for school in (*lapsed, *never)
    ]

"""Which set of criteria holds when (domain reference §3.5: rules follow each other, level by level)."""

import datetime as dt

from django.db.models import Q, QuerySet

from facilities.models import StandardRule
from schools.models import School
from vietnamese.dates import SCHOOL_YEAR_STARTS


def rules_on(day: dt.date) -> QuerySet[StandardRule]:
    """The rules in force on a day; without a day at one end they hold without end on that side."""
    return StandardRule.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    ).order_by("valid_from", "code")


def rule_in_force(level: str, day: dt.date) -> StandardRule | None:
    """The rule for a level on a day. Loading refuses overlaps; of rows typed by hand the later one holds."""
    return max(
        (rule for rule in rules_on(day) if level in rule.levels.split()),
        key=lambda rule: (rule.valid_from or dt.date.min, rule.code),
        default=None,
    )


def rules_for(school: School, day: dt.date) -> list[StandardRule]:
    """What a school assesses itself against: one rule, or for a school of several levels one for each that differs."""
    found = {rule.pk: rule for level in school.levels.split() if (rule := rule_in_force(level, day))}
    return list(found.values())


def deciding_day(school_year: int, today: dt.date) -> dt.date:
    """The day whose rule holds for a school year: today within it, its last day afterwards, its first day before.

    An assessment keeps the rule it was begun with, whatever comes later.
    """
    first = dt.date(school_year, SCHOOL_YEAR_STARTS, 1)
    last = dt.date(school_year + 1, SCHOOL_YEAR_STARTS, 1) - dt.timedelta(days=1)
    return min(max(today, first), last)

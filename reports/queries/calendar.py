"""The deadlines that concern a person, of all plans: what they owe, what they receive, what is forwarded to them.

The page and the feed read the same list, so both show what the person may see at this moment (architecture §4, §8).
"""

import datetime as dt
from typing import Any

from reports.calendar_days import Entry
from reports.queries.calendar_owed import coming_days, owed_days_of, reporting_seats
from reports.queries.calendar_periods import days_of_periods, own_days, periods_of
from schools.queries import actor_of


def calendar_entries(user: Any, *, today: dt.date) -> list[Entry]:
    """Every day that concerns the person, in order of time: four queries at most, whatever the number of plans.

    Days of the past are there as long as their plan is; a plan that is still a draft concerns nobody.
    """
    actor = actor_of(user)
    reporting = reporting_seats(actor)
    periods = list(periods_of(actor, {plan for plan, _, _ in reporting}))
    found: dict[str, Entry] = {}
    for entry in [
        *owed_days_of(actor),
        *coming_days(reporting, periods, today),
        *days_of_periods(actor, periods, today),
        *own_days(actor, today),
    ]:
        found.setdefault(entry.key, entry)
    return sorted(found.values(), key=lambda entry: (entry.day, entry.plan_title, entry.key))

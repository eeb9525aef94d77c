"""The works of one school for its page."""

import datetime as dt

from facilities.enums import WorkState
from facilities.models import Work
from facilities.queries.works import WorkLine, line_of
from schools.models import School


def works_of(school: School, today: dt.date) -> list[WorkLine]:
    """What is not finished first, then the latest ended: one query."""
    works = Work.objects.filter(school=school).order_by("-actual_end", "planned_end", "pk")
    lines = [line_of(work, today) for work in works]
    return sorted(lines, key=lambda line: (line.state == WorkState.FINISHED, not line.is_late))

"""Drawing up the letter that urges late organisations (công văn đôn đốc)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from plans.calendars import working_calendar
from plans.models import ReportingPeriod
from reports.documents.wording import words_of
from reports.late_row import LateRow
from reports.models import ReminderLetter, Submission
from reports.queries.communes import PLACES, with_communes
from reports.services.errors import Conflict

WORKING_DAYS_TO_RESPOND = 3
END_OF_OFFICE_HOURS = dt.time(17)
# Long enough for three working days over the longest holidays.
CALENDAR_AHEAD = dt.timedelta(days=31)

NOBODY_LATE = "Không có đơn vị nào trong danh sách còn nợ báo cáo quá hạn, nên không lập công văn."
ALREADY_OVER = "Thời hạn đề nghị gửi phải sau thời điểm lập công văn."


def late_submissions(period: ReportingPeriod, today: dt.date) -> list[Submission]:
    """What is owed and overdue on the day, the longest first, with all a letter says of each; five queries."""
    return list(
        Submission.objects.reports()
        .filter(period=period)
        .with_deadline()
        .overdue(today)
        .select_related("organisation__school", "period")
        .prefetch_related("organisation__profiles", with_communes(), f"{PLACES}__commune__profiles")
        .order_by("effective_last_day", "organisation__sort_key", "pk")  # type: ignore[misc]  # an annotation
    )


def default_respond_by(now: dt.datetime) -> dt.datetime:
    """The end of office hours of the third working day after today; one query."""
    today = timezone.localdate(now)
    calendar = working_calendar(today, today + CALENDAR_AHEAD)
    return at_hour(calendar.add(today, WORKING_DAYS_TO_RESPOND), END_OF_OFFICE_HOURS)


def at_hour(day: dt.date, hour: dt.time) -> dt.datetime:
    """The instant in the portal's time zone, whatever zone the server runs in."""
    return timezone.make_aware(dt.datetime.combine(day, hour), timezone.get_default_timezone())


def create_letter(
    *,
    period: ReportingPeriod,
    submissions: Iterable[Submission | int],
    by: Any,
    respond_by: dt.datetime,
    note: str = "",
) -> ReminderLetter:
    """Freeze those of the reports that are still owed and overdue into a letter; a constant number of queries.

    `submissions` are reports of the period or their ids; what has been sent meanwhile, or got more time, is left out.

    Raises:
        Conflict: none of them is owed and overdue, or `respond_by` has passed.
    """
    now = timezone.now()
    if respond_by <= now:
        raise Conflict(ALREADY_OVER)
    today = timezone.localdate(now)
    chosen = {getattr(submission, "pk", submission) for submission in submissions}
    rows = [_row(late, today) for late in late_submissions(period, today) if late.pk in chosen]
    if not rows:
        raise Conflict(NOBODY_LATE)
    return ReminderLetter.objects.create(
        period=period,
        rows=[row.frozen() for row in rows],
        as_of=today,
        respond_by=respond_by,
        note=note.strip(),
        created_by=by,
        created_at=now,
    )


def _row(late: Submission, today: dt.date) -> LateRow:
    """What the letter says of one report, in the words in force on the day."""
    organisation = late.organisation
    school = getattr(organisation, "school", None)
    commune = school.commune_on(late.period.data_to) if school else None
    words = words_of(organisation, today)
    return LateRow(
        submission=late.pk,
        organisation=words.name,
        kind=organisation.kind,
        head_title=words.head_title,
        commune=words_of(commune, today).name if commune else "",
        status=late.status,
        due_on=late.owed_until,
        days_late=-late.days_left,
    )

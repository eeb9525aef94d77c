"""One answer to "until when?" for one report; `SubmissionQuerySet.with_deadline` is its twin for lists."""

import datetime as dt

from plans.deadlines import end_of_day, owed_days
from reports.models import Submission


def extended_until(submission: Submission) -> dt.date | None:
    """The latest extension granted to the report."""
    return max((extension.until for extension in submission.extensions.all()), default=None)


def first_last_day(submission: Submission) -> dt.date:
    """The last on-time day of the first submission: an extension beats an earlier deadline of the period."""
    return _days(submission)[0]


def effective_last_day(submission: Submission) -> dt.date:
    """The last on-time day of what is owed now.

    A report that was returned has its own due date, also after a withdrawal of the next attempt, and an extension
    beats everything. An extension never shortens: one that ended before the report was returned says nothing about
    the new round (docs/adr/0003).
    """
    return _days(submission)[1]


def _days(submission: Submission) -> tuple[dt.date, dt.date]:
    return owed_days(
        submission.period_last_day,
        extended_until=extended_until(submission),
        returned_due_on=submission.returned_due_on,
    )


def effective_deadline(submission: Submission) -> dt.datetime:
    """The last on-time instant (23:59:59, Asia/Ho_Chi_Minh) of what is owed now."""
    return end_of_day(effective_last_day(submission))

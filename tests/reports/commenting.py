"""A report on its way between school and reviewer."""

import datetime as dt
from typing import Any

from django.utils import timezone

from reports.models import ReviewComment, Submission
from reports.services.commenting import add_comment
from reports.services.editing import save_report
from reports.services.reviewing import return_submission
from reports.services.submitting import submit
from tests.reports.conftest import Writing


def loaded(writing: Writing) -> Submission:
    """The report as a request loads it."""
    return Submission.objects.select_related("organisation__school", "period__plan").get(pk=writing.submission.pk)


def send(writing: Writing, **changes: str) -> Submission:
    """Complete and submit; returns the report as it is then."""
    submission = loaded(writing)
    save_report(submission=submission, by=writing.people["clerk"], changes=writing.complete() | changes)
    submit(submission=submission, by=writing.people["principal"])
    return submission


def comment(writing: Writing, anchor: str = "", text: str = "Nêu rõ nguyên nhân.") -> ReviewComment:
    """A comment of the officer, not sent yet."""
    return add_comment(submission=loaded(writing), by=writing.people["officer"], anchor=anchor, text=text)


def give_back(writing: Writing, *anchors: str, **options: Any) -> Submission:
    """Return the report with a comment at each of the places."""
    for anchor in anchors:
        comment(writing, anchor)
    return return_submission(
        submission=loaded(writing),
        by=writing.people["officer"],
        comment="Bổ sung theo nhận xét.",
        due_on=timezone.localdate() + dt.timedelta(days=7),
        **options,
    )

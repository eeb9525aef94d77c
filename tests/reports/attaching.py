"""Arranging files of a report: attached, sent with it, given back with it."""

import datetime as dt
from typing import Any

from plans.models import OutlineSection
from reports.models import Submission
from reports.services import attaching, editing, reviewing, submitting
from tests.reports import files
from tests.reports.conftest import Writing


def attach(writing: Writing, *uploads: tuple[bytes, str], section: OutlineSection | None = None) -> Any:
    return attaching.attach_files(
        submission=Submission.objects.get(pk=writing.submission.pk),
        by=writing.people["clerk"],
        section=section or writing.text,
        files=[files.upload(*upload) for upload in uploads],
    )


def submit(writing: Writing) -> None:
    fresh = Submission.objects.select_related("organisation__school", "period__plan").get(pk=writing.submission.pk)
    editing.save_report(submission=fresh, by=writing.people["clerk"], changes=writing.complete())
    submitting.submit(submission=fresh, by=writing.people["principal"])


def give_back(writing: Writing) -> None:
    reviewing.return_submission(
        submission=Submission.objects.get(pk=writing.submission.pk),
        by=writing.people["officer"],
        comment="Thiếu minh chứng",
        due_on=dt.date(2099, 6, 1),
    )

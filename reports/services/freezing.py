"""A report as it was sent, kept for good."""

import datetime as dt
from typing import Any

from plans.models import PlanRevision
from reports.models import Submission, SubmissionVersion
from reports.queries.frozen import content_of, digest
from reports.queries.sheet import Sheet

__all__ = ["content_of", "digest", "freeze"]


def freeze(*, sheet: Sheet, revision: int, by: Any, at: dt.datetime) -> SubmissionVersion:
    """Keep what is being sent, and under which revision of the plan. Must run in the transaction of the submission."""
    content = content_of(sheet)
    submission: Submission = sheet.submission
    return SubmissionVersion.objects.create(
        submission=submission,
        revision=revision,
        plan_revision=_latest_revision(submission),
        content=content,
        sha256=digest(content),
        created_at=at,
        created_by=by,
    )


def _latest_revision(submission: Submission) -> PlanRevision | None:
    """None for a plan put in force before plans had revisions."""
    revisions = PlanRevision.objects.filter(plan=submission.period.plan_id)
    return revisions.defer("content").order_by("-number").first()

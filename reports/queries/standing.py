"""The requests of a report: its own, and those of earlier reports that come back in it because they are still open."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import FilteredRelation, Q

from plans.deadlines import local_day
from reports.enums import Addressee, RecommendationStatus, RequestVerdict
from reports.models import Recommendation, RequestMark, Submission


@dataclass(slots=True)
class StandingRow:
    """A request of an earlier report as it stands in this one, and what the school says of it here.

    `version` is the state of the request that was read; `was_sent` whether this report was sent with it before.
    """

    id: int
    addressee: str
    text: str
    status: str
    answer: str
    since: dt.date
    period: str
    owner: str
    version: int
    verdict: str = ""
    word: str = ""
    was_sent: bool = False

    @property
    def field_name(self) -> str:
        return f"still-{self.id}"

    @property
    def addressee_label(self) -> str:
        return str(Addressee(self.addressee).label)

    @property
    def status_label(self) -> str:
        return str(RecommendationStatus(self.status).label)

    @property
    def verdict_label(self) -> str:
        return str(RequestVerdict(self.verdict).label) if self.verdict else ""


def requests_of(submission: Submission) -> tuple[list[Recommendation], list[StandingRow]]:
    """The report's own requests, also those dropped while it is corrected, and those that come back in it: one query.

    A report that is held by its receiver shows what came back when it was sent; one that is being written what is open
    now, and what it has already spoken of.
    """
    marked = Q(mark__isnull=False)
    if submission.is_editable:
        again = marked | Q(pk__in=Recommendation.objects.standing_for(submission).order_by().values("pk"))
    else:
        again = marked & ~Q(mark__status_then="")
    own = Q(submission=submission.pk)
    rows: Any = Recommendation.objects.annotate(
        mark=FilteredRelation("marks", condition=Q(marks__submission=submission.pk))
    ).filter(own if submission.is_figures else own | again)
    found: list[Recommendation] = list(
        rows.select_related("mark", "owner", "submission__period").order_by("raised_at", "position", "pk")
    )
    mine = [row for row in found if row.submission_id == submission.pk]
    for row in mine:
        row.submission = submission
    mine.sort(key=lambda row: (row.position, row.pk))
    is_frozen = not submission.is_editable
    return mine, [_standing(row, is_frozen) for row in found if row.submission_id != submission.pk]


def _standing(row: Recommendation, is_frozen: bool) -> StandingRow:
    mark: RequestMark | None = getattr(row, "mark", None)  # set by select_related where there is one
    then = mark if mark and is_frozen else None
    raised = row.raised_at or row.submission.first_submitted_at
    return StandingRow(
        id=row.pk,
        addressee=row.addressee,
        text=then.text_then if then else row.text,
        status=then.status_then if then else row.status,
        answer=then.answer_then if then else row.answer,
        since=local_day(raised) if raised else row.submission.period.deadline_on,
        period=row.submission.period.full_name,
        owner=row.owner.short_name if row.owner else "",
        version=row.version,
        verdict=mark.verdict if mark else "",
        word=mark.word if mark else "",
        was_sent=bool(mark and mark.status_then),
    )

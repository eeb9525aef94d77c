"""Requests when their report is sent or taken back: who has to answer, what came back, what is gone."""

import datetime as dt
from collections import defaultdict
from typing import Any

from plans.deadlines import local_day
from reports.enums import NotificationKind, RecommendationEventKind, RecommendationStatus, RequestVerdict
from reports.models import Recommendation, RecommendationEvent, RequestMark, Submission
from reports.queries.request_owners import owners_for
from reports.queries.sheet import Sheet
from reports.queries.standing import StandingRow
from reports.services.request_judging import close_from_report, reject_from_report
from reports.services.request_notices import take_back, tell_owner
from reports.services.request_steps import note
from reports.services.storing import store_marks
from schools.models import Organisation

KEPT_EVENTS = (RecommendationEventKind.RAISED, RecommendationEventKind.REPEATED)


def raise_requests(*, sheet: Sheet, by: Any, at: dt.datetime) -> None:
    """Give every request of a report that is being sent its owner and its moment; what was raised before keeps both.

    What was dropped while the report was corrected is deleted now, unless it was answered meanwhile. Each owner gets
    one message about the report. Must run in the transaction of the sending.
    """
    submission = sheet.submission
    submission.recommendations.filter(is_dropped=True, first_answered_at=None).delete()
    waiting = [row for row in sheet.recommendations if row.owner_id is None]
    owners = owners_for(submission, {row.addressee for row in waiting}, local_day(at)) if waiting else {}
    by_owner: dict[Organisation, list[Recommendation]] = defaultdict(list)
    for row in waiting:
        owner = owners[row.addressee]
        kind = RecommendationEventKind.FORWARDED if row.raised_at else RecommendationEventKind.RAISED
        row.owner, row.raised_at, row.version = owner.organisation, row.raised_at or at, row.version + 1
        row.submission = submission
        note(row, kind, by=by, at=at, organisation=owner.organisation, text=owner.note)
        by_owner[owner.organisation].append(row)
    Recommendation.objects.bulk_update(waiting, ["owner", "raised_at", "version"])
    for body, rows in by_owner.items():
        stage = f"owner-{body.pk} revision-{submission.revision}"
        tell_owner(requests=rows, owner=body, kind=NotificationKind.REQUEST_RAISED, stage=stage)


def carry_standing(*, sheet: Sheet, by: Any, at: dt.datetime) -> None:
    """Do what the report says of the requests that came back in it, and keep how they stood. Must run in the
    transaction of the sending."""
    store_marks((_frozen_mark(sheet.submission, row) for row in sheet.standing), frozen=True)
    for row in sheet.standing:
        if row.verdict == RequestVerdict.SOLVED:
            close_from_report(request_id=row.id, by=by, at=at, word=row.word)
        elif row.verdict == RequestVerdict.STANDING and row.status != RecommendationStatus.OPEN:
            reject_from_report(request_id=row.id, seen=row.version, by=by, at=at, word=row.word)
        elif not row.was_sent:
            RecommendationEvent.objects.create(
                recommendation_id=row.id,
                kind=RecommendationEventKind.REPEATED,
                at=at,
                by=by,
                organisation=sheet.submission.organisation,
                text=row.word,
            )


def _frozen_mark(submission: Submission, row: StandingRow) -> RequestMark:
    return RequestMark(
        submission=submission,
        recommendation_id=row.id,
        verdict=row.verdict,
        word=row.word,
        text_then=row.text,
        status_then=row.status,
        answer_then=row.answer,
    )


def lower_requests(*, submission: Submission) -> None:
    """Take back what a report that was withdrawn had raised. What somebody has already answered, forwarded or grouped
    stays raised: they acted on it. Must run in the transaction of the withdrawal."""
    rows = Recommendation.objects.filter(submission=submission, raised_at__isnull=False)
    touched = RecommendationEvent.objects.filter(recommendation__in=rows).exclude(kind__in=KEPT_EVENTS)
    lowered = list(rows.exclude(pk__in=touched.values("recommendation")).filter(first_answered_at=None))
    RecommendationEvent.objects.filter(recommendation__in=lowered, kind=RecommendationEventKind.RAISED).delete()
    for row in lowered:
        row.raised_at, row.owner, row.version = None, None, row.version + 1
    Recommendation.objects.bulk_update(lowered, ["raised_at", "owner", "version"])
    if lowered:
        take_back(requests=lowered)

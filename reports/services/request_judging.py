"""The school says whether an answer has solved what it asked for."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from reports.enums import NotificationKind, RecommendationEventKind, RecommendationStatus
from reports.models import Recommendation
from reports.services.errors import Conflict
from reports.services.request_notices import tell_owner
from reports.services.request_steps import note, take

CLOSED, OPEN = RecommendationStatus.CLOSED, RecommendationStatus.OPEN
NO_WORD = "Trường ghi trong báo cáo: chưa giải quyết."


@transaction.atomic
def close(*, request: Recommendation, by: Any, seen: int, word: str = "") -> Recommendation:
    """Say that the matter is solved; with or without an answer.

    Raises:
        Conflict: it is closed already, or somebody acted meanwhile.
    """
    if request.status == CLOSED:
        raise Conflict("Kiến nghị đã được xác nhận giải quyết xong trước đó.")
    now = timezone.now()
    take(request, seen=seen, status=CLOSED, closed_at=now)
    note(
        request, RecommendationEventKind.CLOSED, by=by, at=now, organisation=request.submission.organisation, text=word
    )
    return request


@transaction.atomic
def reject_answer(*, request: Recommendation, by: Any, seen: int, reason: str) -> Recommendation:
    """Say that the matter is not solved, and why; it is open again and its owner is told.

    Raises:
        Conflict: it is open as it is, or somebody acted meanwhile. ValueError: no reason given.
    """
    if not reason.strip():
        raise ValueError("saying that nothing is solved needs a reason")
    if request.status == OPEN:
        raise Conflict("Kiến nghị chưa được trả lời lần nào kể từ lần trường ghi ý kiến gần nhất.")
    now = timezone.now()
    take(request, seen=seen, status=OPEN, closed_at=None)
    _tell_unsolved(request, by=by, at=now, reason=reason)
    return request


def close_from_report(*, request_id: int, by: Any, at: dt.datetime, word: str) -> None:
    """Close what a report says is solved; whatever happened meanwhile, the school knows best."""
    rows = Recommendation.objects.filter(pk=request_id).exclude(status=CLOSED)
    if rows.update(status=CLOSED, closed_at=at, version=F("version") + 1):
        request = Recommendation.objects.select_related("submission__organisation").get(pk=request_id)
        unit = request.submission.organisation
        note(request, RecommendationEventKind.CLOSED, by=by, at=at, organisation=unit, text=word)


def reject_from_report(*, request_id: int, seen: int, by: Any, at: dt.datetime, word: str) -> None:
    """Open again what a report says still stands, unless somebody answered after the school had written that."""
    rows = Recommendation.objects.filter(pk=request_id, version=seen).exclude(status=OPEN)
    if rows.update(status=OPEN, closed_at=None, version=F("version") + 1):
        request = Recommendation.objects.select_related(
            "owner", "submission__organisation", "submission__period__plan"
        ).get(pk=request_id)
        _tell_unsolved(request, by=by, at=at, reason=word or NO_WORD)


def _tell_unsolved(request: Recommendation, *, by: Any, at: dt.datetime, reason: str) -> None:
    unit = request.submission.organisation
    event = note(request, RecommendationEventKind.UNSOLVED, by=by, at=at, organisation=unit, text=reason)
    owner = request.owner or request.submission.period.plan.receiver
    kind = NotificationKind.REQUEST_UNSOLVED
    tell_owner(requests=[request], owner=owner, kind=kind, stage=f"unsolved-{event.pk}", reason=reason.strip())

"""What every step in the life of a request has in common: the state the person saw, and the event."""

import datetime as dt
from typing import Any

from reports.enums import RecommendationEventKind, RecommendationStatus
from reports.models import Recommendation, RecommendationEvent
from reports.services.errors import Conflict
from schools.models import Organisation
from vietnamese.dates import format_datetime


def take(request: Recommendation, *, seen: int, **changes: Any) -> None:
    """Take one step by a conditional UPDATE that names the version the person saw, so of two people one wins.

    Raises:
        Conflict: somebody has taken another step meanwhile; what and when.
    """
    rows = Recommendation.objects.filter(pk=request.pk, version=seen)
    if not rows.update(version=seen + 1, **changes):
        raise Conflict(describe(request))
    for name, value in {**changes, "version": seen + 1}.items():
        setattr(request, name, value)


def note(
    request: Recommendation,
    kind: RecommendationEventKind,
    *,
    by: Any,
    at: dt.datetime,
    organisation: Organisation | None = None,
    text: str = "",
    on_behalf_of: Organisation | None = None,
) -> RecommendationEvent:
    """Write one line of the request's life."""
    return RecommendationEvent.objects.create(
        recommendation=request,
        kind=kind,
        at=at,
        by=by,
        organisation=organisation,
        text=text.strip(),
        on_behalf_of=on_behalf_of,
    )


def describe(request: Recommendation) -> str:
    """What happened to the request in the meantime, as a sentence for the person who was slower."""
    found = Recommendation.objects.filter(pk=request.pk).values_list("status", flat=True).first()
    if found is None:
        return "Trường đã rút kiến nghị này. Thao tác vừa rồi không được thực hiện."
    event = request.events.select_related("by").order_by("-at", "-pk").first()
    if event is None:
        return "Kiến nghị đã thay đổi trong lúc thầy/cô thao tác. Đề nghị tải lại trang."
    who = f"{event.by} " if event.by else ""
    return (
        f"Kiến nghị vừa được {who}cập nhật lúc {format_datetime(event.at)} ({event.get_kind_display().lower()}); "
        f"tình trạng hiện nay: {RecommendationStatus(found).label.lower()}. Thao tác vừa rồi không được thực hiện."
    )

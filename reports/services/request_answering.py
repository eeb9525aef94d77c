"""Answering a request, alone or with all of its group, and forwarding it to who can decide."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from reports.enums import Capability, NotificationKind, RecommendationEventKind, RecommendationStatus
from reports.models import Recommendation, RecommendationGroup
from reports.models.recommendation import OWNER_SEATS
from reports.permissions import can
from reports.queries.requests import with_all
from reports.services.errors import Conflict
from reports.services.request_notices import tell_owner, tell_school
from reports.services.request_steps import describe, note, take
from schools.models import Organisation
from schools.queries import actor_of


def together_with(request: Recommendation, by: Any, capability: Capability) -> list[Recommendation]:
    """The request and those of its group that are open, and with which the person may do the same."""
    if request.group_id is None:
        return [request]
    members = with_all(Recommendation.objects.filter(group=request.group_id).open()).order_by("pk")
    others = [row for row in members if row.pk != request.pk and can(by, capability, row)]
    return [request, *others]


@transaction.atomic
def answer(*, request: Recommendation, by: Any, seen: int, text: str) -> list[Recommendation]:
    """Answer a request; the same answer goes to all open ones of its group. Each school is told.

    The receiver may answer for the owner; the event says on whose behalf. An answer may be replaced by a later one as
    long as the school has not closed the matter. Returns the requests that were answered.

    Raises:
        Conflict: it is closed, or somebody acted meanwhile. ValueError: no text.
    """
    if not text.strip():
        raise ValueError("an answer needs a text")
    _lock_group(request)
    rows = together_with(request, by, Capability.ANSWER_REQUEST)
    if request.status == RecommendationStatus.CLOSED:
        raise Conflict(describe(request))
    now = timezone.now()
    for row in rows:
        take(
            row,
            seen=seen if row.pk == request.pk else row.version,
            status=RecommendationStatus.ANSWERED,
            answer=text.strip(),
            answered_at=now,
            first_answered_at=row.first_answered_at or now,
        )
        body, instead_of = _answering_body(row, by)
        event = note(
            row,
            RecommendationEventKind.ANSWERED,
            by=by,
            at=now,
            organisation=body,
            text=text,
            on_behalf_of=instead_of,
        )
        tell_school(
            request=row,
            kind=NotificationKind.REQUEST_ANSWERED,
            stage=f"answer-{event.pk}",
            answering=body,
            instead_of=instead_of,
            answer=text.strip(),
        )
    return rows


@transaction.atomic
def forward(
    *, request: Recommendation, by: Any, seen: int, to: Organisation, word: str = ""
) -> Sequence[Recommendation]:
    """Hand a request, with all open ones of its group, to the organisation that can decide; its people are told.

    Raises:
        Conflict: it is not open, it is there already, or somebody acted meanwhile.
    """
    _lock_group(request)
    if request.status != RecommendationStatus.OPEN:
        raise Conflict(describe(request))
    if request.owner_id == to.pk:
        raise Conflict(f"Kiến nghị đang ở {to.name}.")
    now = timezone.now()
    rows = [
        row
        for row in together_with(request, by, Capability.FORWARD_REQUEST)
        if row.pk == request.pk or (row.status == RecommendationStatus.OPEN and row.owner_id != to.pk)
    ]
    for row in rows:
        take(row, seen=seen if row.pk == request.pk else row.version, owner=to)
        event = note(row, RecommendationEventKind.FORWARDED, by=by, at=now, organisation=to, text=word)
        if row.pk == request.pk:
            first = event
    # One message about all of a group: they ask the same.
    stage = f"forward-{first.pk}"
    tell_owner(
        requests=[request], owner=to, kind=NotificationKind.REQUEST_FORWARDED, stage=stage, word=word, count=len(rows)
    )
    return rows


def _lock_group(request: Recommendation) -> None:
    """Two who answer different members of a group wait for each other; the second sees what the first did."""
    if request.group_id is not None:
        RecommendationGroup.objects.select_for_update().filter(pk=request.group_id).values_list("pk").first()


def _answering_body(request: Recommendation, by: Any) -> tuple[Organisation | None, Organisation | None]:
    """For which organisation the person answers, and instead of which one."""
    receiver, owner = request.submission.period.plan.receiver, request.owner
    owns = owner is None or owner.pk in actor_of(by).organisations(*OWNER_SEATS)
    return (owner or receiver, None) if owns else (receiver, owner)

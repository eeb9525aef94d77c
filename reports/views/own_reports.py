"""What a person's own organisation owes and has sent, as cards: the school's home, and the top of an office's that
reports to a body above it."""

from dataclasses import dataclass
from typing import Any

from plans.enums import PlanStatus
from reports.enums import Action, SubmissionStatus
from reports.models import ExtensionRequest, Submission, SubmissionEvent
from reports.permissions import REPORTER_ROLES
from reports.presentation import BADGE_FIELDS, Badge, status_badge, time_left_badge
from reports.queries.comments import CommentCounts, comment_counts
from reports.queries.extensions import requests_of
from schools.enums import OrganisationKind
from schools.queries import Actor, Seat, actor_of

MOST_ROWS = 60
CARD_FIELDS = (
    "correction_scope",
    "receipt_code",
    "last_edited_at",
    "last_edited_by__full_name",
    "last_edited_by__username",
    "period__label",
    "period__last_day",
    "period__forward_on",
    "period__deadline_text",
    "period__plan__title",
    "period__plan__status",
)


@dataclass(frozen=True, slots=True)
class OwedCard:
    """One report that is owed, as a card."""

    submission: Submission
    badge: Badge
    time_left: Badge
    reason: str
    extension_request: ExtensionRequest | None
    comments: CommentCounts | None


def own_reports(user: Any) -> list[Submission]:
    """The reports of the organisations for which the person writes or signs, the latest deadline first."""
    rows = (
        Submission.objects.filter(organisation__in=actor_of(user).organisations(*REPORTER_ROLES))
        .exclude(period__plan__status=PlanStatus.DRAFT)
        .select_related("period__plan", "last_edited_by")
        .only(*BADGE_FIELDS, *CARD_FIELDS)
        .with_extension()
    )
    return list(rows.order_by("-period__deadline_on", "pk")[:MOST_ROWS])


def owed_cards(rows: list[Submission]) -> list[OwedCard]:
    """One card per report that can still be sent, the most urgent first."""
    owed = [row for row in rows if not row.is_sent and not _is_over(row)]
    if not owed:
        return []
    returned = [row.pk for row in owed if row.status == SubmissionStatus.RETURNED]
    reasons, comments, requests = _return_reasons(returned), comment_counts(returned), requests_of(owed)
    return [
        OwedCard(
            row,
            status_badge(row),
            time_left_badge(row),
            reasons.get(row.pk, ""),
            requests.get(row.pk),
            comments.get(row.pk),
        )
        for row in sorted(owed, key=lambda row: row.owed_until)
    ]


def sent_rows(rows: list[Submission]) -> list[tuple[Submission, Badge]]:
    """What was sent, and what can no longer be."""
    return [(row, status_badge(row)) for row in rows if row.is_sent or _is_over(row)]


def figure_seats(actor: Actor, rows: list[Submission]) -> list[Seat]:
    """The person's schools and communes that have reports, one seat for each: they have figures to look back on."""
    reporting = {row.organisation_id for row in rows}
    kinds = (OrganisationKind.SCHOOL, OrganisationKind.COMMUNE)
    seats = {seat.organisation_id: seat for seat in actor.seats if seat.kind in kinds}
    return [seat for pk, seat in seats.items() if pk in reporting]


def _is_over(submission: Submission) -> bool:
    """A report of a closed plan is history: it can no longer be written."""
    return submission.period.plan.status == PlanStatus.CLOSED


def _return_reasons(pks: list[int]) -> dict[int, str]:
    """The reviewer's words of the latest return of each report."""
    if not pks:
        return {}
    events = SubmissionEvent.objects.filter(submission__in=pks, action__in=[Action.RETURN, Action.REOPEN])
    return dict(events.order_by("at", "pk").values_list("submission", "comment"))

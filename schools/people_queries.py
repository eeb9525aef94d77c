"""The people of the area: who acts for whom, who was never in, what became of their invitations."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from schools.enums import InvitationState
from schools.models import Invitation, Membership
from schools.people_rights import Reach
from vietnamese.dates import format_date, format_datetime

OPEN_MAIL = (InvitationState.WAITING, InvitationState.SENT)
ICONS = {"good": "✓", "warn": "▲", "bad": "✕", "info": "●", "": ""}


@dataclass(frozen=True)
class Word:
    """A state in words with the class of its colour and its icon."""

    text: str
    tone: str = ""

    @property
    def icon(self) -> str:
        return ICONS[self.tone]


@dataclass(frozen=True)
class SeatRow:
    """One line of the list of people."""

    seat: Membership
    invitation: Invitation | None
    is_managed: bool
    today: dt.date

    @property
    def term(self) -> str:
        return term_words(self.seat)

    @property
    def place_in_time(self) -> Word:
        if self.seat.is_over(self.today):
            return Word("Đã thôi")
        return Word("Chưa đến ngày", "info") if self.seat.is_ahead(self.today) else Word("Đang giữ", "good")

    @property
    def login(self) -> Word:
        """When the person was last in, in whole days."""
        last = self.seat.user.last_login
        if last is None:
            return Word("Chưa vào lần nào", "warn")
        days = (self.today - timezone.localtime(last).date()).days
        return Word(f"{format_date(last)} (hôm nay)" if days == 0 else f"{format_date(last)} ({days} ngày trước)")

    @property
    def invited(self) -> Word:
        return invitation_word(self.invitation, is_in=self.seat.user.last_login is not None)


def term_words(seat: Membership) -> str:
    """“01/08/2016 – 31/12/2026” with what is open left in words."""
    if seat.starts_on is None and seat.ends_on is None:
        return "không ghi ngày"
    start = format_date(seat.starts_on) or "trước đây"
    return f"{start} – {format_date(seat.ends_on)}" if seat.ends_on else f"từ {start}"


def invitation_word(invitation: Invitation | None, *, is_in: bool) -> Word:
    """What became of the way in, as people ask about it."""
    if invitation is None:
        return Word("") if is_in else Word("Chưa mời", "warn")
    state = invitation.state
    if state in (InvitationState.USED, InvitationState.CANCELLED):
        return Word(invitation.get_state_display(), "good" if state == InvitationState.USED else "")
    if state == InvitationState.FAILED:
        return Word(f"Không gửi được: {invitation.error}", "bad")
    if invitation.expires_at <= timezone.now():
        return Word(f"Hết hạn {format_date(invitation.expires_at)}", "warn")
    end = f"dùng đến {format_date(invitation.expires_at)}"
    if state == InvitationState.WAITING:
        return Word(f"Chờ gửi. {invitation.error}".strip(), "info")
    if state == InvitationState.PRINTED:
        return Word(f"Đã in phiếu {format_date(invitation.created_at)}, {end}", "info")
    return Word(f"Đã gửi {format_datetime(invitation.sent_at)}, {end}", "info")


def visible_seats(reach: Reach) -> Any:
    """The seats of every organisation in reach, in the order of organisations, roles and names."""
    seats = Membership.objects.filter(user__is_active=True).select_related("user", "organisation")
    if not reach.is_administrator:
        seats = seats.filter(organisation__in=reach.organisations().values("pk"))
    return seats.order_by("organisation__sort_key", "organisation_id", "role", "is_deputy", "user__sort_key", "pk")


def seat_rows(seats: Iterable[Membership], reach: Reach) -> list[SeatRow]:
    """The lines of seats read with `with_invitations`."""
    today = timezone.localdate()
    rows = []
    for seat in seats:
        latest = next(iter(seat.invitations.all()), None)
        rows.append(SeatRow(seat, latest, reach.manages(seat), today))
    return rows


def with_invitations(seats: Any) -> Any:
    """With the ways in, the latest first: one query more."""
    return seats.prefetch_related(Prefetch("invitations", Invitation.objects.order_by("-created_at", "-pk")))


def idle_since(days: int) -> Q:
    """People who were never in, or not for so many days."""
    return Q(user__last_login__isnull=True) | Q(user__last_login__lt=timezone.now() - dt.timedelta(days=days))


def by_invitation(seats: Any, wanted: str) -> Any:
    """Seats whose latest way in is `none`, `expired`, or in a state of `InvitationState`."""
    latest = Invitation.objects.filter(membership=OuterRef("pk"))
    newer = Invitation.objects.filter(membership=OuterRef("membership"), pk__gt=OuterRef("pk"))
    if wanted == "none":
        return seats.filter(~Exists(latest), user__last_login__isnull=True)
    last = latest.filter(~Exists(newer))
    over = Q(expires_at__lte=timezone.now(), state__in=(InvitationState.SENT, InvitationState.PRINTED))
    return seats.filter(Exists(last.filter(over if wanted == "expired" else Q(state=wanted) & ~over)))


def batch(by: Any, moment: dt.datetime) -> Sequence[Invitation]:
    """The ways in that a person opened at one moment, in the order of organisations."""
    rows = Invitation.objects.filter(created_by=by, created_at=moment).select_related(
        "membership__user", "membership__organisation"
    )
    return list(rows.order_by("membership__organisation__sort_key", "pk"))

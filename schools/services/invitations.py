"""The way in: a mail with a link, or a slip with a first password (ADR 0030). No secret is stored or logged.

A link carries the number of the invitation and a keyed digest of what its use changes: password, last login, address,
and the moment it ends. So it dies with its first use, with another way in, and after fourteen days, and there is
nothing in the database from which it could be copied.
"""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from schools.enums import InvitationState
from schools.models import Invitation, Membership
from schools.people_rights import may_hand_secret, reach_of
from schools.queue import enqueue
from schools.services.first_passwords import new_secret, quick_hash
from schools.services.seats import Refused

logger = logging.getLogger(__name__)

VALID = dt.timedelta(days=14)
OPEN = (InvitationState.WAITING, InvitationState.SENT, InvitationState.PRINTED)
DELIVER = "schools.deliver_invitations"
SALT = "schools.invitation"
# One person's ways in within an hour: all schools of an area several times over, and no more.
MOST_AN_HOUR = 400
AGAIN_AFTER = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Slip:
    """What one person gets on paper. The only place where the first password stands readable; never stored."""

    seat: Membership
    username: str
    secret: str
    expires_at: dt.datetime


@dataclass(frozen=True)
class Skipped:
    """Somebody who got no new way in, and why."""

    seat: Membership
    reason: str


def token_of(invitation: Invitation) -> str:
    """The secret half of the invitation's link."""
    user = invitation.membership.user
    state = (invitation.pk, user.pk, user.password, user.last_login, user.email, invitation.expires_at.timestamp())
    return salted_hmac(SALT, "|".join(map(str, state)), algorithm="sha256").hexdigest()


def link_of(invitation: Invitation) -> str:
    """The link of the mail; its host comes from the settings, never from a request."""
    return f"{settings.BASE_URL}{reverse('invitation_open', args=[invitation.pk, token_of(invitation)])}"


def find(pk: int, token: str) -> Invitation | None:
    """The invitation that the link opens or has opened until it ran out; None for any other link."""
    rows = Invitation.objects.select_related("membership__user", "membership__organisation", "created_by")
    invitation = rows.filter(pk=pk, state__in=(InvitationState.WAITING, InvitationState.SENT)).first()
    if invitation is None or not invitation.membership.user.is_active:
        return None
    return invitation if constant_time_compare(token_of(invitation), token) else None


def accept(*, invitation: Invitation, password: str) -> Any:
    """Set the person's own password and close every invitation of theirs; returns the user.

    Raises:
        Refused: the link was used, replaced or ran out meanwhile.
    """
    with transaction.atomic():
        user = get_user_model()._default_manager.select_for_update().get(pk=invitation.membership.user_id)
        current = find(invitation.pk, token_of(invitation))
        if current is None or current.expires_at <= timezone.now():
            raise Refused("Liên kết này vừa được dùng hoặc đã hết hạn.")
        user.set_password(password)
        user.must_change_password, user.first_password_until = False, None
        user.save(update_fields=["password", "must_change_password", "first_password_until"])
        mark_used(user)
    logger.info("invitation %s accepted", invitation.pk)
    return user


def mark_used(user: Any) -> None:
    """Whoever is in needs no way in any more."""
    waiting = Invitation.objects.filter(membership__user=user.pk, state__in=OPEN)
    waiting.update(state=InvitationState.USED, claimed_until=None, error="")


def invite(*, seats: Sequence[Membership], by: Any) -> tuple[dt.datetime, list[Skipped]]:
    """Send each person a mail: with a link for those who never were in, as word of a new seat for the others.

    Returns the moment by which this batch is found, and whom no mail goes to and why.

    Raises:
        PermissionDenied: `by` may not manage one of the seats.
        Refused: too many within an hour.
    """
    now, skipped, rows = timezone.now(), [], []
    for seat in _managed(seats, by):
        if reason := _no_mail(seat):
            skipped.append(Skipped(seat, reason))
        else:
            rows.append(_invitation(seat, by, now, state=InvitationState.WAITING, address=seat.user.email))
    _write(rows, by, now)
    if rows:
        enqueue(DELIVER)
    return now, skipped


def print_slips(*, seats: Sequence[Membership], by: Any) -> tuple[list[Slip], list[Skipped]]:
    """Give each person who never was in a new first password, valid fourteen days; earlier ways in end.

    Raises:
        PermissionDenied: `by` may not manage one of the seats.
        Refused: too many within an hour.
    """
    now, slips, skipped, rows = timezone.now(), [], [], []
    reach = reach_of(by)
    users: Any = get_user_model()._default_manager
    with transaction.atomic():
        for seat in _one_a_person(_managed(seats, by)):
            user = users.select_for_update().get(pk=seat.user_id)
            if reason := _no_slip(reach, user):
                skipped.append(Skipped(seat, reason))
                continue
            secret = new_secret()
            user.password, user.must_change_password, user.first_password_until = quick_hash(secret), True, now + VALID
            user.save(update_fields=["password", "must_change_password", "first_password_until"])
            rows.append(_invitation(seat, by, now, state=InvitationState.PRINTED))
            slips.append(Slip(seat, user.get_username(), secret, now + VALID))
        _write(rows, by, now)
    return slips, skipped


def _managed(seats: Sequence[Membership], by: Any) -> Sequence[Membership]:
    reach = reach_of(by)
    if not all(reach.manages(seat) for seat in seats):
        raise PermissionDenied
    return seats


def _one_a_person(seats: Iterable[Membership]) -> list[Membership]:
    """A person with two seats gets one slip: the second would make the first worthless."""
    return list({seat.user_id: seat for seat in reversed(list(seats))}.values())[::-1]


def _no_mail(seat: Membership) -> str:
    if not seat.user.email:
        return "chưa có địa chỉ thư điện tử; hãy in phiếu"
    if not seat.user.is_active:
        return "tài khoản đã ngừng hoạt động"
    if seat.is_over(timezone.localdate()):
        return "đã thôi vai trò"
    recent = seat.invitations.filter(created_at__gt=timezone.now() - AGAIN_AFTER, state__in=OPEN)
    return "vừa mời chưa đầy một phút" if recent.exists() else ""


def _no_slip(reach: Any, user: Any) -> str:
    if not user.is_active:
        return "tài khoản đã ngừng hoạt động"
    if user.last_login is not None:
        return "đã vào cổng; quên mật khẩu thì dùng “Quên mật khẩu?” ở trang đăng nhập"
    return "" if may_hand_secret(reach, user) else "tài khoản còn vai trò khác, do nơi khác cấp mật khẩu"


def _invitation(seat: Membership, by: Any, now: dt.datetime, *, state: str, address: str = "") -> Invitation:
    return Invitation(
        membership=seat, state=state, address=address, created_by=by, created_at=now, expires_at=now + VALID
    )


def _write(rows: list[Invitation], by: Any, now: dt.datetime) -> None:
    """Close the earlier ways in of these seats and open the new ones."""
    made = Invitation.objects.filter(created_by=by, created_at__gt=now - dt.timedelta(hours=1)).count()
    if made + len(rows) > MOST_AN_HOUR:
        raise Refused(f"Mỗi giờ chỉ mời hoặc in phiếu cho {MOST_AN_HOUR} lượt người. Hãy làm tiếp sau một giờ.")
    with transaction.atomic():
        earlier = Invitation.objects.filter(membership__in=[row.membership_id for row in rows], state__in=OPEN)
        earlier.update(state=InvitationState.CANCELLED, claimed_until=None)
        for row in rows:
            row.save()  # one by one: the log of changes keeps who invited whom, when
    if rows:
        logger.info("%s ways in (%s) opened by user %s", len(rows), rows[0].state, by.pk)

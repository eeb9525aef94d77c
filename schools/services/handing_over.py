"""A seat comes to its end, alone or with a successor. Drafts and reports stay with the organisation."""

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from schools.enums import InvitationState
from schools.models import Invitation, Membership
from schools.services.invitations import OPEN
from schools.services.seats import Person, Post, Refused, give_seat, keep_an_administrator, locked
from vietnamese.dates import format_date

logger = logging.getLogger(__name__)

ONE_DAY = dt.timedelta(days=1)


def end_seat(*, seat: Membership, last_day: dt.date | None, version: str, by: Any) -> None:
    """End a seat with `last_day`; None takes it away at this moment.

    A seat that has not lasted a whole day yet leaves no day behind and is removed with its invitations.

    Raises:
        PermissionDenied: `by` may not manage the seat.
        Refused: it would be the last administrator's, the day lies before the first one or behind us.
        ChangedMeanwhile: the seat is no longer as the page showed it.
    """
    with transaction.atomic():
        held = locked(seat, version, by)
        keep_an_administrator(held)
        if last_day is None:
            _take_away(held)
        else:
            _end(held, last_day)
        waiting = Invitation.objects.filter(membership=seat.pk, state__in=OPEN)
        if last_day is None:
            waiting.update(state=InvitationState.CANCELLED, claimed_until=None)
    logger.info("seat %s ended by user %s", seat.pk, by.pk)


def _take_away(seat: Membership) -> None:
    yesterday = timezone.localdate() - ONE_DAY
    if seat.starts_on is not None and seat.starts_on > yesterday:
        seat.delete()
        return
    seat.ends_on = yesterday
    seat.save(update_fields=["ends_on"])


def _end(seat: Membership, last_day: dt.date) -> None:
    if last_day < timezone.localdate():
        raise Refused("Ngày cuối đã qua. Chọn hôm nay, một ngày sau này, hoặc cho thôi ngay.")
    if seat.starts_on is not None and last_day < seat.starts_on:
        raise Refused(f"Nhiệm kỳ bắt đầu {format_date(seat.starts_on)}; ngày cuối phải từ ngày đó trở đi.")
    if seat.ends_on is not None and last_day > seat.ends_on:
        raise Refused(f"Nhiệm kỳ vốn hết ngày {format_date(seat.ends_on)}. Muốn kéo dài, hãy sửa nhiệm kỳ.")
    seat.ends_on = last_day
    seat.save(update_fields=["ends_on"])


def hand_over(
    *, seat: Membership, last_day: dt.date, person: Person, decision: str, version: str, by: Any
) -> Membership:
    """End a seat with `last_day` and give the same one to a successor from the day after; returns the new seat.

    Raises:
        PermissionDenied: `by` may not manage the seat.
        Refused: as `end_seat` and `give_seat` do, or the successor is the holder.
        ChangedMeanwhile: the seat is no longer as the page showed it.
    """
    if person.user is not None and person.user.pk == seat.user_id:
        raise Refused("Người nhận bàn giao đang giữ chính vai trò này.")
    with transaction.atomic():
        held = locked(seat, version, by)
        post = Post(
            held.organisation, held.role, is_deputy=held.is_deputy, starts_on=last_day + ONE_DAY, decision=decision
        )
        _end(held, last_day)
        new = give_seat(person=person, post=post, by=by)
        if not held.is_deputy:
            _promote(new, last_day)
    logger.info("seat %s handed over to seat %s by user %s", seat.pk, new.pk, by.pk)
    return new


def _promote(seat: Membership, last_day: dt.date) -> None:
    """A deputy who takes over is no deputy any more."""
    deputy = Membership.objects.ongoing(last_day).filter(user=seat.user_id, organisation=seat.organisation_id)
    for old in deputy.filter(role=seat.role, is_deputy=True).exclude(starts_on__gt=last_day):
        old.ends_on = last_day
        old.save(update_fields=["ends_on"])

"""Seats: given, changed, ended and handed over. What a seat has done stays with its organisation."""

import datetime as dt
import hashlib
import logging
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from schools.enums import DEPUTISED, Role, role_title, roles_of
from schools.models import Membership, Organisation
from schools.people_rights import reach_of
from schools.services.first_passwords import UsernameChooser
from vietnamese.dates import format_date

logger = logging.getLogger(__name__)

FIRST_OF_ALL, LAST_OF_ALL = dt.date.min, dt.date.max


class Refused(Exception):
    """It cannot be done; `message` says why and what to do instead."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class ChangedMeanwhile(Refused):
    """Somebody else has changed the seat since the page was opened."""


@dataclass(frozen=True)
class Person:
    """Somebody who is to get a seat; `user` when the portal knows them already."""

    full_name: str
    email: str = ""
    phone: str = ""
    user: Any = None


@dataclass(frozen=True)
class Post:
    """A seat to be given: both days included, an empty one is open on that side."""

    organisation: Organisation
    role: str
    is_deputy: bool = False
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    decision: str = ""

    @property
    def title(self) -> str:
        return role_title(self.role, is_deputy=self.is_deputy)


def known_people(email: str) -> list[Any]:
    """Open accounts with this address, whatever its capitals; several people may share a mailbox."""
    users = get_user_model()._default_manager.filter(email__iexact=email, is_active=True)
    return list(users.order_by("pk")) if email else []


def version_of(seat: Membership) -> str:
    """Changes with the seat, so that a page opened before cannot overwrite what came since."""
    words = f"{seat.starts_on}|{seat.ends_on}|{seat.is_deputy}|{seat.decision}"
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def fault_of(post: Post) -> str:
    """What is wrong with the post itself; "" when nothing is."""
    if post.role not in roles_of(post.organisation.kind):
        return f"Vai trò “{Role(post.role).label}” không có ở loại đơn vị này."
    if post.is_deputy and post.role not in DEPUTISED:
        return f"Vai trò “{Role(post.role).label}” không có cấp phó."
    if post.starts_on and post.ends_on and post.ends_on < post.starts_on:
        return "Ngày kết thúc phải từ ngày bắt đầu trở đi."
    if post.ends_on and post.ends_on < timezone.localdate():
        return "Ngày kết thúc đã qua; người này sẽ không vào được."
    return ""


def give_seat(*, person: Person, post: Post, by: Any, names: UsernameChooser | None = None) -> Membership:
    """Give somebody a seat; a new person gets an account without a password.

    Raises:
        PermissionDenied: `by` may not give this seat.
        Refused: the post is impossible, the address belongs to somebody, or the person holds the seat in this time.
    """
    if not reach_of(by).gives(post.organisation, post.role, is_deputy=post.is_deputy):
        raise PermissionDenied
    with transaction.atomic():
        # Two clicks, or two people appointing the same one, come one after the other.
        Organisation.objects.select_for_update().get(pk=post.organisation.pk)
        if fault := fault_of(post):
            raise Refused(fault)
        if held := held_seat(person, post):
            raise Refused(
                f"{person.full_name} đang là {held.title.lower()} của đơn vị{until(held)} nên không giao lần nữa. "
                "Cần mời lại hoặc in lại phiếu, hãy chọn ở danh sách."
            )
        user = person.user or _new_user(person, names or UsernameChooser([person.full_name]))
        seat = Membership.objects.create(
            user=user,
            organisation=post.organisation,
            role=post.role,
            is_deputy=post.is_deputy,
            starts_on=post.starts_on,
            ends_on=post.ends_on,
            decision=post.decision,
        )
    logger.info("seat %s given by user %s", seat.pk, by.pk)
    return seat


def _new_user(person: Person, names: UsernameChooser) -> Any:
    if known_people(person.email):
        raise Refused("Đã có người dùng với địa chỉ thư này. Mở lại trang và xác nhận giao thêm vai trò.")
    users: Any = get_user_model()._default_manager
    return users.create_user(
        username=names.choose(person.full_name),
        email=person.email,
        password=None,
        full_name=person.full_name,
        phone=person.phone,
        must_change_password=True,
    )


def held_seat(person: Person, post: Post) -> Membership | None:
    """The seat of the same kind that the person holds on some day of the post. Somebody new is compared by name: the
    second of two clicks must not make a second account."""
    seats = Membership.objects.filter(organisation=post.organisation, role=post.role, is_deputy=post.is_deputy)
    same = seats.filter(user=person.user) if person.user else seats.filter(user__full_name=person.full_name)
    return same.filter(_overlapping(post.starts_on, post.ends_on)).order_by("pk").first()


def _overlapping(starts_on: dt.date | None, ends_on: dt.date | None) -> Q:
    return Q(Q(starts_on__isnull=True) | Q(starts_on__lte=ends_on or LAST_OF_ALL)) & Q(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on or FIRST_OF_ALL)
    )


def until(seat: Membership) -> str:
    """“, đến hết 31/12/2026”, or nothing when the term is open."""
    return f", đến hết {format_date(seat.ends_on)}" if seat.ends_on else ""


def change_term(*, seat: Membership, post: Post, version: str, by: Any) -> None:
    """Change days, deputy and decision of a seat.

    Raises:
        PermissionDenied: `by` may not manage the seat, as it is or as it would be.
        Refused: the post is impossible, meets another one of the person, or the last administrator would go.
        ChangedMeanwhile: the seat is no longer as the page showed it.
    """
    if not reach_of(by).gives(seat.organisation, seat.role, is_deputy=post.is_deputy):
        raise PermissionDenied
    with transaction.atomic():
        held = locked(seat, version, by)
        others = Membership.objects.filter(user=held.user_id, organisation=held.organisation_id, role=held.role)
        if fault := fault_of(post):
            raise Refused(fault)
        if others.exclude(pk=held.pk).filter(_overlapping(post.starts_on, post.ends_on)).exists():
            raise Refused("Người này có một nhiệm kỳ khác cùng vai trò trùng với các ngày đã ghi.")
        if post.ends_on or (post.starts_on and post.starts_on > timezone.localdate()):
            keep_an_administrator(held)
        held.starts_on, held.ends_on = post.starts_on, post.ends_on
        held.is_deputy, held.decision = post.is_deputy, post.decision
        held.save(update_fields=["starts_on", "ends_on", "is_deputy", "decision"])
    logger.info("seat %s changed by user %s", seat.pk, by.pk)


def locked(seat: Membership, version: str, by: Any) -> Membership:
    """The seat, read anew and held until the transaction ends.

    Raises:
        PermissionDenied: `by` may not manage it.
        ChangedMeanwhile: it is no longer as the page showed it, or gone.
    """
    row = Membership.objects.select_for_update(of=("self",)).select_related("organisation", "user")
    found = row.filter(pk=seat.pk).first()
    if found is None or version_of(found) != version:
        raise ChangedMeanwhile("Có người vừa sửa nhiệm kỳ này. Trang đã nạp lại; đề nghị xem rồi làm lại.")
    if not reach_of(by).manages(found):
        raise PermissionDenied
    return found


def keep_an_administrator(seat: Membership) -> None:
    """Raises:
    Refused: without the seat nobody would administer the portal.
    """
    if seat.role != Role.ADMINISTRATOR:
        return
    # All are held, so that two administrators cannot end each other at the same moment.
    seats = Membership.objects.select_for_update(of=("self",)).filter(role=Role.ADMINISTRATOR).order_by("pk")
    others = seats.in_force().filter(ends_on__isnull=True, user__is_active=True).exclude(user=seat.user_id)
    if not list(others):
        raise Refused("Đây là người quản trị cuối cùng của cổng. Giao quản trị cho người khác trước rồi mới cho thôi.")


def is_last_principal(seat: Membership, day: dt.date) -> bool:
    """Whether the school has no principal, not even a deputy, on the day once the seat has ended."""
    if seat.role != Role.PRINCIPAL:
        return False
    others = Membership.objects.in_force(day).filter(organisation=seat.organisation_id, role=Role.PRINCIPAL)
    return not others.filter(user__is_active=True).exclude(pk=seat.pk).exists()


def other_principals(seat: Membership) -> list[Membership]:
    """Who else is principal, not deputy, of the school on the first day of the seat."""
    if seat.role != Role.PRINCIPAL or seat.is_deputy:
        return []
    day = max(seat.starts_on or FIRST_OF_ALL, timezone.localdate())
    others = Membership.objects.in_force(day).filter(organisation=seat.organisation_id, role=Role.PRINCIPAL)
    return list(others.filter(is_deputy=False).exclude(pk=seat.pk).select_related("user").order_by("pk"))

"""Who is told something for an organisation, and by which way they want to be told."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from reports.enums import Channel
from reports.permissions import OFFICE_ROLES, REPORTER_ROLES, SIGNER_ROLES
from schools.models import Membership


@dataclass(frozen=True)
class Recipient:
    """A person who is told something, with the way they have chosen or their roles give them, and whether they sign
    for the organisation on whose behalf they are told."""

    user: Any
    channel: str = Channel.MAIL
    wants_digest: bool = False
    is_signer: bool = False


# organisation id → user id → recipient
Recipients = dict[int, dict[int, Recipient]]


def reporters_of(organisation_ids: Collection[int], today: dt.date) -> Recipients:
    """Who writes or signs reports for each of the organisations on the day."""
    return recipients_of(organisation_ids, REPORTER_ROLES, today)


def receivers_of(organisation_ids: Collection[int], today: dt.date) -> Recipients:
    """Who reviews the reports that each of the organisations receives."""
    return recipients_of(organisation_ids, OFFICE_ROLES, today)


def recipients_of(organisation_ids: Collection[int], roles: Iterable[str], today: dt.date) -> Recipients:
    """Who holds one of the roles for each of the organisations on the day: one query."""
    people: Recipients = defaultdict(dict)
    in_office = Membership.objects.in_force(today).filter(user=OuterRef("user"), role__in=OFFICE_ROLES)
    seats = (
        Membership.objects.in_force(today)
        .filter(organisation_id__in=organisation_ids, role__in=roles, user__is_active=True)
        .select_related("user__contact_preference")
        .annotate(sits_in_office=Exists(in_office))
        .order_by("pk")
    )
    for seat in seats:
        known = people[seat.organisation_id].get(seat.user_id)
        chosen = getattr(seat.user, "contact_preference", None)
        people[seat.organisation_id][seat.user_id] = Recipient(
            seat.user,
            chosen.channel if chosen else Channel.MAIL,
            chosen.wants_digest if chosen else seat.sits_in_office,
            seat.role in SIGNER_ROLES or bool(known and known.is_signer),
        )
    return people

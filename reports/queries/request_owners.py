"""Which organisation has to answer a request, and who there would get the message."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from reports.enums import Addressee
from reports.models import Recommendation, Submission
from reports.models.recommendation import OWNER_SEATS
from schools.enums import OrganisationKind
from schools.models import Membership, Organisation


@dataclass(frozen=True)
class Owner:
    """The organisation that has to answer; `note` says why it is not the one the school has named, "" otherwise."""

    organisation: Organisation
    note: str = ""


def owners_for(submission: Submission, addressees: Collection[str], day: dt.date) -> Mapping[str, Owner]:
    """Who answers requests of a report to each of the addressees on the day (domain reference §6.1 V).

    The receiver keeps what is addressed to a body for which nobody acts in the portal, and the note says so: a request
    must never wait where nobody can see it.
    """
    plan = submission.period.plan
    named = {addressee: _named(submission, addressee, day) for addressee in set(addressees)}
    bodies = {body.pk for body in named.values() if body is not None}
    manned = set(_manned(day).filter(organisation__in=bodies).values_list("organisation", flat=True)) if bodies else ()
    found = {}
    for addressee, body in named.items():
        if addressee == Addressee.OFFICE or body is None:
            label = Addressee(addressee).label.lower()
            why = "" if addressee == Addressee.OFFICE else f"Chưa có {label} trên Cổng, {plan.receiver.short_name} giữ."
            found[addressee] = Owner(plan.receiver, why)
        elif body.pk in manned:
            found[addressee] = Owner(body)
        else:
            found[addressee] = Owner(
                plan.receiver,
                f"{body.name} chưa có người dùng Cổng nên {plan.receiver.short_name} giữ và chuyển ngoài Cổng.",
            )
    return found


def _named(submission: Submission, addressee: str, day: dt.date) -> Organisation | None:
    """The body the school means; None when the registry has none."""
    plan = submission.period.plan
    match addressee:
        case Addressee.LEADERS:
            return plan.forwarded_to
        case Addressee.COMMUNE:
            school = getattr(submission.organisation, "school", None)
            return school.commune_on(day) if school else None
        case Addressee.PROVINCE:
            bodies = Organisation.objects.filter(kind=OrganisationKind.PROVINCE)
            return bodies.filter(_exists_on(day)).order_by("pk").first()
    return plan.receiver


def _exists_on(day: dt.date) -> Q:
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gte=day))


def _manned(day: dt.date) -> QuerySet[Membership]:
    return Membership.objects.in_force(day).filter(role__in=OWNER_SEATS, user__is_active=True)


def forwarding_targets(request: Recommendation, day: dt.date) -> list[tuple[Organisation, list[str]]]:
    """The organisations of the area that a request may be forwarded to, each with the names of those who would get the
    message: all that have people, schools excepted; two queries at most."""
    people: dict[int, list[str]] = defaultdict(list)
    seats = _manned(day).exclude(organisation=request.owner_id).exclude(organisation__kind=OrganisationKind.SCHOOL)
    names = seats.filter(_exists_at("organisation", day)).order_by("user__sort_key", "pk")
    for organisation_id, name in names.values_list("organisation", "user__full_name"):
        if name not in people[organisation_id]:
            people[organisation_id].append(name)
    bodies = Organisation.objects.filter(pk__in=people).order_by("sort_key", "pk")
    return [(body, people[body.pk]) for body in bodies]


def _exists_at(prefix: str, day: dt.date) -> Q:
    starts = Q(**{f"{prefix}__valid_from": None}) | Q(**{f"{prefix}__valid_from__lte": day})
    return starts & (Q(**{f"{prefix}__valid_to": None}) | Q(**{f"{prefix}__valid_to__gte": day}))

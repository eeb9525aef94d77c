"""Making a change: nothing is deleted, what was ends on the eve, what comes begins that day."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from schools.changes import KINDS, ChangeRefused, Intent, NewBody, symbol_of
from schools.enums import ChangeKind, ChangeSide
from schools.models import (
    Membership,
    Organisation,
    OrganisationChange,
    OrganisationChangeParty,
    OrganisationProfile,
    School,
    SchoolAffiliation,
)
from schools.services.affiliating import Move, affiliate, leave
from schools.services.changing.problems import problems_of
from schools.services.row_sync import Changes
from schools.signals import organisations_changed
from vietnamese.text import upper


@transaction.atomic
def carry_out(*, intent: Intent, by: Any) -> OrganisationChange:
    """Make the change and write it down. Two people at once: the second finds that the first has been there.

    Raises:
        ChangeRefused: with everything that speaks against it.
    """
    locked = Organisation.objects.select_for_update().in_bulk([body.pk for body in intent.sources])
    for body in intent.sources:
        body.valid_from, body.valid_to = locked[body.pk].valid_from, locked[body.pk].valid_to
    problems = problems_of(intent, timezone.localdate())
    if problems:
        raise ChangeRefused(problems)
    change = OrganisationChange.objects.create(
        kind=intent.kind, effective_on=intent.on, decision=intent.decision, note=intent.note or _old_name(intent)
    )
    begun = [] if intent.kind == ChangeKind.RENAMED else [_begin(new, intent) for new in intent.new]
    heirs = [*([intent.into] if intent.into else []), *begun]
    _move_schools(intent, begun)
    _end(intent)
    _seat(intent, heirs)
    if intent.kind == ChangeKind.RENAMED:
        _rename(intent)
    _note_parties(change, intent, heirs)
    ended = [body.pk for body in intent.ending]
    heirs_of = {heir.pk: [body.pk for body in intent.sources] for heir in heirs}
    organisations_changed.send(OrganisationChange, change=change, ended=ended, heirs=heirs_of, by=by)
    return change


def _old_name(intent: Intent) -> str:
    if intent.kind != ChangeKind.RENAMED:
        return ""
    return f"{intent.sources[0].short_name} → {intent.new[0].short_name}"


def _begin(new: NewBody, intent: Intent) -> Organisation:
    """A body with the words of the one it comes from; a school also with its land and place."""
    model = intent.sources[0] if intent.sources else None
    body = Organisation.objects.create(
        kind=KINDS[intent.what],
        parent_id=new.parent.pk if new.parent else (model.parent_id if model else None),
        code=new.code,
        name=new.name,
        short_name=new.short_name,
        valid_from=intent.on,
        position=model.position if model else 0,
    )
    _carry_profile(body, new, model or _sibling(body), intent.on)
    if intent.what == "school":
        school = School.objects.create(organisation=body, levels=new.levels, **_carried(intent))
        if new.commune is not None:
            affiliate([Move(school.pk, new.commune.pk, intent.on)], Changes())
    return body


def _sibling(body: Organisation) -> Organisation | None:
    """Some body beside a founded one, whose letterhead shows how such bodies write."""
    beside = Organisation.objects.filter(kind=body.kind, parent=body.parent_id, valid_to=None).exclude(pk=body.pk)
    return beside.filter(profiles__isnull=False).order_by("position", "pk").first()


def _carry_profile(body: Organisation, new: NewBody, model: Organisation | None, on: dt.date) -> None:
    words = model.profile_on(on) if model else None
    if words is None:
        return
    is_school = body.kind == KINDS["school"]
    words.pk, words.organisation, words.valid_from, words.valid_to = None, body, on, None
    words._state.adding = True
    words.name, words.short_name, words.header_name = new.name, new.short_name, upper(new.name)
    words.signer_name = ""
    if is_school:
        words.symbol = symbol_of(new.short_name)
    words.save()


def _carried(intent: Intent) -> dict[str, Any]:
    """A merged school has the campuses and the land of those it comes from; who is split off says so by its facts."""
    if intent.kind != ChangeKind.MERGED:
        return {}
    schools = list(School.objects.filter(organisation__in=intent.sources))
    land = [school.land_area_m2 for school in schools]
    known = [area for area in land if area is not None]
    return {
        "is_public": all(school.is_public for school in schools),
        "campuses": sum(school.campuses for school in schools),
        "land_area_m2": sum(known) if len(known) == len(land) else None,
    }


def _move_schools(intent: Intent, begun: list[Organisation]) -> None:
    """Schools that move, and those of communes that end."""
    if intent.kind == ChangeKind.MOVED and intent.commune is not None:
        schools = School.objects.filter(organisation__in=intent.sources).order_by("pk")
        affiliate([Move(school.pk, intent.commune.pk, intent.on) for school in schools], Changes())
    if intent.what == "commune" and intent.kind in (ChangeKind.MERGED, ChangeKind.SPLIT):
        places = SchoolAffiliation.objects.on(intent.on).filter(commune__in=intent.sources).order_by("pk")
        moves = []
        for place in places:
            home = (intent.into or begun[0]) if intent.kind == ChangeKind.MERGED else None
            if intent.kind == ChangeKind.SPLIT and place.school_id in intent.homes:
                home = begun[intent.homes[place.school_id]]
            if home is not None and home.pk != place.commune_id:
                moves.append(Move(place.school_id, home.pk, intent.on))
        affiliate(moves, Changes())


def _end(intent: Intent) -> None:
    """Bodies, their words, places and seats end on the eve. A seat that would have begun later never begins."""
    ids, eve = [body.pk for body in intent.ending], intent.eve
    open_end = Q(valid_to__isnull=True) | Q(valid_to__gt=eve)
    Organisation.objects.filter(pk__in=ids).update(valid_to=eve)
    profiles = OrganisationProfile.objects.filter(open_end, organisation__in=ids)
    profiles.exclude(valid_from__gt=eve).update(valid_to=eve)
    SchoolAffiliation.objects.filter(open_end, school__organisation__in=ids).exclude(valid_from__gt=eve).update(
        valid_to=eve
    )
    if intent.what == "commune":
        leave(ids, eve, Changes())
    seats = Membership.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=eve), organisation__in=ids)
    seats.exclude(starts_on__gt=eve).update(ends_on=eve)


def _seat(intent: Intent, heirs: list[Organisation]) -> None:
    """People go on at the heir only when somebody has said so."""
    if not heirs:
        return
    for seat in intent.people:
        Membership.objects.get_or_create(
            user_id=seat.user_id,
            organisation=heirs[0],
            role=seat.role,
            starts_on=intent.on,
            defaults={"is_deputy": seat.is_deputy, "decision": intent.decision[:120]},
        )


def _rename(intent: Intent) -> None:
    """The body stays the same; what it calls itself is kept by date (ADR 0008)."""
    body, new = intent.sources[0], intent.new[0]
    words = body.profile_on(intent.on)
    if words is None:
        former = {"name": body.name, "short_name": body.short_name, "header_name": upper(body.name)}
        words = OrganisationProfile.objects.create(organisation=body, valid_to=intent.eve, **former)
    OrganisationProfile.objects.filter(pk=words.pk).update(valid_to=intent.eve)
    words.valid_to = None
    words.pk, words.valid_from = None, intent.on
    words._state.adding = True
    words.name, words.short_name, words.header_name = new.name, new.short_name, upper(new.name)
    if body.kind == KINDS["school"]:
        words.symbol = symbol_of(new.short_name)
    words.save()
    body.name, body.short_name = new.name, new.short_name
    body.save(update_fields=["name", "short_name", "search_key", "sort_key"])


def _note_parties(change: OrganisationChange, intent: Intent, heirs: list[Organisation]) -> None:
    after = list(heirs)
    if intent.kind == ChangeKind.RENAMED:
        after = list(intent.sources)
    if intent.commune is not None:
        after.append(intent.commune)
    OrganisationChangeParty.objects.bulk_create(
        [
            *(OrganisationChangeParty(change=change, organisation=o, side=ChangeSide.BEFORE) for o in intent.sources),
            *(OrganisationChangeParty(change=change, organisation=o, side=ChangeSide.AFTER) for o in after),
        ]
    )

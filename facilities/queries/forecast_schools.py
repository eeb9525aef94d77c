"""Whose pupils of a base year are the pupils of the area today."""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from schools.enums import ChangeSide
from schools.models import GradeFacts, Organisation, OrganisationChangeParty, School, SchoolAffiliation
from schools.models.school import SchoolQuerySet
from vietnamese.dates import SCHOOL_YEAR_STARTS


def counted_schools(commune: Organisation | None, base_year: int, today: dt.date) -> SchoolQuerySet:
    """The schools of the area (of the commune) today, and those that ended since the base year began and live on in
    one of them (domain reference §5.6): their pupils did not leave.

    A successor founded since then has no figures of the base year and does not count as owing any. Where it has some,
    they hold the pupils of the schools it came from, and those are left out. A school that was closed without a
    successor is left out: nobody knows where its pupils went.
    """
    begun = dt.date(base_year, SCHOOL_YEAR_STARTS, 1)
    here = SchoolAffiliation.objects.on(today)
    if commune is not None:
        here = here.filter(commune=commune)
    figures = GradeFacts.objects.filter(facts__school_year=base_year)
    heirs = _heirs(begun, today)
    at_home = heirs.filter(Exists(here.filter(school__organisation=OuterRef("organisation"))))
    told_by_founded = heirs.filter(
        Exists(figures.filter(facts__school__organisation=OuterRef("organisation"))),
        organisation__valid_from__gt=begun,
    )
    stands = Q(Exists(here.filter(school=OuterRef("pk"))), organisation__in=Organisation.objects.in_force(today))
    is_new_heir = Q(Exists(_came_from_others(begun)), organisation__valid_from__gt=begun)
    has_figures = Q(Exists(figures.filter(facts__school=OuterRef("pk"))))
    ended = Q(organisation__valid_to__gte=begun, organisation__valid_to__lt=today)
    lives_on = Q(Exists(at_home)) & ~Q(Exists(told_by_founded))
    return School.objects.filter((stands & (has_figures | ~is_new_heir)) | (ended & lives_on))


def _heirs(begun: dt.date, today: dt.date) -> QuerySet[OrganisationChangeParty]:
    """What came after the school of the outer query in a change since the day, itself left out."""
    changes = _parties(ChangeSide.AFTER, begun).filter(change__effective_on__lte=today)
    before = _parties(ChangeSide.BEFORE, begun).filter(change=OuterRef("change"))
    return changes.filter(Exists(before.filter(organisation=OuterRef(OuterRef("organisation"))))).exclude(
        organisation=OuterRef("organisation")
    )


def _came_from_others(begun: dt.date) -> QuerySet[OrganisationChangeParty]:
    after = _parties(ChangeSide.AFTER, begun).filter(organisation=OuterRef("organisation"))
    others = _parties(ChangeSide.BEFORE, begun).filter(change=OuterRef("change"))
    return after.filter(Exists(others.exclude(organisation=OuterRef("organisation"))))


def _parties(side: ChangeSide, begun: dt.date) -> QuerySet[OrganisationChangeParty]:
    return OrganisationChangeParty.objects.filter(side=side, change__effective_on__gte=begun).order_by()

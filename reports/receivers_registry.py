"""What reports do when something happens in the registry; connected by `reports.apps`, because it knows nothing of
them."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.dispatch import receiver

from reports.services.facts_notices import tell_office, tell_school
from reports.services.following_registry import hand_over_duties, open_reports
from schools.models import FactsRequest, OrganisationChange
from schools.signals import Opinion, facts_asked, facts_decided, organisations_changed, organisations_changing


@receiver(facts_asked)
def announce_request(request: FactsRequest, **_: Any) -> None:
    """The office hears that a school wants its facts mended."""
    tell_office(request)


@receiver(facts_decided)
def announce_answer(request: FactsRequest, **_: Any) -> None:
    """The school hears what became of it."""
    tell_school(request)


@receiver(organisations_changing)
def judge_change(ended: Collection[int], on: dt.date, **_: Any) -> Opinion:
    """What reports that are there say to the end of bodies that owe some."""
    return Opinion(consequences=open_reports(ended, on))


@receiver(organisations_changed)
def follow_change(change: OrganisationChange, heirs: Mapping[int, Collection[int]], **_: Any) -> None:
    """Who takes over also reports."""
    hand_over_duties(heirs, change.effective_on)

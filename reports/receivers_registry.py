"""What reports do when something happens in the registry; connected by `reports.apps`, because it knows nothing of
them."""

from typing import Any

from django.dispatch import receiver

from reports.services.facts_notices import tell_office, tell_school
from schools.models import FactsRequest
from schools.signals import facts_asked, facts_decided


@receiver(facts_asked)
def announce_request(request: FactsRequest, **_: Any) -> None:
    """The office hears that a school wants its facts mended."""
    tell_office(request)


@receiver(facts_decided)
def announce_answer(request: FactsRequest, **_: Any) -> None:
    """The school hears what became of it."""
    tell_school(request)

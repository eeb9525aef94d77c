"""What reports do when a visit to a school has ended; connected by `reports.apps`."""

from typing import Any

from django.dispatch import receiver

from facilities.models import Inspection
from facilities.signals import inspection_ended
from reports.services.inspection_notices import tell_school


@receiver(inspection_ended)
def tell(inspection: Inspection, **_: Any) -> None:
    """The school's people are told in the transaction in which the visit ends."""
    tell_school(inspection=inspection)

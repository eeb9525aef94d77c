"""What reports do when a school has been recognised at the national standard; connected by `reports.apps`."""

from typing import Any

from django.dispatch import receiver

from facilities.signals import school_recognised
from reports.services.recheck_reminding import stop_waiting
from schools.models import NationalStandard


@receiver(school_recognised)
def stop_reminding(recognition: NationalStandard, **_: Any) -> None:
    """Reminders of the school's re-checks that still wait speak of what no longer holds."""
    stop_waiting(recognition.school.standards.values_list("pk", flat=True))

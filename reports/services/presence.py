"""Who else is in a report's form."""

import datetime as dt
from typing import Any

from django.utils import timezone

from reports.models import EditingPresence

# The form gives a sign of life every 30 seconds; two missed ones mean that the person has left.
PRESENT_FOR = dt.timedelta(seconds=75)


def note_presence(*, submission_id: int, user: Any) -> list[str]:
    """Note that a person has the form open; returns the names of the others who have."""
    now = timezone.now()
    EditingPresence.objects.bulk_create(
        [EditingPresence(submission_id=submission_id, user=user, seen_at=now)],
        update_conflicts=True,
        unique_fields=["submission", "user"],
        update_fields=["seen_at"],
    )
    others = EditingPresence.objects.filter(submission=submission_id, seen_at__gte=now - PRESENT_FOR)
    return list(others.exclude(user=user).order_by("user__sort_key").values_list("user__full_name", flat=True))

"""Recognitions that are expected and have not come yet."""

import datetime as dt

from django.db.models import Q, QuerySet

from facilities.models import PlannedRecognition


def open_expectations(on: dt.date | None = None) -> QuerySet[PlannedRecognition]:
    """Neither given up nor turned into a recognition; with a day, as it was at its end."""
    if on is None:
        return PlannedRecognition.objects.filter(recognition=None, given_up_on=None)
    return PlannedRecognition.objects.filter(
        Q(recognition=None) | Q(recognition__recognised_on__gt=on), Q(given_up_on=None) | Q(given_up_on__gt=on)
    )

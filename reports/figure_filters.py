"""What narrows the list of sheets for figures no school has."""

from typing import Any

import django_filters
from django.db.models import QuerySet

from reports.enums import Purpose, SubmissionStatus
from reports.models import Submission
from reports.models.submission import SubmissionQuerySet
from reports.purposes import words_for
from schools.widgets import plain_select, search_box

_WORDS = words_for(Purpose.FIGURES)
STATES = [
    (SubmissionStatus.NOT_STARTED, _WORDS.untouched),
    (SubmissionStatus.DRAFT, _WORDS.draft),
    (SubmissionStatus.SUBMITTED, _WORDS.waiting),
    (SubmissionStatus.RETURNED, SubmissionStatus.RETURNED.label),
    (SubmissionStatus.ACCEPTED, _WORDS.accepted),
]


class SheetFilter(django_filters.FilterSet):
    """By name, diacritics ignored, and by state."""

    q = django_filters.CharFilter(label="Tìm đơn vị", method="search", widget=search_box())
    status = django_filters.ChoiceFilter(
        label="Tình trạng", choices=STATES, empty_label="Mọi tình trạng", widget=plain_select()
    )

    class Meta:
        model = Submission
        fields: list[str] = []

    def search(self, queryset: SubmissionQuerySet, name: str, value: str) -> QuerySet[Any]:
        return queryset.matching(value)

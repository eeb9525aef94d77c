"""What narrows the review queue. It lives in the URL, and goes along from report to report as `?queue=`."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from reports.enums import Purpose
from reports.models import Submission
from reports.models.submission import SubmissionQuerySet
from reports.queries.review import looked_after_by, looked_after_by_nobody, oldest_first, reviewable
from schools.enums import Level
from schools.widgets import plain_select, search_box

MINE, NOBODY = "mine", "nobody"
# Of what databases call a key; beyond it they refuse to compare.
KEY = {"min_value": 1, "max_value": 2**63 - 1, "decimal_places": 0}


class QueueFilter(django_filters.FilterSet):
    """By plan, period, purpose, level and name; `who` says whose reports. `user` is the person who reviews.

    Plan and period are read as numbers and not looked up: the page of one report reads the filter, too, and must not
    pay for the names of the choices.
    """

    who = django_filters.ChoiceFilter(
        choices=[(MINE, "Của tôi"), (NOBODY, "Chưa phân công")], method="of_whom", widget=forms.HiddenInput()
    )
    q = django_filters.CharFilter(label="Tìm đơn vị", method="search", widget=search_box())
    plan = django_filters.NumberFilter(label="Kế hoạch", field_name="period__plan", widget=plain_select(), **KEY)
    period = django_filters.NumberFilter(label="Kỳ báo cáo", field_name="period", widget=plain_select(), **KEY)
    purpose = django_filters.ChoiceFilter(
        label="Loại", choices=Purpose.choices, empty_label="Báo cáo và số liệu", widget=plain_select()
    )
    level = django_filters.ChoiceFilter(
        label="Cấp học", choices=Level.choices, empty_label="Mọi cấp học", method="at_level", widget=plain_select()
    )

    class Meta:
        model = Submission
        fields: list[str] = []

    def __init__(self, data: Any, *, user: Any) -> None:
        self.user = user
        super().__init__(data, queryset=oldest_first(reviewable(user).awaiting_review()))

    @classmethod
    def of(cls, queue: str, user: Any) -> "QueueFilter":
        """The filter of `?queue=…`, the query string the queue had."""
        return cls(QueryDict(queue), user=user)

    def offer(self, periods: Sequence[Any]) -> None:
        """Let plan and period be chosen from these; the level only where schools report, or where it is asked for."""
        if not any(period.has_schools for period in periods) and not self.form["level"].value():
            del self.form.fields["level"]
        plans = {period.plan_id: f"{period.plan.title}" for period in periods}
        self.form.fields["plan"].widget.choices = [("", "Mọi kế hoạch"), *plans.items()]
        self.form.fields["period"].widget.choices = [
            ("", "Mọi kỳ"),
            *((period.pk, period.full_name) for period in periods),
        ]

    def search(self, queryset: SubmissionQuerySet, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    def at_level(self, queryset: SubmissionQuerySet, name: str, value: str) -> QuerySet:
        return queryset.at_level(value)

    def of_whom(self, queryset: SubmissionQuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(self.whose()[value])

    def whose(self) -> dict[str, Q]:
        """The parts of the queue by the values of `who`."""
        return {MINE: looked_after_by(self.user), NOBODY: looked_after_by_nobody(self.user)}

    def everybodys(self) -> SubmissionQuerySet:
        """The queue as filtered, but for whose reports they are: what the tabs count."""
        data = self.data.copy() if self.data else QueryDict(mutable=True)
        data.pop("who", None)
        return type(self)(data, user=self.user).qs

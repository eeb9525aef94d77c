"""Filters of the reminder ledger; they live in the URL."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from plans.enums import PlanStatus
from plans.models import Plan, ReportingPeriod
from reports.enums import NotificationKind
from reports.models import Notification
from reports.queries.timeline import PROMPTS
from reports.reminders import BY_HAND
from reports.sending import OUTCOMES
from schools.queries import actor_of
from schools.widgets import plain_select
from vietnamese.forms import VietnameseDateField
from vietnamese.text import search_key


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min), timezone.get_default_timezone())


class PeriodField(forms.ModelChoiceField):
    """Periods of several plans in one list, so each is named with its plan's year and, last, its title."""

    def label_from_instance(self, period: ReportingPeriod) -> str:
        return f"{period.full_name} · {period.plan.title}"


class PeriodFilter(django_filters.ModelChoiceFilter):
    field_class = PeriodField


class DayFilter(django_filters.Filter):
    """A day typed as people type days."""

    field_class = VietnameseDateField

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "form-control form-control-sm", "size": "10", "autocomplete": "off"}
        attrs["placeholder"] = "dd/mm/yyyy"
        super().__init__(widget=forms.DateInput(format="%d/%m/%Y", attrs=attrs), **kwargs)


class LedgerFilter(django_filters.FilterSet):
    """Plan, period, kind, outcome, days, and words found without diacritics."""

    q = django_filters.CharFilter(
        label="Tìm đơn vị, người nhận",
        method="matching",
        widget=forms.TextInput(
            attrs={
                "class": "form-control form-control-sm w-auto mw-100",
                "placeholder": "Đơn vị, người nhận (không cần dấu)",
                "size": "30",
                "type": "search",
            }
        ),
    )
    plan = django_filters.ModelChoiceFilter(
        label="Kế hoạch",
        queryset=Plan.objects.none(),
        empty_label="Mọi kế hoạch",
        method="of_plan",
        widget=plain_select(),
    )
    period = PeriodFilter(
        label="Kỳ báo cáo",
        queryset=ReportingPeriod.objects.none(),
        empty_label="Mọi kỳ",
        method="of_period",
        widget=plain_select(),
    )
    kind = django_filters.ChoiceFilter(
        label="Loại thông báo",
        choices=NotificationKind.choices,
        empty_label="Mọi loại",
        widget=plain_select(),
    )
    status = django_filters.ChoiceFilter(
        label="Kết quả",
        choices=[(key, words) for key, (words, _) in OUTCOMES.items()],
        empty_label="Mọi kết quả",
        method="with_outcome",
        widget=plain_select(),
    )
    first = DayFilter(label="Từ ngày", method="from_day")
    last = DayFilter(label="Đến hết ngày", method="until_day")

    stage = django_filters.CharFilter(label="Mốc nhắc", method="of_stage", widget=forms.HiddenInput)

    class Meta:
        model = Notification
        fields: list[str] = []

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data, queryset=Notification.objects.visible_to(user))
        plans = Plan.objects.received_by(actor_of(user)).exclude(status=PlanStatus.DRAFT)
        self.filters["plan"].queryset = plans.order_by("-year", "pk")
        periods = ReportingPeriod.objects.filter(plan__in=plans).select_related("plan")
        self.filters["period"].queryset = periods.order_by("-plan__year", "plan", "position")

    def matching(self, queryset: QuerySet, _name: str, value: str) -> QuerySet:
        """Every word stands in the name of the school, of the task or of its lead unit, of the recipient, or in the
        address."""
        for word in search_key(value).split():
            queryset = queryset.filter(
                Q(submission__organisation__search_key__contains=word)
                | Q(task__search_key__contains=word)
                | Q(task__lead__search_key__contains=word)
                | Q(recipient__search_key__contains=word)
                | Q(address__icontains=word)
            )
        return queryset

    def of_plan(self, queryset: QuerySet, _name: str, plan: Plan) -> QuerySet:
        return queryset.filter(
            Q(submission__period__plan=plan) | Q(submission=None, period__plan=plan) | Q(task__plan=plan)
        )

    def of_period(self, queryset: QuerySet, _name: str, period: ReportingPeriod) -> QuerySet:
        return queryset.filter(Q(submission__period=period) | Q(submission=None, period=period))

    def of_stage(self, queryset: QuerySet, _name: str, code: str) -> QuerySet:
        """Messages of one stage of a reminder plan, by its code; all reminders by hand have one letter in common."""
        if code == BY_HAND:
            return queryset.filter(stage__startswith=BY_HAND, kind__in=PROMPTS)
        return queryset.filter(Q(stage=code) | Q(stage__startswith=f"{code} "), kind__in=PROMPTS)

    def with_outcome(self, queryset: QuerySet, _name: str, outcome: str) -> QuerySet:
        return queryset.filter(status__in=OUTCOMES[outcome][1])

    def from_day(self, queryset: QuerySet, _name: str, day: dt.date) -> QuerySet:
        return queryset.filter(created_at__gte=_midnight(day))

    def until_day(self, queryset: QuerySet, _name: str, day: dt.date) -> QuerySet:
        return queryset.filter(created_at__lt=_midnight(day + dt.timedelta(days=1)))

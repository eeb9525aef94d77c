"""The filter of the list of schools' requests; it lives in the URL."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone

from reports.enums import Addressee, RecommendationStatus
from reports.models import Recommendation
from reports.queries.requests import choices_for, communes_of, in_commune
from schools.widgets import plain_select, search_box
from vietnamese.text import search_key

AGES = [("7", "Trên 7 ngày"), ("15", "Trên 15 ngày"), ("30", "Trên 30 ngày"), ("90", "Trên 90 ngày")]
LOOKS_FOR = "Tìm nội dung, đơn vị"
SORTS = {
    "": ("rank", "raised_at", "pk"),
    "new": ("-raised_at", "-pk"),
    "unit": ("submission__organisation__sort_key", "raised_at", "pk"),
}
SORT_LABELS = [("new", "Mới nhất trước"), ("unit", "Theo đơn vị")]


def _choice(label: str, empty: str, **options: Any) -> django_filters.ChoiceFilter:
    options = {"choices": [], "widget": plain_select(), **options}
    return django_filters.ChoiceFilter(label=label, empty_label=empty, **options)


class RequestListFilter(django_filters.FilterSet):
    """Search in texts and names without diacritics; addressee, owner, state, age, plan, period, commune, report."""

    q = django_filters.CharFilter(label=LOOKS_FOR, method="search", widget=search_box(LOOKS_FOR))
    status = _choice("Tình trạng", "Mọi tình trạng", choices=RecommendationStatus.choices)
    addressee = _choice("Nơi gửi", "Gửi mọi nơi", choices=Addressee.choices)
    owner = _choice("Đơn vị trả lời", "Mọi đơn vị trả lời")
    age = _choice("Thời gian", "Mọi thời gian", choices=AGES, method="older_than")
    plan = _choice("Kế hoạch", "Mọi kế hoạch", field_name="submission__period__plan")
    period = _choice("Kỳ", "Mọi kỳ", field_name="submission__period")
    commune = _choice("Địa bàn", "Mọi địa bàn", method="of_commune")
    sort = _choice("Thứ tự", "Chờ lâu nhất trước", choices=SORT_LABELS, method="sorted_by")
    report = django_filters.NumberFilter(field_name="submission", label="Báo cáo")

    class Meta:
        model = Recommendation
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = choices_for(self.queryset)
        plan = self.data.get("plan", "")
        communes = communes_of(self.queryset, plan=int(plan) if plan.isdecimal() else None)
        for name, choices in (
            ("plan", found.plans), ("period", found.periods), ("owner", found.owners), ("commune", communes),
        ):  # fmt: skip
            self.filters[name].extra["choices"] = [(str(pk), label) for pk, label in choices]

    @property
    def offered(self) -> list[Any]:
        """The fields of the bar that leave something to choose."""
        fields = [field for field in self.form.visible_fields() if field.name != "report"]
        return [f for f in fields if f.name == "q" or len(list(f.field.choices)) > 1]

    def search(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Databases fold diacritics in different ways, so the words are looked for here."""
        words = search_key(value).split()
        rows = queryset.order_by().values_list("pk", "text", "group__title", "submission__organisation__name")
        found = [pk for pk, *texts in rows if all(word in search_key(" ".join(filter(None, texts))) for word in words)]
        return queryset.filter(pk__in=found)

    def older_than(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Raised more than so many days ago, and not over yet."""
        limit = timezone.now() - dt.timedelta(days=int(value))
        return queryset.filter(raised_at__lt=limit).exclude(status=RecommendationStatus.CLOSED)

    def of_commune(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return in_commune(queryset, int(value))

    def sorted_by(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.order_by(*SORTS[value])

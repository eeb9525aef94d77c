"""The requests a person may see, with what their pages show."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from plans.calendars import working_calendar
from plans.deadlines import local_day
from plans.working_days import WorkingCalendar
from reports.answer_times import Wait
from reports.enums import RecommendationStatus
from reports.models import Recommendation
from reports.models.recommendation import REPORTER_SEATS, RecommendationQuerySet
from schools.models import Organisation, SchoolAffiliation
from schools.queries import Actor

OPEN, ANSWERED = RecommendationStatus.OPEN, RecommendationStatus.ANSWERED
DAY = dt.timedelta(days=1)
MOST_ANSWERS = 20
# What waits for the owner first, then what waits for the school, then what is over.
RANK = Case(
    When(status=OPEN, then=Value(0)),
    When(status=ANSWERED, then=Value(1)),
    default=Value(2),
    output_field=IntegerField(),
)


def with_all(rows: RecommendationQuerySet) -> RecommendationQuerySet:
    """With the bodies and the report, as rules, pages and messages read them."""
    return rows.select_related(
        "owner",
        "group",
        "submission__organisation__school",
        "submission__period__plan__receiver",
        "submission__period__plan__forwarded_to",
    )


def listed_requests(user: Any) -> Any:
    """The raised requests the person may see, what waits longest first, with the size of each one's group."""
    in_group = Count("group__recommendations", distinct=True)
    rows = with_all(Recommendation.objects.visible_to(user).raised()).annotate(group_size=in_group, rank=RANK)
    return rows.order_by("rank", "raised_at", "pk")


def in_commune(rows: QuerySet[Any], commune: int) -> QuerySet[Any]:
    """Those of schools that belonged to the commune on the last day of their report's data."""
    places = SchoolAffiliation.objects.on(OuterRef("submission__period__data_to"))
    mine = places.filter(school__organisation=OuterRef("submission__organisation"), commune=commune)
    return rows.filter(Exists(mine.order_by()))


def communes_of(rows: QuerySet[Any], plan: int | None) -> list[tuple[int, str]]:
    """The communes, as pairs of id and name, of the schools behind the requests (of one plan): one query."""
    if plan is not None:
        rows = rows.filter(submission__period__plan=plan)
    place = SchoolAffiliation.objects.on(OuterRef("submission__period__data_to"))
    of_school = place.filter(school__organisation=OuterRef("submission__organisation")).order_by()
    found = rows.order_by().values(place=Subquery(of_school.values("commune")[:1]))
    communes = Organisation.objects.communes().filter(pk__in=found).order_by("sort_key", "pk")
    return list(communes.values_list("pk", "short_name"))


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be narrowed down to, each as pairs of id and name."""

    plans: list[tuple[int, str]]
    periods: list[tuple[int, str]]
    owners: list[tuple[int, str]]


def choices_for(rows: RecommendationQuerySet) -> Choices:
    """The plans, periods and owners that occur among some requests: one query."""
    columns = (
        "submission__period__plan", "submission__period__plan__title", "submission__period__plan__year",
        "submission__period", "submission__period__label", "submission__period__position", "owner",
        "owner__short_name", "owner__sort_key",
    )  # fmt: skip
    plans, periods, owners = {}, {}, {}
    for plan, title, year, period, label, position, owner, name, key in (
        rows.order_by().values_list(*columns).distinct()
    ):
        plans[plan] = (-year, plan), title
        periods[period] = (-year, plan, -position), f"{label[:1].upper()}{label[1:]}, {year} – {title}"
        if owner is not None:
            owners[owner] = (key, owner), name
    return Choices(*([(pk, row[1]) for pk, row in sorted(found.items(), key=lambda item: item[1][0])]
                     for found in (plans, periods, owners)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Age:
    """How long a request has waited: calendar days, and working days among them."""

    days: int
    working: int


class Ages:
    """Ages of requests on a day; the calendar is read once for all of them."""

    def __init__(self, rows: Iterable[Recommendation], today: dt.date) -> None:
        first = min((local_day(row.raised_at) for row in rows if row.raised_at), default=today)
        self._today = today
        self._calendar: WorkingCalendar = working_calendar(first, today)

    def of(self, request: Recommendation) -> Age | None:
        """The age until today; of a request that is over, until it was closed. None for one in a draft."""
        if request.raised_at is None:
            return None
        since = local_day(request.raised_at)
        until = local_day(request.closed_at) if request.closed_at else self._today
        days = max((until - since).days, 0)
        return Age(days, sum(self._calendar.is_working(since + number * DAY) for number in range(1, days + 1)))


def waits_of(rows: QuerySet[Any]) -> list[Wait]:
    """What the times to answer are worked out from: one query. Periods in their order, then owners by name."""
    columns = rows.order_by(
        F("submission__period__plan__year").desc(), "submission__period__position", "owner__sort_key", "pk"
    ).values_list(
        "raised_at", "first_answered_at", "status", "owner__short_name", "submission__period__label",
        "submission__period__plan__year",
    )  # fmt: skip
    return [
        Wait(
            raised_on=local_day(raised),
            answered_on=local_day(answered) if answered else None,
            status=status,
            owner=owner or "",
            period=f"{label}, {year}" if str(year) not in label else label,
        )
        for raised, answered, status, owner, label, year in columns
    ]


def answers_to_judge(actor: Actor) -> list[Recommendation]:
    """Answers on which the person's own organisation has not said yet whether they solved the matter: one query."""
    own = Recommendation.objects.raised().filter(
        status=ANSWERED, submission__organisation__in=actor.organisations(*REPORTER_SEATS)
    )
    rows = own.select_related("owner").order_by("-answered_at", "pk")
    return list(rows[:MOST_ANSWERS])

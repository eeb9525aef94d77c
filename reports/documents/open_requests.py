"""The requests that stand in the reports of a period and are not settled; what several schools ask in the same sense
is one request, as is what the office has put in one group."""

import datetime as dt
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from plans.deadlines import local_day
from plans.models import ReportingPeriod
from reports.documents.request_words import same_request, subject_of_request, without_place
from reports.documents.wording import one_line
from reports.enums import Addressee, RecommendationStatus
from reports.models import Recommendation, RequestMark
from schools.models import SchoolAffiliation


@dataclass(frozen=True)
class Request:
    """One request and the schools that make it, with the ids of their reports in the same order.

    `since` is the day the first of them raised it; `owner` who has to answer, "" when that is not one body; `answer`
    the answer all of them got, `answered` how many got any.
    """

    text: str
    schools: tuple[str, ...]
    reports: tuple[int, ...] = ()
    since: dt.date | None = None
    owner: str = ""
    answer: str = ""
    answered: int = 0

    @property
    def subject(self) -> str:
        return subject_of_request(self.text)

    def days(self, today: dt.date) -> int:
        """How long the oldest of them has waited."""
        return max((today - self.since).days, 0) if self.since else 0


def open_requests(
    period: ReportingPeriod, *, called: Collection[str] = (), places: str = ""
) -> dict[Addressee, list[Request]]:
    """Requests of accepted reports of the period that are not settled, the most shared first; one query. Those of
    earlier reports that came back in a report of the period stand in it, too.

    `called` are the names by which requests address the bodies; `places` is what the places of schools are called
    together, which stands for the name of each where schools of several ask the same of their own.
    """
    found: dict[tuple[str, Hashable], _Group] = {}
    for addressee, text, report, school, place, group, title, raised, owner, status, answer in _rows(period):
        line = one_line(text)
        own = (place or "") if addressee == Addressee.COMMUNE else ""
        general = without_place(line, own, places or own)
        key: Hashable = group or same_request(general, called)
        if key:
            # A group has one addressee in the summary: that of its first request.
            same = next((known for known in found if group and known[1] == group), (addressee, key))
            made = found.setdefault(same, _Group(one_line(title or line), one_line(title or general)))
            made.schools.setdefault(report, school)
            made.places.add(own if general != line and not title else "")
            made.lives.append((raised and local_day(raised), owner or "", status, one_line(answer)))
    requests: dict[Addressee, list[Request]] = {}
    for (addressee, _), group in sorted(found.items(), key=lambda item: -len(item[1].schools)):
        requests.setdefault(Addressee(addressee), []).append(group.request)
    return requests


def _rows(period: ReportingPeriod) -> list[tuple[Any, ...]]:
    own_place = SchoolAffiliation.objects.on(OuterRef("submission__period__data_to")).filter(
        school__organisation=OuterRef("submission__organisation")
    )
    # As numbers: the condition of a FilteredRelation takes no query of its own.
    accepted = list(period.submissions.accepted().order_by("pk").values_list("pk", flat=True))
    came_back = RequestMark.objects.filter(recommendation=OuterRef("pk"), submission__in=accepted)
    rows = (
        Recommendation.objects.annotate(
            here=Subquery(
                came_back.exclude(status_then="").order_by().values("submission")[:1], output_field=BigIntegerField()
            )
        )
        .filter(Q(submission__in=accepted) | Q(here__isnull=False))
        .exclude(status=RecommendationStatus.CLOSED)
        .annotate(
            report=Coalesce("here", "submission_id", output_field=BigIntegerField()),
            place=Subquery(own_place.order_by().values("commune__name")[:1]),
            school=F("submission__organisation__short_name"),
        )
        .order_by("submission__organisation__sort_key", "report", "raised_at", "position", "pk")
    )
    return list(
        rows.values_list(
            "addressee", "text", "report", "school", "place", "group", "group__title", "raised_at",
            "owner__short_name", "status", "answer",
        )
    )  # fmt: skip


@dataclass
class _Group:
    """Texts that ask the same: the words of the first, the same without its own place, the places they name, and how
    each stands (raised on, owner, state, answer)."""

    text: str
    general: str
    schools: dict[int, str] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)
    lives: list[tuple[dt.date | None, str, str, str]] = field(default_factory=list)

    @property
    def request(self) -> Request:
        text = self.general if len(self.places) > 1 else self.text
        owners = {owner for _, owner, _, _ in self.lives}
        answers = [answer for _, _, status, answer in self.lives if status == RecommendationStatus.ANSWERED]
        is_one = len(answers) == len(self.lives) and len(set(answers)) == 1
        return Request(
            text,
            tuple(self.schools.values()),
            tuple(self.schools),
            since=min((day for day, *_ in self.lives if day), default=None),
            owner=next(iter(owners)) if len(owners) == 1 else "",
            answer=answers[0] if is_one else "",
            answered=len(answers),
        )

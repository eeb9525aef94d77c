"""The requests of a period that wait for an answer; what several schools ask in the same sense is one request."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import F, OuterRef, Subquery

from plans.models import ReportingPeriod
from reports.documents.request_words import same_request, subject_of_request, without_place
from reports.documents.wording import one_line
from reports.enums import Addressee, RecommendationStatus
from reports.models import Recommendation
from schools.models import SchoolAffiliation


@dataclass(frozen=True)
class Request:
    """One request and the schools that make it, with the ids of their reports in the same order."""

    text: str
    schools: tuple[str, ...]
    reports: tuple[int, ...] = ()

    @property
    def subject(self) -> str:
        return subject_of_request(self.text)


def open_requests(
    period: ReportingPeriod, *, called: Collection[str] = (), places: str = ""
) -> dict[Addressee, list[Request]]:
    """Requests of accepted reports of the period that are not settled, the most shared first; one query.

    `called` are the names by which requests address the bodies; `places` is what the places of schools are called
    together, which stands for the name of each where schools of several ask the same of their own.
    """
    own_place = SchoolAffiliation.objects.on(OuterRef("submission__period__data_to")).filter(
        school__organisation=OuterRef("submission__organisation")
    )
    rows = (
        Recommendation.objects.filter(submission__in=period.submissions.accepted())
        .exclude(status=RecommendationStatus.CLOSED)
        .order_by("submission__organisation__sort_key", "submission_id", "position", "pk")
        .annotate(
            place=Subquery(own_place.order_by().values("commune__name")[:1]),
            school=F("submission__organisation__short_name"),
        )
        .values_list("addressee", "text", "submission_id", "school", "place")
    )
    found: dict[tuple[str, str], _Group] = {}
    for addressee, text, report, school, place in rows:
        line = one_line(text)
        own = (place or "") if addressee == Addressee.COMMUNE else ""
        general = without_place(line, own, places or own)
        key = addressee, same_request(general, called)
        if key[1]:
            group = found.setdefault(key, _Group(line, general))
            group.schools.setdefault(report, school)
            group.places.add(own if general != line else "")
    requests: dict[Addressee, list[Request]] = {}
    for (addressee, _), group in sorted(found.items(), key=lambda item: -len(item[1].schools)):
        requests.setdefault(Addressee(addressee), []).append(group.request)
    return requests


@dataclass
class _Group:
    """Texts that ask the same: the words of the first, the same without its own place, and the places they name."""

    text: str
    general: str
    schools: dict[int, str] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    @property
    def request(self) -> Request:
        text = self.general if len(self.places) > 1 else self.text
        return Request(text, tuple(self.schools.values()), tuple(self.schools))

"""The requests of a period that wait for an answer; the same one of several schools is one request."""

from dataclasses import dataclass

from plans.models import ReportingPeriod
from reports.documents.wording import one_line
from reports.enums import Addressee, RecommendationStatus
from reports.models import Recommendation
from vietnamese.text import exact_key


@dataclass(frozen=True)
class Request:
    """One request and the schools that make it."""

    text: str
    schools: tuple[str, ...]


def open_requests(period: ReportingPeriod) -> dict[Addressee, list[Request]]:
    """Requests of accepted reports of the period that are not settled, the most shared first; one query."""
    rows = (
        Recommendation.objects.filter(submission__in=period.submissions.accepted())
        .exclude(status=RecommendationStatus.CLOSED)
        .order_by("submission__organisation__sort_key", "submission_id", "position", "pk")
        .values_list("addressee", "text", "submission__organisation__short_name")
    )
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for addressee, text, school in rows:
        line = one_line(text)
        schools = found.setdefault((addressee, exact_key(line)), (line, []))[1]
        if line and school not in schools:
            schools.append(school)
    requests: dict[Addressee, list[Request]] = {}
    for (addressee, _), (text, schools) in sorted(found.items(), key=lambda item: -len(item[1][1])):
        if text:
            requests.setdefault(Addressee(addressee), []).append(Request(text, tuple(schools)))
    return requests

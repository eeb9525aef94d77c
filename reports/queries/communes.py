"""The commune of a report: that of its school on the last day of the period's data, whatever came later (ADR 0013)."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from reports.models.submission import SubmissionQuerySet
from schools.models import Organisation, SchoolAffiliation

PLACES = "organisation__school__affiliations"


def commune_of_report(column: str) -> Subquery:
    """A column of the commune, to annotate reports with; NULL for what is no school."""
    return Subquery(_places(OuterRef("period__data_to"), OuterRef("organisation")).values(f"commune__{column}")[:1])


def in_commune(commune: Any, *, depth: int = 1) -> Exists:
    """Whether the report of the outer query is of a school of the commune (one, or an expression).

    `depth` is how many queries lie between this condition and the reports.
    """
    day, organisation = "period__data_to", "organisation"
    for _ in range(depth):
        day, organisation = OuterRef(day), OuterRef(organisation)  # type: ignore[assignment]
    return Exists(_places(day, organisation).filter(commune=commune))


def communes_of(reports: SubmissionQuerySet) -> QuerySet[Organisation]:
    """The communes to which these reports belong, in the order of Vietnamese names."""
    started = Q(**{f"{PLACES}__valid_from": None}) | Q(**{f"{PLACES}__valid_from__lte": F("period__data_to")})
    goes_on = Q(**{f"{PLACES}__valid_to": None}) | Q(**{f"{PLACES}__valid_to__gte": F("period__data_to")})
    of_commune = reports.filter(started, goes_on, **{f"{PLACES}__commune": OuterRef("pk")})
    return Organisation.objects.communes().filter(Exists(of_commune.order_by())).order_by("sort_key", "pk")


def with_communes(path: str = PLACES) -> Prefetch:
    """For `prefetch_related`: what `School.commune_on` reads, in one query."""
    return Prefetch(path, SchoolAffiliation.objects.select_related("commune"))


def _places(day: Any, organisation: Any) -> QuerySet[SchoolAffiliation]:
    return SchoolAffiliation.objects.on(day).filter(school__organisation=organisation).order_by()

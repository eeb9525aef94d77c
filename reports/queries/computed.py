"""Figures nobody types: they follow from the registry of schools, its recognitions, and from the reports themselves.

`COMPUTED` maps the code of an indicator with `entered_by=COMPUTED` to the function that gives it. An indicator that
is not listed has no figure ("Chưa đủ số liệu"), which is said rather than guessed.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Self

from plans import measures
from plans.enums import EnteredBy
from plans.models import Indicator, ReportingPeriod
from reports.queries.completeness import Completeness, completeness_by_period
from reports.queries.cuts import Cut
from reports.queries.registry import Registry
from reports.queries.values import Total


@dataclass(frozen=True)
class Sources:
    """What computed figures are read from: the registry, and who has reported, by the id of the period."""

    registry: Registry = field(default_factory=Registry)
    reporting: Mapping[int, Completeness] = field(default_factory=dict)

    @classmethod
    def load(cls, indicators: Iterable[Indicator], periods: Iterable[ReportingPeriod]) -> Self:
        """As much as the indicators need: at most two queries, none when no indicator is computed."""
        codes = {row.code for row in indicators if row.entered_by == EnteredBy.COMPUTED}
        if not codes:
            return cls()
        registry = Registry.load() if codes & FROM_REGISTRY else Registry()
        return cls(registry, completeness_by_period(list(periods)) if codes & FROM_REPORTS else {})

    def within(self, cut: Cut) -> Self:
        """The same sources for a part of the area."""
        return replace(self, registry=self.registry.within(cut))


def newly_recognised(sources: Sources, period: ReportingPeriod) -> Total:
    """Schools recognised for the first time between 1 January of the plan year and the end of the period's data
    (reference §3.1, B01)."""
    start, day = dt.date(period.plan.year, 1, 1), period.data_to
    schools = sources.registry.on(day)
    new = sum(bool(school.recognitions) and start <= school.recognitions[0][0] <= day for school in schools)
    return Total(actual=Decimal(new), reporting=len(schools))


def share_at_standard(sources: Sources, period: ReportingPeriod) -> Total:
    """Schools with a valid recognition of all schools on the last day of the data, in percent (reference §3.1, B03)."""
    schools = sources.registry.on(period.data_to)
    valid, whole = Decimal(sum(school.is_at_standard(period.data_to) for school in schools)), Decimal(len(schools))
    return Total(measures.ratio(valid, whole), valid, whole, reporting=len(schools))


def communes_without_standard(sources: Sources, period: ReportingPeriod) -> Total:
    """Communes with schools of which none has a valid recognition on the last day of the data (reference §3.3, B51)."""
    schools = sources.registry.on(period.data_to)
    found: dict[int | None, bool] = {}
    for school in schools:
        commune = school.commune_on(period.data_to)
        found[commune] = found.get(commune, False) or school.is_at_standard(period.data_to)
    if not found:
        return Total()
    return Total(actual=Decimal(sum(not has for has in found.values())), reporting=len(found))


def timely_reporting(sources: Sources, period: ReportingPeriod) -> Total:
    """Reports on time of those expected in the period, in percent (reference §3.3, B74); of the whole area only."""
    counts = sources.reporting.get(period.pk)
    if counts is None or not sources.registry.cut.is_whole:
        return Total()
    on_time, expected = Decimal(counts.on_time), Decimal(counts.expected)
    return Total(measures.ratio(on_time, expected), on_time, expected, reporting=counts.expected)


COMPUTED: dict[str, Callable[[Sources, ReportingPeriod], Total]] = {
    "B01": newly_recognised,
    "B03": share_at_standard,
    "C03": share_at_standard,
    "B51": communes_without_standard,
    "B74": timely_reporting,
}
FROM_REPORTS = {"B74"}
FROM_REGISTRY = COMPUTED.keys() - FROM_REPORTS


def compute(code: str, sources: Sources, period: ReportingPeriod) -> Total:
    """The figure of a computed indicator at the end of a period; an empty total when no rule is known."""
    rule = COMPUTED.get(code)
    return rule(sources, period) if rule else Total()

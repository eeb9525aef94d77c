"""Figures nobody types: they follow from the registry of schools, its recognitions, and from the reports themselves.

`COMPUTED` holds the codes of indicators with `entered_by=COMPUTED` that have a rule. An indicator that is not listed
has no figure ("Chưa đủ số liệu"), which is said rather than guessed.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import NamedTuple, Self

from facilities import shares
from facilities.indicators import DUE_FOR_RECHECK, NEWLY_RECOGNISED, PLACES_WITHOUT, SHARE_AT_STANDARD
from facilities.shares import SchoolRecord
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
        registry = Registry.load() if codes & FROM_REGISTRY.keys() else Registry()
        return cls(registry, completeness_by_period(list(periods)) if codes & FROM_REPORTS else {})

    def within(self, cut: Cut) -> Self:
        """The same sources for a part of the area."""
        return replace(self, registry=self.registry.within(cut))


class Part(NamedTuple):
    """What one unit adds to a figure of the registry: 1 when it counts, 0 when it does not. The unit is a school, or
    a commune when `school` is None."""

    commune: int | None
    counts: bool
    school: SchoolRecord | None = None


def newly_recognised(registry: Registry, period: ReportingPeriod) -> list[Part]:
    """Schools recognised for the first time between 1 January of the plan year and the end of the period's data
    (reference §3.1, B01)."""
    start, day = dt.date(period.plan.year, 1, 1), period.data_to
    return [
        Part(school.commune_on(day), shares.is_new(school.recognitions, start, day), school)
        for school in registry.on(day)
    ]


def at_standard(registry: Registry, period: ReportingPeriod) -> list[Part]:
    """Schools with a valid recognition on the last day of the data, of all schools (reference §3.1, B03)."""
    day = period.data_to
    return [Part(school.commune_on(day), school.is_at_standard(day), school) for school in registry.on(day)]


def without_standard(registry: Registry, period: ReportingPeriod) -> list[Part]:
    """Communes with schools of which none has a valid recognition on the last day of the data (reference §3.3, B51)."""
    day = period.data_to
    places = shares.shares_by_commune(registry.on(day), day)
    return [Part(commune, not share.number) for commune, share in places.items()]


def due_for_recheck(registry: Registry, period: ReportingPeriod) -> list[Part]:
    """Schools whose re-check fell due between 1 January of the plan year and the end of the period's data, renewed by
    then or not (reference §3.3, B52; five years by Plan 04 III.3.5)."""
    start, day = dt.date(period.plan.year, 1, 1), period.data_to
    return [
        Part(school.commune_on(day), shares.was_due(school.recognitions, start, day), school)
        for school in registry.on(day)
    ]


def timely_reporting(sources: Sources, period: ReportingPeriod) -> Total:
    """Reports on time of those expected in the period, in percent (reference §3.3, B74); of the whole area only."""
    counts = sources.reporting.get(period.pk)
    if counts is None or not sources.registry.cut.is_whole:
        return Total()
    on_time, expected = Decimal(counts.on_time), Decimal(counts.expected)
    return Total(measures.ratio(on_time, expected), on_time, expected, reporting=counts.expected)


FROM_REGISTRY: Mapping[str, Callable[[Registry, ReportingPeriod], list[Part]]] = {
    NEWLY_RECOGNISED: newly_recognised,
    **dict.fromkeys(sorted(SHARE_AT_STANDARD), at_standard),
    PLACES_WITHOUT: without_standard,
    DUE_FOR_RECHECK: due_for_recheck,
}
SHARES = SHARE_AT_STANDARD  # in percent of the parts; the others are their number
FROM_REPORTS = frozenset({"B74"})
COMPUTED = FROM_REGISTRY.keys() | FROM_REPORTS


def compute(code: str, sources: Sources, period: ReportingPeriod) -> Total:
    """The figure of a computed indicator at the end of a period; an empty total when no rule is known, or when there is
    nothing to count."""
    if code in FROM_REPORTS:
        return timely_reporting(sources, period)
    parts = parts_of(code, sources, period)
    if not parts:
        return Total()
    number, whole = Decimal(sum(part.counts for part in parts)), Decimal(len(parts))
    if code in SHARES:
        return Total(measures.ratio(number, whole), number, whole, reporting=len(parts))
    return Total(actual=number, reporting=len(parts))


def parts_of(code: str, sources: Sources, period: ReportingPeriod) -> list[Part]:
    """The units behind a figure of the registry at the end of a period; none for every other indicator."""
    rule = FROM_REGISTRY.get(code)
    return rule(sources.registry, period) if rule else []

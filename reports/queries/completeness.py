"""Who has reported, on time or late: counts and lists from one pass over the reports of a period.

Definitions (architecture §4): expected are the reports of the period, which exist for every organisation that has to
report from the day the period opens. Submitted is what the receiver has got, returned reports included: they are
being corrected, not missing. On time is measured from the first submission. Both are drawn from the expected set, so
no share passes 100 %.
"""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from plans import measures
from plans.deadlines import local_day, owed_days
from plans.enums import EnteredBy
from plans.models import ReportingPeriod
from reports import workflow
from reports.asking import enterer
from reports.enums import Purpose
from reports.enums import SubmissionStatus as S
from reports.models import Submission
from reports.queries.communes import commune_of_report
from vietnamese.text import search_key

RECEIVED = workflow.SENT | {S.RETURNED}


class State(NamedTuple):
    """A report reduced to what decides how it is counted; many reports share one."""

    status: str
    first_submitted_on: dt.date | None
    first_last_day: dt.date
    effective_last_day: dt.date

    @property
    def is_received(self) -> bool:
        return self.status in RECEIVED

    @property
    def is_on_time(self) -> bool:
        return (
            self.is_received and self.first_submitted_on is not None and self.first_submitted_on <= self.first_last_day
        )

    def is_overdue(self, today: dt.date) -> bool:
        return self.status not in workflow.SENT and self.effective_last_day < today


class UnitStatus(NamedTuple):
    """One expected report, reduced to what is counted. `levels` and the commune are None when no school reports;
    `purpose` tells the sheets of figures that no school has, which are not counted."""

    submission_id: int
    organisation_id: int
    name: str
    search_key: str
    levels: str | None
    commune: str | None
    commune_key: str | None
    status: str
    first_submitted_at: dt.datetime | None
    first_last_day: dt.date
    effective_last_day: dt.date
    purpose: str
    kind: str
    receiver_id: int | None
    commune_id: int | None

    @property
    def enterer(self) -> EnteredBy | None:
        """As what the unit fills in the grid."""
        return enterer(self.kind, is_receiver=self.organisation_id == self.receiver_id)

    @property
    def state(self) -> "State":
        """What counting needs to know of the report."""
        first = self.first_submitted_at and local_day(self.first_submitted_at)
        return State(self.status, first, self.first_last_day, self.effective_last_day)

    @property
    def is_received(self) -> bool:
        return self.state.is_received

    @property
    def is_on_time(self) -> bool:
        return self.state.is_on_time

    def is_overdue(self, today: dt.date) -> bool:
        return self.state.is_overdue(today)

    def matches(self, query: str) -> bool:
        """Whether the name contains every word, diacritics ignored."""
        return all(word in self.search_key for word in search_key(query).split())


@dataclass(frozen=True)
class Completeness:
    """Reports of a period by state; `expected` is their sum. `overdue` counts what is owed past its day."""

    expected: int
    submitted: int
    on_time: int
    late: int
    accepted: int
    awaiting: int
    returned: int
    draft: int
    not_started: int
    overdue: int

    @property
    def completeness_share(self) -> Fraction | None:
        """Submitted of expected; None when nothing is expected."""
        return measures.share(self.submitted, self.expected)

    @property
    def timeliness_share(self) -> Fraction | None:
        """On time of expected; None when nothing is expected."""
        return measures.share(self.on_time, self.expected)

    @property
    def missing(self) -> int:
        return self.expected - self.submitted

    @property
    def completeness_percent(self) -> Decimal | None:
        """`completeness_share` in percent, for display."""
        return Decimal(100 * self.submitted) / self.expected if self.expected else None

    @property
    def timeliness_percent(self) -> Decimal | None:
        """`timeliness_share` in percent, for display."""
        return Decimal(100 * self.on_time) / self.expected if self.expected else None

    @property
    def bar_percent(self) -> int:
        """For the bar: whole percent, rounded down, so that only a full set shows a full bar."""
        return 100 * self.submitted // self.expected if self.expected else 0


@dataclass(frozen=True)
class CommuneRow:
    """The reports of the schools of one commune; `name` is "" and `pk` None for organisations that are no schools."""

    name: str
    completeness: Completeness
    pk: int | None


@dataclass(frozen=True)
class LateUnit:
    """A report still owed after its last on-time day."""

    submission_id: int
    organisation_id: int
    name: str
    last_day: dt.date
    days_late: int


def unit_statuses(period: ReportingPeriod) -> list[UnitStatus]:
    """The expected reports of a period in the order of their organisations' names: one query."""
    return [unit for unit in all_units(period) if unit.purpose == Purpose.REPORT]


def all_units(period: ReportingPeriod) -> list[UnitStatus]:
    """The expected reports, and the sheets of figures no school has, by name: whoever fills in the grid. One query."""
    return [
        UnitStatus(*row)
        for row in Submission.objects.filter(period=period)
        .with_deadline()
        .order_by("organisation__sort_key", "pk")
        .values_list(
            "pk",
            "organisation_id",
            "organisation__short_name",
            "organisation__search_key",
            "organisation__school__levels",
            commune_of_report("short_name"),
            commune_of_report("sort_key"),
            "status",
            "first_submitted_at",
            "first_last_day",
            "effective_last_day",
            "purpose",
            "organisation__kind",
            "period__plan__receiver",
            commune_of_report("pk"),
        )
    ]


def count(units: Iterable[UnitStatus], *, today: dt.date) -> Completeness:
    """Count reports by state."""
    return count_states(Counter(unit.state for unit in units), today=today)


def count_states(states: Mapping[State, int], *, today: dt.date) -> Completeness:
    """Count reports by state; the values say how many reports share it."""
    tally = dict.fromkeys(S.values, 0)
    on_time = overdue = 0
    for state, number in states.items():
        tally[state.status] += number
        on_time += number * state.is_on_time
        overdue += number * state.is_overdue(today)
    submitted = sum(tally[status] for status in RECEIVED)
    return Completeness(
        expected=sum(tally.values()),
        submitted=submitted,
        on_time=on_time,
        late=submitted - on_time,
        accepted=tally[S.ACCEPTED],
        awaiting=tally[S.SUBMITTED],
        returned=tally[S.RETURNED],
        draft=tally[S.DRAFT],
        not_started=tally[S.NOT_STARTED],
        overdue=overdue,
    )


def completeness(period: ReportingPeriod, *, today: dt.date | None = None) -> Completeness:
    """Counts of a period on a day (today by default): one query that reads a row per kind of report, not per report."""
    return completeness_by_period([period], today=today)[period.pk]


def completeness_by_period(
    periods: Collection[ReportingPeriod], *, today: dt.date | None = None
) -> dict[int, Completeness]:
    """Counts of each of the periods by its id, in one query whatever their number."""
    counted = _count_purposes(periods, [Purpose.REPORT.value], today or timezone.localdate())
    return {pk: found[Purpose.REPORT.value] for pk, found in counted.items()}


def counts_by_purpose(period: ReportingPeriod) -> dict[str, Completeness]:
    """Today's counts of the expected reports, and apart from them those of the sheets of figures no school has, by
    purpose: one query."""
    return _count_purposes([period], Purpose.values, timezone.localdate())[period.pk]


def _count_purposes(
    periods: Collection[ReportingPeriod], purposes: Collection[str], day: dt.date
) -> dict[int, dict[str, Completeness]]:
    last_days = {period.pk: period.last_day for period in periods}
    rows = (
        Submission.objects.filter(period__in=last_days, purpose__in=purposes)
        .with_extension()
        .annotate(first_submitted_on=TruncDate("first_submitted_at"))
        .order_by()
        .values_list("period_id", "purpose", "status", "first_submitted_on", "extended_until", "returned_due_on")
        .annotate(number=Count("pk"))
    )
    states: dict[int, dict[str, Counter[State]]] = {pk: {one: Counter() for one in purposes} for pk in last_days}
    for pk, purpose, status, first_submitted_on, extended, returned, number in rows:
        days = owed_days(last_days[pk], extended_until=extended, returned_due_on=returned)
        states[pk][purpose][State(status, first_submitted_on, *days)] += number
    return {
        pk: {purpose: count_states(counter, today=day) for purpose, counter in found.items()}
        for pk, found in states.items()
    }


def total(parts: Iterable[Completeness]) -> Completeness:
    """The counts of several periods together."""
    sums = dict.fromkeys((field.name for field in fields(Completeness)), 0)
    for part in parts:
        for name in sums:
            sums[name] += getattr(part, name)
    return Completeness(**sums)


def by_commune(units: Iterable[UnitStatus], *, today: dt.date) -> tuple[CommuneRow, ...]:
    """Counts per commune in Vietnamese order, what is no school at the end."""
    groups: dict[tuple[bool, str, str], list[UnitStatus]] = {}
    for unit in units:
        key = (unit.commune is None, unit.commune_key or "", unit.commune or "")
        groups.setdefault(key, []).append(unit)
    return tuple(
        CommuneRow(key[2], count(groups[key], today=today), groups[key][0].commune_id) for key in sorted(groups)
    )


def overdue_units(units: Iterable[UnitStatus], *, today: dt.date) -> tuple[LateUnit, ...]:
    """What is owed and overdue, the longest first."""
    late = [
        LateUnit(unit.submission_id, unit.organisation_id, unit.name, last, (today - last).days)
        for unit, last in ((unit, unit.effective_last_day) for unit in units)
        if unit.is_overdue(today)
    ]
    return tuple(sorted(late, key=lambda unit: -unit.days_late))


def late_units(period: ReportingPeriod, *, today: dt.date | None = None) -> list[Submission]:
    """Reports still owed and overdue on a day (today by default), the longest first; organisation and period loaded."""
    return list(
        Submission.objects.reports()
        .filter(period=period)
        .for_list()
        .with_deadline()
        .overdue(today or timezone.localdate())
        .order_by("effective_last_day", "organisation__sort_key", "pk")  # type: ignore[misc]  # an annotation
    )

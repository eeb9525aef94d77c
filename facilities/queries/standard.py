"""The schools of the area with their national standard, as the office looks at them on a day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from facilities.aims import TwoAims
from facilities.models import PlannedRecognition
from facilities.queries.expected import open_expectations
from facilities.queries.records import school_records
from facilities.queries.standard_plan import two_aims
from facilities.shares import Forecast, SchoolRecord, Share, forecast, share_on, shares_by, shares_by_commune
from facilities.standings import Standing, standing_of
from plans.models import Plan
from schools.enums import Levels
from schools.models import NationalStandard, Organisation

YEARS_BACK = 4


@dataclass(frozen=True)
class StandardRow:
    """One school of the day. `latest` is its last recognition by then, `planned` the next one that is expected."""

    record: SchoolRecord
    standing: Standing
    commune: str
    latest: NationalStandard | None
    planned: PlannedRecognition | None

    @property
    def levels(self) -> str:
        return Levels(self.record.levels).label


@dataclass(frozen=True)
class GroupShare:
    """A level, a commune or a day with its share."""

    name: str
    share: Share


@dataclass(frozen=True)
class StandardOverview:
    """Everything the page of the national standard says about a day."""

    day: dt.date
    records: tuple[SchoolRecord, ...]
    communes: dict[int, str]
    rows: tuple[StandardRow, ...]
    plan: Plan | None
    aims: TwoAims | None

    @cached_property
    def share(self) -> Share:
        return share_on(self.records, self.day)

    @cached_property
    def years(self) -> list[GroupShare]:
        """The share at the end of each of the last years."""
        ends = [dt.date(self.day.year - back, 12, 31) for back in range(YEARS_BACK, 0, -1)]
        shares = [GroupShare(f"31/12/{end.year}", share_on(self.records, end)) for end in ends]
        return [row for row in shares if row.share.whole]

    @cached_property
    def levels(self) -> list[GroupShare]:
        found = shares_by(self.records, self.day, lambda school: school.levels)
        return [GroupShare(label, found[key]) for key, label in Levels.choices if key in found]

    @cached_property
    def places(self) -> list[GroupShare]:
        """Communes in Vietnamese order."""
        found = shares_by_commune(self.records, self.day)
        return [GroupShare(name, found[pk]) for pk, name in self.communes.items() if pk in found]

    @property
    def places_without(self) -> list[str]:
        return [row.name for row in self.places if not row.share.number]

    @cached_property
    def forecast(self) -> Forecast:
        """To the end of the day's year."""
        planned = {row.record.pk: row.planned.expected_on for row in self.rows if row.planned}
        return forecast(self.records, planned, today=self.day, day=dt.date(self.day.year, 12, 31))


def standard_overview(day: dt.date) -> StandardOverview:
    """The whole area on a day: five queries."""
    records = school_records()
    communes = dict(Organisation.objects.communes().order_by("sort_key", "pk").values_list("pk", "short_name"))
    found = two_aims(records, seen_on=day)
    plan, aims = found or (None, None)
    return StandardOverview(day, records, communes, tuple(_rows(records, communes, day)), plan, aims)


def share_at_standard(day: dt.date) -> Share:
    """The schools at the standard of all schools of the day: one query."""
    return share_on(school_records(), day)


def _rows(records: Sequence[SchoolRecord], communes: dict[int, str], day: dt.date) -> list[StandardRow]:
    made = NationalStandard.objects.filter(recognised_on__lte=day).order_by("recognised_on")
    latest = {row.school_id: row for row in made}
    planned: dict[int, PlannedRecognition] = {}
    for row in open_expectations(day).order_by("expected_on", "pk"):
        if _was_thought_of(row, day):
            planned.setdefault(row.school_id, row)
    return [
        StandardRow(
            school,
            standing_of(school, day),
            communes.get(school.commune_on(day) or 0, ""),
            latest.get(school.pk),
            planned.get(school.pk),
        )
        for school in records
        if school.exists(day)
    ]


def _was_thought_of(row: PlannedRecognition, day: dt.date) -> bool:
    """Nobody notes when an expectation arose. On a day of the past those of that year and the next are taken."""
    return day >= timezone.localdate() or row.expected_on.year <= day.year + 1

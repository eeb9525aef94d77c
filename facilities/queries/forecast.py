"""What a forecast of pupils leans on: cohorts of the registry, rooms that stand, rooms that are being built."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from facilities.enums import WorkKind, WorkState
from facilities.forecast import YEARS_BACK, History
from facilities.models import EntrantForecast, Work
from facilities.queries.forecast_schools import counted_schools
from schools.enums import Grade, Level
from schools.models import GradeFacts, Organisation, SchoolYearFacts
from vietnamese.dates import school_year_of


@dataclass(frozen=True)
class Expected:
    """What the office wrote down for a grade in a year."""

    pupils: int
    source: str


@dataclass(frozen=True)
class Ground:
    """All that the forecast of an area or a commune leans on. `told` of the `schools` have figures by grade in the
    base year. `undated` rooms are being built without a day to expect them."""

    base_year: int
    schools: int
    told: int
    paired: Mapping[int, int]  # school year → schools that have figures of it and of the year after
    history: History
    expected: Mapping[tuple[int, Grade], Expected]
    existing: Mapping[Level, int]
    coming: Mapping[tuple[Level, int], int]
    undated: int

    @property
    def is_complete(self) -> bool:
        return self.told == self.schools


def base_year_of(today: dt.date) -> int | None:
    """The latest school year, up to the present one, of which some school gave pupils by grade."""
    rows = GradeFacts.objects.filter(facts__school_year__lte=school_year_of(today))
    return rows.order_by("-facts__school_year").values_list("facts__school_year", flat=True).first()


def ground_of(commune: Organisation | None, base_year: int, today: dt.date) -> Ground:
    """The ground for the whole area, or for one commune as it is today: six queries."""
    schools = dict(counted_schools(commune, base_year, today).values_list("pk", "levels"))
    history = _history(list(schools), base_year)
    expected = EntrantForecast.objects.filter(commune=commune, school_year__gt=base_year).order_by("pk")
    coming, undated = _coming(schools)
    paired = {
        year: len(history.get(year, {}).keys() & history.get(year + 1, {}).keys())
        for year in range(base_year - YEARS_BACK, base_year)
    }
    return Ground(
        base_year=base_year,
        schools=len(schools),
        told=len(history.get(base_year, {})),
        paired=paired,
        history=history,
        expected={(row.school_year, Grade(row.grade)): Expected(row.pupils, row.source) for row in expected},
        existing=_rooms(schools, base_year),
        coming=coming,
        undated=undated,
    )


def _history(schools: Iterable[int], base_year: int) -> History:
    rows = GradeFacts.objects.filter(
        facts__school__in=list(schools), facts__school_year__range=(base_year - YEARS_BACK, base_year)
    )
    history: dict[int, dict[int, dict[Grade, int]]] = defaultdict(lambda: defaultdict(dict))
    for year, school, grade, pupils in rows.order_by("pk").values_list(
        "facts__school_year", "facts__school", "grade", "pupils"
    ):
        history[year][school][Grade(grade)] = pupils
    return history


def _rooms(schools: Mapping[int, str], base_year: int) -> dict[Level, int]:
    """Permanent and semi-permanent rooms of the base year by level. A school of several levels has its rooms counted
    at the level of most of its classes: nobody says which room is whose."""
    rows = SchoolYearFacts.objects.filter(school__in=list(schools), school_year=base_year).prefetch_related("grades")
    found: dict[Level, int] = defaultdict(int)
    for facts in rows:
        found[_main_level(schools[facts.school_id], facts)] += facts.rooms_permanent + facts.rooms_semi_permanent
    return found


def _main_level(levels: str, facts: SchoolYearFacts) -> Level:
    classes = Counter({Level(level): 0 for level in levels.split()})
    for row in facts.grades.all():
        classes[Grade(row.grade).level] += row.classes
    return classes.most_common(1)[0][0]


def _coming(schools: Mapping[int, str]) -> tuple[dict[tuple[Level, int], int], int]:
    """New class rooms of works under way by level and by the first school year that finds them ready; and how many
    nobody expects on a day. A work that was stopped brings none."""
    works = Work.objects.filter(school__in=list(schools), kind=WorkKind.NEW, rooms__gt=0)
    coming: dict[tuple[Level, int], int] = defaultdict(int)
    undated = 0
    for work in works.exclude(state__in=(WorkState.FINISHED, WorkState.STOPPED)).order_by("pk"):
        if work.planned_end is None:
            undated += work.rooms
        else:
            level = Level(schools[work.school_id].split()[0])
            coming[level, school_year_of(work.planned_end) + 1] += work.rooms
    return coming, undated

"""Who has assessed itself, what is not met and what the gaps cost, over the schools of the area in one school year.

Only finished assessments are counted; of the others it is told how far the school is.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Max

from facilities.enums import AssessmentState, CriterionResult
from facilities.models import AssessmentLine, SelfAssessment
from facilities.queries.assessments import with_counts
from schools.enums import Level
from schools.models import School
from vietnamese.dates import SCHOOL_YEAR_STARTS, school_year_of
from vietnamese.sorting import sort_key

ZERO = Decimal(0)
NOT_BEGUN = "Chưa tự đánh giá"
NONE, DRAFT, DONE = "none", AssessmentState.DRAFT.value, AssessmentState.DONE.value
STATES = ((NONE, NOT_BEGUN), *AssessmentState.choices)


@dataclass(frozen=True, slots=True)
class Gap:
    """One unmet criterion of one school in a finished assessment."""

    school: int
    commune: str
    level: str
    standard: str
    criterion: str
    code: str
    cost: Decimal | None


@dataclass
class SchoolRow:
    """A school with its assessments of the year: several only when its levels have several rules."""

    school: School
    commune: str
    assessments: list[SelfAssessment] = field(default_factory=list)
    open_gaps: list[Gap] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.school.organisation.short_name

    @property
    def levels(self) -> str:
        return str(self.school.get_levels_display())

    @property
    def state(self) -> str:
        """Done when every assessment that was begun is done."""
        if not self.assessments:
            return NONE
        return DONE if all(row.state == AssessmentState.DONE for row in self.assessments) else DRAFT

    @property
    def state_words(self) -> str:
        if self.state == DRAFT:
            return f"Đang đánh giá {sum(_count(row, 'judged') for row in self.assessments)}/{self.total}"
        return dict(STATES)[self.state]

    @property
    def rules(self) -> str:
        return ", ".join(row.rule.document for row in self.assessments)

    @property
    def total(self) -> int | None:
        return sum(_count(row, "total") for row in self.assessments) if self.assessments else None

    @property
    def met(self) -> int | None:
        return sum(_count(row, "met") for row in self.assessments) if self.state == DONE else None

    @property
    def unmet(self) -> int | None:
        return sum(_count(row, "unmet") for row in self.assessments) if self.state == DONE else None

    @property
    def cost(self) -> Decimal | None:
        if self.state != DONE:
            return None
        return sum((gap.cost or ZERO for gap in self.open_gaps), ZERO)

    @property
    def gaps(self) -> list[str]:
        return [f"{gap.code} {gap.criterion}" for gap in self.open_gaps]


@dataclass(frozen=True, slots=True)
class GapSum:
    """What is missing under one heading: unmet criteria, how many schools have them, and the cost (million đồng) with
    how many of them nobody has put a cost to."""

    name: str
    count: int
    schools: int
    cost: Decimal
    uncosted: int


@dataclass(frozen=True)
class Overview:
    """The schools of one school year with their assessments, in the order of the list."""

    school_year: int
    rows: Sequence[SchoolRow]

    def in_state(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)

    @property
    def done(self) -> int:
        return self.in_state(DONE)

    @property
    def drafts(self) -> int:
        return self.in_state(DRAFT)

    @property
    def missing(self) -> list[SchoolRow]:
        """Who has not begun."""
        return [row for row in self.rows if row.state == NONE]

    @property
    def all_met(self) -> int:
        """Schools that have finished and meet every criterion."""
        return sum(row.state == DONE and not row.unmet for row in self.rows)

    @property
    def gaps(self) -> list[Gap]:
        return [gap for row in self.rows if row.state == DONE for gap in row.open_gaps]

    @property
    def cost(self) -> Decimal:
        return sum((gap.cost or ZERO for gap in self.gaps), ZERO)

    @property
    def uncosted(self) -> int:
        return sum(gap.cost is None for gap in self.gaps)

    @property
    def by_criterion(self) -> list[GapSum]:
        """The criteria most schools do not meet first; those of the same name at two levels are one."""
        return sorted(_sums(self.gaps, lambda gap: gap.criterion), key=lambda row: (-row.schools, sort_key(row.name)))

    @property
    def by_standard(self) -> list[GapSum]:
        return sorted(_sums(self.gaps, lambda gap: gap.standard), key=lambda row: (-row.cost, sort_key(row.name)))

    @property
    def by_commune(self) -> list[GapSum]:
        return sorted(_sums(self.gaps, lambda gap: gap.commune), key=lambda row: sort_key(row.name))

    @property
    def by_level(self) -> list[GapSum]:
        found = {row.name: row for row in _sums(self.gaps, lambda gap: Level(gap.level).label)}
        return [found[level.label] for level in Level if level.label in found]


def overview_day(school_year: int, today: dt.date) -> dt.date:
    """The day that decides which schools there are: today in a running school year, its last day afterwards."""
    return min(today, dt.date(school_year + 1, SCHOOL_YEAR_STARTS, 1) - dt.timedelta(days=1))


def assessed_years(today: dt.date) -> list[int]:
    """School years that can be looked at, latest first: the present one and those with assessments."""
    years = set(SelfAssessment.objects.order_by().values_list("school_year", flat=True).distinct())
    return sorted(years | {school_year_of(today)}, reverse=True)


def latest_year(today: dt.date) -> int:
    """The year to show at first: the latest one with an assessment, as long as none of this year was begun."""
    found = SelfAssessment.objects.aggregate(year=Max("school_year"))["year"]
    return found if found is not None else school_year_of(today)


def overview_of(school_year: int, schools: Iterable[School], day: dt.date) -> Overview:
    """The assessments of these schools (read them `with_communes`): two queries."""
    rows = {
        school.pk: SchoolRow(school, place.short_name if (place := school.commune_on(day)) else "")
        for school in schools
    }
    begun = with_counts(SelfAssessment.objects.filter(school_year=school_year, school__in=rows))
    for assessment in begun.select_related("rule").order_by("rule__code"):
        rows[assessment.school_id].assessments.append(assessment)
    for school, level, code, criterion, standard, cost in _unmet(school_year, rows):
        rows[school].open_gaps.append(Gap(school, rows[school].commune, level, standard or "", criterion, code, cost))
    return Overview(school_year, list(rows.values()))


def _unmet(school_year: int, schools: Iterable[int]) -> Iterable[tuple[int, str, str, str, str | None, Decimal | None]]:
    return (
        AssessmentLine.objects.filter(
            assessment__school_year=school_year,
            assessment__school__in=list(schools),
            assessment__state=AssessmentState.DONE,
            result=CriterionResult.UNMET,
        )
        .order_by("criterion__level", "criterion__position", "pk")
        .values_list(
            "assessment__school",
            "criterion__level",
            "criterion__code",
            "criterion__name",
            "criterion__parent__name",
            "cost_million",
        )
    )


def _count(assessment: SelfAssessment, name: str) -> int:
    """A count of `with_counts`."""
    return int(getattr(assessment, name))


def _sums(gaps: Iterable[Gap], key: Callable[[Gap], str]) -> list[GapSum]:
    groups: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        groups[key(gap)].append(gap)
    return [
        GapSum(
            name,
            len(found),
            len({gap.school for gap in found}),
            sum((gap.cost or ZERO for gap in found), ZERO),
            sum(gap.cost is None for gap in found),
        )
        for name, found in groups.items()
    ]

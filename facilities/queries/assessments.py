"""A self-assessment as people read it: grouped by standard, with what is judged and what the gaps cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from facilities.enums import CriterionResult
from facilities.models import AssessmentLine, SelfAssessment
from schools.enums import Level
from schools.models import School

_JUDGED = ~Q(lines__result=CriterionResult.NOT_JUDGED)
_UNMET = Q(lines__result=CriterionResult.UNMET)


@dataclass(frozen=True)
class StandardPart:
    """The lines of one standard at one level; `level_name` is empty for a school of a single level."""

    level_name: str
    code: str
    name: str
    lines: Sequence[AssessmentLine]

    @property
    def judged(self) -> int:
        return judged_of(self.lines)

    @property
    def cost(self) -> Decimal:
        return cost_of(self.lines)


@dataclass(frozen=True)
class AssessmentSheet:
    """One assessment with all its lines, in the order of the rule."""

    assessment: SelfAssessment
    parts: Sequence[StandardPart]

    @property
    def lines(self) -> list[AssessmentLine]:
        return [line for part in self.parts for line in part.lines]

    @property
    def judged(self) -> int:
        return judged_of(self.lines)

    @property
    def met(self) -> int:
        return sum(line.result == CriterionResult.MET for line in self.lines)

    @property
    def unmet(self) -> int:
        return sum(line.result == CriterionResult.UNMET for line in self.lines)

    @property
    def cost(self) -> Decimal:
        """What closing all gaps costs, in million đồng; gaps without a cost count nothing."""
        return cost_of(self.lines)

    @property
    def uncosted(self) -> int:
        """Unmet criteria of which nobody has said what they cost."""
        return sum(line.result == CriterionResult.UNMET and line.cost_million is None for line in self.lines)


def judged_of(lines: Iterable[AssessmentLine]) -> int:
    return sum(line.result != CriterionResult.NOT_JUDGED for line in lines)


def cost_of(lines: Iterable[AssessmentLine]) -> Decimal:
    return sum((line.cost_million or Decimal(0) for line in lines), Decimal(0))


def sheet_of(assessment: SelfAssessment) -> AssessmentSheet:
    """All lines with their criteria: one query."""
    rank = {level: place for place, level in enumerate(Level.values)}
    lines = list(assessment.lines.select_related("criterion__parent"))
    lines.sort(key=lambda line: (rank[line.criterion.level], line.criterion.position, line.pk))
    several = len({line.criterion.level for line in lines}) > 1
    parts = []
    for _, group in groupby(lines, key=lambda line: (line.criterion.level, line.criterion.parent_id)):
        found = list(group)
        criterion = found[0].criterion
        head = criterion.parent
        level_name = Level(criterion.level).label if several else ""
        parts.append(StandardPart(level_name, head.code if head else "", head.name if head else "", found))
    return AssessmentSheet(assessment, parts)


def with_counts(assessments: QuerySet[SelfAssessment]) -> QuerySet[SelfAssessment]:
    """With `total`, `judged`, `unmet` criteria and `cost` (million đồng) of each assessment."""
    zero = Value(Decimal(0), output_field=DecimalField(max_digits=15, decimal_places=3))
    return assessments.annotate(
        total=Count("lines"),
        judged=Count("lines", filter=_JUDGED),
        unmet=Count("lines", filter=_UNMET),
        met=F("judged") - F("unmet"),
        cost=Coalesce(Sum("lines__cost_million"), zero),
    )


def history_of(school: School) -> list[SelfAssessment]:
    """The assessments of a school with their counts, latest first: one query."""
    rows = with_counts(SelfAssessment.objects.filter(school=school).select_related("rule"))
    return list(rows.order_by("-school_year", "rule__code"))


def earlier_of(assessment: SelfAssessment) -> SelfAssessment | None:
    """The school's latest assessment of an earlier school year, which may serve as a start."""
    rows = SelfAssessment.objects.filter(school=assessment.school_id, school_year__lt=assessment.school_year)
    return rows.order_by("-school_year", "-pk").first()


def latest_of_schools(schools: Iterable[int]) -> QuerySet[SelfAssessment]:
    """The latest assessment of each school that has one, with its counts."""
    newest = SelfAssessment.objects.filter(school=OuterRef("school")).order_by("-school_year", "-pk").values("pk")[:1]
    return with_counts(SelfAssessment.objects.filter(school__in=list(schools), pk=Subquery(newest)))

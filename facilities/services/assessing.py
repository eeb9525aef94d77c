"""The life of a self-assessment: begun, filled from last year's, done, reopened. Lines are saved in
`assessment_lines`."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from facilities.enums import AssessmentState, CriterionResult
from facilities.models import AssessmentLine, SelfAssessment, StandardCriterion, StandardRule
from facilities.queries.assessments import earlier_of
from plans.services.errors import Conflict
from schools.enums import StandardLevel
from schools.models import School
from vietnamese.dates import format_datetime

ANSWERS = ("result", "evidence", "gap", "cost_million")


class NotReady(Exception):
    """The assessment cannot be finished: these lines are not judged, or unmet without a word on what is missing."""

    def __init__(self, lines: list[AssessmentLine]) -> None:
        super().__init__(", ".join(line.criterion.code for line in lines))
        self.lines = lines


@transaction.atomic
def start(*, school: School, rule: StandardRule, school_year: int) -> SelfAssessment:
    """Begin the assessment of a school year with one empty line for each criterion of the school's levels.

    A second start (a double click, a colleague) finds the one that was begun.
    """
    values = {"school": school, "rule": rule, "school_year": school_year}
    found = SelfAssessment.objects.filter(**values).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            begun = SelfAssessment.objects.create(**values, aimed_level=StandardLevel.ONE, created_at=timezone.now())
    except IntegrityError:  # two people pressed at once
        return SelfAssessment.objects.get(**values)
    criteria = StandardCriterion.objects.filter(rule=rule, level__in=school.level_set, parent__isnull=False)
    AssessmentLine.objects.bulk_create(
        AssessmentLine(assessment=begun, criterion=criterion) for criterion in criteria.order_by("position", "pk")
    )
    return begun


@transaction.atomic
def copy_earlier(*, assessment: SelfAssessment) -> int:
    """Fill the lines nobody has touched from the school's assessment of an earlier year; how many were filled.

    Criteria are the same when level and name are, so that answers survive a new version of the rules. Days by which
    gaps were to be closed are not carried over: they have passed.

    Raises:
        Conflict: the assessment is done, or there is no earlier one.
    """
    claim(assessment)
    earlier = earlier_of(assessment)
    if earlier is None:
        raise Conflict("Trường chưa có bản tự đánh giá của năm học trước để chép.")
    known = {
        (line.criterion.level, line.criterion.name): line
        for line in earlier.lines.select_related("criterion").exclude(result=CriterionResult.NOT_JUDGED)
    }
    filled = []
    for line in assessment.lines.select_related("criterion").filter(result=CriterionResult.NOT_JUDGED, evidence=""):
        source = known.get((line.criterion.level, line.criterion.name))
        if source is not None:
            for name in ANSWERS:
                setattr(line, name, getattr(source, name))
            filled.append(line)
    AssessmentLine.objects.bulk_update(filled, ANSWERS)
    return len(filled)


@transaction.atomic
def finish(*, assessment: SelfAssessment, by: Any) -> None:
    """Close the assessment: from now on the office counts it.

    Raises:
        NotReady: lines are open. Conflict: somebody has finished it meanwhile.
    """
    claim(assessment)
    open_lines = unready_lines(assessment)
    if open_lines:
        raise NotReady(open_lines)
    SelfAssessment.objects.filter(pk=assessment.pk).update(
        state=AssessmentState.DONE, done_at=timezone.now(), done_by=by
    )


def reopen(*, assessment: SelfAssessment) -> None:
    """Let the school write again; until it is done again the office does not count it.

    Raises:
        Conflict: it is not done any more.
    """
    done = SelfAssessment.objects.filter(pk=assessment.pk, state=AssessmentState.DONE)
    if not done.update(state=AssessmentState.DRAFT, done_at=None, done_by=None, version=F("version") + 1):
        raise Conflict("Bản tự đánh giá đang mở sẵn: có người vừa mở lại.")


def unready_lines(assessment: SelfAssessment) -> list[AssessmentLine]:
    """What stands in the way of finishing: lines that are not judged, and unmet ones without a gap."""
    lines = assessment.lines.select_related("criterion").order_by("criterion__position", "pk")
    return [line for line in lines if is_unready(line)]


def is_unready(line: AssessmentLine) -> bool:
    return line.result == CriterionResult.NOT_JUDGED or (line.result == CriterionResult.UNMET and not line.gap)


def claim(assessment: SelfAssessment) -> None:
    """Take the open assessment for one change: state and lock in a single UPDATE.

    Raises:
        Conflict: it was finished or removed meanwhile.
    """
    rows = SelfAssessment.objects.filter(pk=assessment.pk)
    if rows.filter(state=AssessmentState.DRAFT).update(version=F("version") + 1):
        return
    now = rows.select_related("done_by").first()
    if now is None:
        raise Conflict("Bản tự đánh giá này không còn.")
    by = f" ({now.done_by.get_full_name()})" if now.done_by else ""
    raise Conflict(f"Bản tự đánh giá đã được hoàn thành lúc {format_datetime(now.done_at)}{by}. Mở lại thì mới sửa.")

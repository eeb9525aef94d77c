"""What a period's visits to schools came to (domain reference B64)."""

from dataclasses import dataclass

from django.db.models import Count, Q

from facilities.enums import FindingResult, InspectionState
from facilities.models import Inspection
from plans.models import ReportingPeriod


@dataclass(frozen=True)
class VisitCounts:
    """Ended visits of the period's days, schools visited, things to mend found, those mended by its last day, and those
    that should have been."""

    visits: int
    schools: int
    issues: int
    mended: int
    late: int


def visit_counts(period: ReportingPeriod) -> VisitCounts:
    """Counted as of the period's last day, so that what schools mend later changes no summary: one query."""
    last = period.data_to
    visits = Inspection.objects.filter(
        office=period.plan.receiver_id, state=InspectionState.DONE, visited_on__range=(period.data_from, last)
    )
    issue = Q(findings__result=FindingResult.ISSUE)
    mended = Q(findings__mended_on__lte=last)
    return VisitCounts(
        **visits.aggregate(
            visits=Count("pk", distinct=True),
            schools=Count("school", distinct=True),
            issues=Count("findings", filter=issue, distinct=True),
            mended=Count("findings", filter=issue & mended, distinct=True),
            late=Count("findings", filter=issue & ~mended & Q(findings__mend_by__lt=last), distinct=True),
        )
    )

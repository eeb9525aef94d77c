"""What follows for the reports when their plan has been changed, in the transaction of the change."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from plans.models import Plan, PlanRevision, ReportingPeriod
from plans.revision_changes import differences
from plans.revisions import Content
from reports.enums import SubmissionStatus
from reports.models import Submission
from reports.queries.plan_changes import dropped_codes, moved_positions
from reports.services import notifying
from reports.services.announcing import announce_change
from reports.services.moving import keep_reason
from reports.services.opening import open_periods_of


@transaction.atomic
def follow_change(*, plan: Plan, before: Content, after: Content, revision: PlanRevision, by: Any, reason: str) -> None:
    """Stop reminders that name an old day, take back reports nobody has to write any more, open what is to be open,
    and tell everybody who reports."""
    for period in ReportingPeriod.objects.filter(plan=plan, position__in=moved_positions(before, after)).order_by("pk"):
        owed = Submission.objects.filter(period=period).owed().order_by("pk")
        notifying.cancel_reminders(submissions=owed.values_list("pk", flat=True))
        keep_reason(period, by=by, reason=reason)
    _take_back(plan, dropped_codes(before, after))
    open_periods_of(plan)
    announce_change(plan=plan, revision=revision, lines=differences(before, after), reason=reason)


def _take_back(plan: Plan, codes: set[str]) -> None:
    """Reports of organisations that no longer report, in periods that still run, nobody has started."""
    untouched = Submission.objects.filter(
        period__plan=plan,
        period__last_day__gte=timezone.localdate(),
        organisation__code__in=codes,
        status=SubmissionStatus.NOT_STARTED,
        edit_version=0,
    )
    for submission in untouched.order_by("pk"):
        try:
            with transaction.atomic():
                submission.delete()
        except ProtectedError:  # it has a history after all, and keeps it
            continue

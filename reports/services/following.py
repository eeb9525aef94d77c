"""What follows for the reports when their plan has been changed, in the transaction of the change."""

import datetime as dt
from copy import copy
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from plans.models import Plan, PlanRevision, ReportingPeriod
from plans.revision_changes import differences
from plans.revisions import Content
from reports.enums import SubmissionStatus
from reports.models import Submission
from reports.queries.moves import preview_move
from reports.queries.plan_changes import dropped_codes, moved_positions, only_days
from reports.services.announcing import announce_change
from reports.services.moving import keep_reason, tell
from reports.services.opening import open_periods_of


@transaction.atomic
def follow_change(*, plan: Plan, before: Content, after: Content, revision: PlanRevision, by: Any, reason: str) -> None:
    """Stop reminders that name an old day, take back reports nobody has to write any more, open what is to be open,
    and tell everybody who reports. Whoever has been told of a new day, and nothing else has changed, is told once."""
    told: set[int] = set()
    for period in ReportingPeriod.objects.filter(plan=plan, position__in=moved_positions(before, after)).order_by("pk"):
        preview = preview_move(_as_before(period, before), period.deadline_on, period.deadline_rule)
        tell(preview, reason=reason)
        keep_reason(period, by=by, reason=reason)
        told |= {submission.organisation_id for submission in preview.told}
    _take_back(plan, dropped_codes(before, after))
    open_periods_of(plan)
    lines = differences(before, after)
    announce_change(
        plan=plan, revision=revision, lines=lines, reason=reason, besides=told if only_days(before, after) else set()
    )


def _as_before(period: ReportingPeriod, before: Content) -> ReportingPeriod:
    """The period with the deadline it had."""
    entry = next(row for row in before["periods"] if row["position"] == period.position)
    old = copy(period)
    old.deadline_on, old.last_day = (dt.date.fromisoformat(entry[name]) for name in ("deadline_on", "last_day"))
    old.deadline_rule, old.deadline_text = entry["deadline_rule"], entry["deadline_text"]
    return old


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

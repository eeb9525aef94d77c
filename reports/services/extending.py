"""More time for a report."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from reports.deadlines import effective_last_day
from reports.enums import NotificationKind
from reports.models import Extension, Submission
from reports.services import notifying
from reports.services.errors import Conflict
from vietnamese.dates import format_date


@transaction.atomic
def grant_extension(*, submission: Submission, by: Any, until: dt.date, reason: str) -> Extension:
    """Give a report until the end of a later day.

    Raises:
        Conflict: the report is already sent, or the day is not later than what the school has now.
    """
    submission = Submission.objects.select_related("period__plan").get(pk=submission.pk)
    if submission.is_sent:
        raise Conflict("Báo cáo đã nộp, không cần gia hạn.")
    current = max(effective_last_day(submission), timezone.localdate() - dt.timedelta(days=1))
    if until <= current:
        raise Conflict(f"Ngày gia hạn phải sau ngày {format_date(current)}.")
    extension = Extension.objects.create(
        submission=submission, until=until, reason=reason.strip(), granted_by=by, granted_at=timezone.now()
    )
    notifying.notify(
        submission=submission,
        kind=NotificationKind.EXTENDED,
        stage=f"extension-{extension.pk}",
        to="school",
        due_on=until,
        reason=extension.reason,
    )
    return extension

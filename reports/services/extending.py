"""More time for a report, given by the receiver on its own or because the school asked for it.

Nothing else has to be told about an extension: every place that names a last day derives it (docs/adr/0003), and after
that day the extension is simply over.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.deadlines import why_too_far
from plans.enums import PlanStatus
from reports.deadlines import effective_last_day
from reports.enums import NotificationKind, RequestState
from reports.models import Extension, ExtensionRequest, Submission
from reports.services import notifying
from reports.services.errors import Conflict
from vietnamese.dates import format_date

ANSWERED_WITHOUT_REQUEST = "Cơ quan nhận báo cáo đã gia hạn."


@dataclass
class GrantResult:
    """What became of a selection: the extensions given, and the reports left out by the reason why (Vietnamese)."""

    granted: list[Extension] = field(default_factory=list)
    refused: dict[str, list[Submission]] = field(default_factory=lambda: defaultdict(list))


@transaction.atomic
def grant_extension(*, submission: Submission, by: Any, until: dt.date, reason: str, answer: str = "") -> Extension:
    """Give a report until the end of a later day. A request that was open is answered by it.

    Raises:
        Conflict: the report is already sent, its plan or period has ended, or the day is not later than what the
            school has now.
    """
    report = lock_report(submission)
    refusal = why_not_extended(report, until)
    if refusal:
        raise Conflict(refusal)
    extension = Extension.objects.create(
        submission=report, until=until, reason=reason.strip(), granted_by=by, granted_at=timezone.now()
    )
    request = open_request(report)
    if request:
        close_request(
            request, RequestState.GRANTED, by=by, answer=answer or ANSWERED_WITHOUT_REQUEST, extension=extension
        )
    notifying.notify(
        submission=report,
        kind=NotificationKind.EXTENDED,
        stage=f"extension-{extension.pk}",
        to="school",
        due_on=until,
        reason=extension.reason,
    )
    return extension


def grant_extensions(*, submissions: Iterable[Submission], by: Any, until: dt.date, reason: str) -> GrantResult:
    """Give every report of a selection until the end of the same day.

    Each report is a transaction of its own: a school that sends meanwhile, or that already has a later day, is left
    out and named with the reason, and the others keep what they were given.
    """
    result = GrantResult()
    for submission in submissions:
        try:
            extension = grant_extension(submission=submission, by=by, until=until, reason=reason)
        except Conflict as conflict:
            result.refused[conflict.message].append(submission)
        else:
            result.granted.append(extension)
    return result


def why_not_extended(submission: Submission, until: dt.date) -> str:
    """Why the report cannot get until the end of this day, in Vietnamese; "" when it can.

    An extension never shortens (docs/adr/0003), so the day lies after the one the school has now, and between today and
    a year ahead. Needs period and plan loaded.
    """
    period = submission.period
    if submission.is_sent:
        return "Báo cáo đã nộp, không cần gia hạn."
    if period.plan.status != PlanStatus.IN_FORCE:
        return "Kế hoạch đã kết thúc, đơn vị không soạn được báo cáo nữa nên không gia hạn."
    if period.closes_on and until > period.closes_on:
        return f"Kỳ báo cáo đóng sau ngày {format_date(period.closes_on)}, không gia hạn quá ngày đó."
    current = max(effective_last_day(submission), timezone.localdate() - dt.timedelta(days=1))
    if until <= current:
        return f"Ngày gia hạn phải sau ngày {format_date(current)}."
    return why_too_far(until, timezone.localdate())


def open_request(submission: Submission) -> ExtensionRequest | None:
    """The school's request that waits for an answer."""
    return ExtensionRequest.objects.filter(submission=submission, state=RequestState.OPEN).first()


def close_request(
    request: ExtensionRequest, state: RequestState, *, by: Any, answer: str, extension: Extension | None = None
) -> None:
    """Write down how a request ended. Officers who have not yet been told of it by mail need not be any more."""
    request.state, request.decided_by, request.decided_at = state, by, timezone.now()
    request.answer, request.extension = answer.strip(), extension
    request.save(update_fields=["state", "decided_by", "decided_at", "answer", "extension"])
    notifying.cancel(
        submission=request.submission, kind=NotificationKind.EXTENSION_ASKED, stage=f"request-{request.pk}"
    )


def lock_report(submission: Submission) -> Submission:
    """The report as it is now. Whoever sends, asks or decides at the same moment waits until this transaction ends."""
    return (Submission.objects.select_related("period__plan", "organisation").select_for_update(of=("self",))).get(
        pk=submission.pk
    )

"""A school asks for more time; the receiver answers once (interface "School" 1, "Office" 2).

Every function first locks the report, as sending does by its UPDATE. So of two people who decide, or of one who
decides while the school sends, the second sees what the first did and is told.
"""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reports.enums import NotificationKind, RequestState
from reports.models import ExtensionRequest, Submission
from reports.services import notifying
from reports.services.errors import Conflict
from reports.services.extending import close_request, grant_extension, lock_report, open_request, why_not_extended
from vietnamese.dates import format_date, format_datetime

ENDED_BY_SENDING = "Báo cáo đã nộp nên đề nghị tự kết thúc."


@transaction.atomic
def ask_extension(*, submission: Submission, by: Any, until: dt.date, reason: str) -> ExtensionRequest:
    """Ask the receiver for time until the end of a later day; its officers are told.

    Raises:
        Conflict: a request is already open, or the day could not be granted (`why_not_extended`).
    """
    report = lock_report(submission)
    waiting = open_request(report)
    if waiting:
        raise Conflict(
            f"Báo cáo đã có đề nghị gia hạn đến hết ngày {format_date(waiting.until)} đang chờ trả lời. "
            "Muốn đề nghị ngày khác, rút đề nghị đó trước."
        )
    refusal = why_not_extended(report, until)
    if refusal:
        raise Conflict(refusal)
    request = ExtensionRequest.objects.create(
        submission=report, until=until, reason=reason.strip(), requested_by=by, requested_at=timezone.now()
    )
    answer_page = reverse("extension_decide", args=[request.pk])
    messages = notifying.notify(
        submission=report,
        kind=NotificationKind.EXTENSION_ASKED,
        stage=f"request-{request.pk}",
        to="officers",
        due_on=until,
        reason=request.reason,
        asked_by=str(by),
        link=settings.BASE_URL + answer_page,
    )
    messages.update(link_path=answer_page)
    return request


@transaction.atomic
def withdraw_request(*, submission: Submission, by: Any) -> ExtensionRequest:
    """Take the open request of a report back.

    Raises:
        Conflict: none is open any more.
    """
    request = open_request(lock_report(submission))
    if request is None:
        raise Conflict("Đề nghị gia hạn đã được trả lời hoặc đã rút, không rút được nữa.")
    close_request(request, RequestState.WITHDRAWN, by=by, answer="")
    return request


@transaction.atomic
def grant_request(*, request: ExtensionRequest, by: Any, until: dt.date, answer: str = "") -> ExtensionRequest:
    """Grant a request, for the day asked for or for another one. The school gets the new day with the reasons.

    Raises:
        Conflict: the request is no longer open, or the day cannot be granted (`why_not_extended`).
    """
    request = _still_open(request)
    reason = f"Theo đề nghị của đơn vị: {request.reason}"
    if answer.strip():
        reason = f"{reason}\nÝ kiến của cơ quan nhận báo cáo: {answer.strip()}"
    words = answer.strip() or f"Đồng ý gia hạn đến hết ngày {format_date(until)}."
    grant_extension(submission=request.submission, by=by, until=until, reason=reason, answer=words)
    request.refresh_from_db()
    return request


@transaction.atomic
def decline_request(*, request: ExtensionRequest, by: Any, answer: str) -> ExtensionRequest:
    """Decline a request with the reason, which the school reads in the portal and by mail. The old day holds.

    Raises:
        Conflict: the request is no longer open. ValueError: no reason given.
    """
    if not answer.strip():
        raise ValueError("declining needs a reason")
    request = _still_open(request)
    close_request(request, RequestState.DECLINED, by=by, answer=answer)
    notifying.notify(
        submission=request.submission,
        kind=NotificationKind.EXTENSION_DECLINED,
        stage=f"request-{request.pk}",
        to="school",
        due_on=request.until,
        reason=request.answer,
    )
    return request


def end_request(*, submission: Submission) -> None:
    """End what is still asked for a report that was sent: nobody has to answer it any more."""
    request = open_request(submission)
    if request:
        close_request(request, RequestState.WITHDRAWN, by=None, answer=ENDED_BY_SENDING)


def _still_open(request: ExtensionRequest) -> ExtensionRequest:
    """The request after the lock on its report.

    Raises:
        Conflict: somebody has answered it, or it was taken back; who and when.
    """
    report = lock_report(request.submission)
    fresh = ExtensionRequest.objects.select_related("decided_by").get(pk=request.pk)
    fresh.submission = report
    if fresh.state == RequestState.OPEN:
        return fresh
    ended_itself = fresh.decided_by is None and fresh.answer
    how = fresh.answer if ended_itself else f"{RequestState(fresh.state).label.lower()}."
    who = f" ({fresh.decided_by})" if fresh.decided_by else ""
    raise Conflict(
        f"Đề nghị đã kết thúc lúc {format_datetime(fresh.decided_at)}{who}: {how} "
        "Thao tác vừa rồi không được thực hiện."
    )

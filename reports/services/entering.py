"""Entering the figures of many communes at once: each in its own sheet, through the services of single sheets."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from plans.deadlines import local_day
from plans.models import ReportingPeriod
from reports import workflow
from reports.enums import NotificationKind, NotificationStatus, SubmissionStatus
from reports.messages import compose_about_period
from reports.models import Notification, Submission
from reports.queries.recipients import receivers_of
from reports.services.carrying import carry_over
from reports.services.contacting import first_status
from reports.services.editing import save_report
from reports.services.errors import Conflict, ReportIncomplete
from reports.services.notifying import DELIVER_NOTIFICATIONS
from reports.services.submitting import submit
from schools.queue import enqueue

SHEETS_SENT = "mail/sheets_sent.txt"


@dataclass
class Entered:
    """What became of the sheets: `done` ones, and of the others why not, by the id of the submission."""

    done: list[Submission] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)


def save_sheets(*, changes: Mapping[Submission, Mapping[str, str]], by: Any) -> Entered:
    """Save what was typed for several units, each in a transaction of its own; `changes` are as for `save_report`."""
    result = Entered()
    for submission, typed in changes.items():
        _try(result, submission, lambda s=submission, t=typed: save_report(submission=s, by=by, changes=t))
    return result


def carry_sheets(*, submissions: Iterable[Submission], by: Any) -> Entered:
    """Copy what is still empty from the period before, sheet by sheet."""
    result = Entered()
    for submission in submissions:
        _try(result, submission, lambda s=submission: carry_over(submission=s, by=by, changes={}))
    return result


def send_sheets(*, period: ReportingPeriod, submissions: Sequence[Submission], by: Any) -> Entered:
    """Send several sheets, each as if alone, and tell the heads of the receiver once for all of them.

    What is not complete stays as it is and is named in `refused`.
    """
    result = Entered()
    for submission in submissions:
        _try(result, submission, lambda s=submission: submit(submission=s, by=by, tells=False))
    if result.done:
        _tell_heads(period, result.done, by)
    return result


def _try(result: Entered, submission: Submission, act: Any) -> None:
    try:
        act()
    except ReportIncomplete as incomplete:
        result.refused[submission.pk] = f"còn {len(incomplete.issues)} chỗ phải nhập hoặc sửa"
    except (Conflict, workflow.TransitionNotAllowed) as error:
        result.refused[submission.pk] = str(error)
    else:
        result.done.append(submission)


@transaction.atomic
def _tell_heads(period: ReportingPeriod, sent: Sequence[Submission], by: Any) -> None:
    """One message to each head, but to nobody about what they have sent themselves."""
    now = timezone.now()
    heads = receivers_of([period.plan.receiver_id], local_day(now)).get(period.plan.receiver_id, {}).values()
    link = reverse("period_figure_sheets", args=[period.pk]) + f"?status={SubmissionStatus.SUBMITTED.value}"
    message = compose_about_period(
        NotificationKind.SUBMITTED,
        period,
        today=local_day(now),
        addressee="",
        link_path=link,
        template=SHEETS_SENT,
        label=period.label,
        sender=str(by),
        names=[submission.organisation.short_name for submission in sent],
    )
    rows = [
        Notification(
            kind=NotificationKind.SUBMITTED,
            stage=f"sheets {now.isoformat()}"[:40],
            period=period,
            recipient=head.user,
            subject=message.subject,
            body=message.body,
            link_path=link,
            status=first_status(NotificationKind.SUBMITTED, head),
            created_at=now,
        )
        for head in heads
        if head.is_signer and head.user.pk != by.pk
    ]
    Notification.objects.bulk_create(rows)
    if any(row.status == NotificationStatus.PENDING for row in rows):
        enqueue(DELIVER_NOTIFICATIONS)

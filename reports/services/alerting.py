"""Telling the receiver's people about a mail that could not be sent for good."""

import datetime as dt

from django.conf import settings
from django.urls import reverse

from plans.deadlines import local_day
from plans.models import Plan, ReportingPeriod, Task
from reports.enums import NotificationKind
from reports.messages import (
    Message,
    compose,
    compose_about_period,
    compose_about_task,
    for_messages,
    receiver_words,
)
from reports.models import Notification
from reports.queries.recipients import receivers_of
from reports.services.contacting import first_status

KIND = NotificationKind.UNDELIVERED
# A mail about mail that fails in its turn would tell about itself.
ABOUT_MAIL = (KIND, NotificationKind.DIGEST)


def alert(failed: Notification, *, now: dt.datetime) -> None:
    """Write a message about the failed mail to everybody who reviews reports for the receiver of its plan, once for
    each failed mail however often it is tried again. It is shown in the portal and in the digest, never mailed alone.

    Mails that belong to no plan, and mails about mail, raise no alert; the ledger has them.
    """
    if failed.kind in ABOUT_MAIL or not (failed.submission_id or failed.period_id or failed.task_id):
        return
    today = local_day(now)
    link_path = f"{reverse('reminder_ledger')}?status=failed"
    message, plan = _message(failed, today, link_path)
    receiver = plan.receiver_id
    Notification.objects.bulk_create(
        [
            Notification(
                kind=KIND,
                stage=f"n{failed.pk}",
                submission_id=failed.submission_id,
                period_id=failed.period_id,
                task_id=failed.task_id,
                recipient=person.user,
                subject=message.subject,
                body=message.body,
                link_path=link_path,
                status=first_status(KIND, person),
                created_at=now,
            )
            for person in receivers_of({receiver}, today).get(receiver, {}).values()
        ],
        ignore_conflicts=True,
    )


def _message(failed: Notification, today: dt.date, link_path: str) -> tuple[Message, Plan]:
    if failed.submission_id:
        report = for_messages().get(notifications=failed.pk)
        message = compose(KIND, report, today=today, failed=failed, link=settings.BASE_URL + link_path)
        return message, report.period.plan
    if failed.task_id:
        return _message_about_task(failed, today, link_path)
    period = ReportingPeriod.objects.select_related("plan__receiver").get(notifications=failed.pk)
    addressee = receiver_words(period.plan, today)[0]
    message = compose_about_period(
        KIND, period, today=today, addressee=addressee, link_path=link_path, failed=failed, school=None
    )
    return message, period.plan


def _message_about_task(failed: Notification, today: dt.date, link_path: str) -> tuple[Message, Plan]:
    task = Task.objects.select_related("lead", "plan__receiver").get(notifications=failed.pk)
    addressee = receiver_words(task.plan, today)[0]
    message = compose_about_task(
        KIND, task, today=today, addressee=addressee, link_path=link_path, failed=failed, school=task.lead
    )
    return message, task.plan

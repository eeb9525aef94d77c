"""Publishing a summary to its readers: from now on they may read it, and nobody changes it any more."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from plans.deadlines import local_day
from reports.enums import FileState, NotificationKind, NotificationStatus, SummaryStatus
from reports.messages import compose_about_period
from reports.models import Notification, SummaryReport
from reports.permissions import READER_ROLES
from reports.queries.recipients import Recipient, recipients_of
from reports.queries.summary_files import SUMMARY_FORMATS
from reports.queries.summary_numbers import numbered_as
from reports.services import rendering
from reports.services.contacting import first_status
from reports.services.errors import Conflict
from reports.services.notifying import DELIVER_NOTIFICATIONS
from reports.services.summary_conflicts import overtaken
from schools.queue import enqueue

NEEDS_NUMBER = "Ghi số và ngày trước khi phát hành."


@transaction.atomic
def publish(*, summary: SummaryReport, by: Any) -> SummaryReport:
    """Publish a finalised and numbered summary: its readers get a message, and its files are made.

    Raises:
        Conflict: it has no number and day, is a draft, or is published already.
    """
    finalised = SummaryReport.objects.filter(pk=summary.pk, status=SummaryStatus.FINALISED)
    numbered = finalised.filter(number__isnull=False, issued_on__isnull=False)
    if not numbered.update(status=SummaryStatus.PUBLISHED, published_at=timezone.now(), published_by=by):
        raise Conflict(NEEDS_NUMBER) if finalised.exists() else overtaken(summary)
    summary.refresh_from_db()
    # What is still being made from earlier words must not end up among the files of the publication.
    for row in summary.files.filter(state__in=[FileState.QUEUED, FileState.RENDERING]):
        rendering.cancel(row=row, by=by)
    for file_format in SUMMARY_FORMATS:
        rendering.request_file(summary=summary, by=by, file_format=file_format)
    tell_readers(summary=summary)
    return summary


def readers_of(summary: SummaryReport) -> dict[int, tuple[str, Recipient]]:
    """Who reads the summary once it is published, by user id, each with the name of the organisation for which they
    do: leaders and observers of the body it goes to, and of the plan's recipients (twin of `permissions.is_reader`)."""
    plan = summary.period.plan
    names = {plan.forwarded_to_id: plan.forwarded_to.name}
    for recipient in plan.recipients.select_related("organisation"):
        if recipient.organisation is not None:
            names.setdefault(recipient.organisation.pk, recipient.organisation.name)
    found = recipients_of(list(names), READER_ROLES, timezone.localdate())
    people: dict[int, tuple[str, Recipient]] = {}
    for organisation, name in names.items():
        for pk, person in found.get(organisation, {}).items():
            people.setdefault(pk, (name, person))
    return people


def tell_readers(*, summary: SummaryReport) -> int:
    """Write one message to each reader, in the transaction of the publication; returns how many."""
    now, kind = timezone.now(), NotificationKind.SUMMARY_PUBLISHED
    link_path = reverse("period_summary", args=[summary.period_id])
    replaced = summary.replaces
    rows = []
    for name, person in readers_of(summary).values():
        message = compose_about_period(
            kind,
            summary.period,
            today=local_day(now),
            addressee=name,
            link_path=link_path,
            label=summary.period.label,
            numbered=numbered_as(summary),
            replaced=numbered_as(replaced) if replaced else "",
            reason=summary.reason,
        )
        rows.append(
            Notification(
                kind=kind,
                stage=f"summary {summary.pk}",
                period=summary.period,
                recipient=person.user,
                subject=message.subject,
                body=message.body,
                link_path=link_path,
                status=first_status(kind, person),
                created_at=now,
            )
        )
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.status == NotificationStatus.PENDING for row in rows):
        enqueue(DELIVER_NOTIFICATIONS)
    return len(rows)

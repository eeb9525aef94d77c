"""Telling people about requests: who has to answer, and the school when it is answered."""

from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from plans.deadlines import local_day
from reports.enums import NotificationKind, NotificationStatus
from reports.messages import compose, for_messages
from reports.models import Notification, Recommendation
from reports.models.recommendation import OWNER_SEATS
from reports.queries.recipients import Recipient, recipients_of, reporters_of
from reports.queries.responsibility import responsible_users
from reports.services.notifying import DELIVER_NOTIFICATIONS, rows_for
from schools.models import Organisation
from schools.queue import enqueue


def tell_owner(
    *, requests: Sequence[Recommendation], owner: Organisation, kind: NotificationKind, stage: str, **details: Any
) -> None:
    """Write one message about requests of one report to everybody who may answer for the organisation; of the receiver
    itself only to those who see to the report, where somebody does."""
    submission = requests[0].submission
    today = local_day(timezone.now())
    people = list(recipients_of([owner.pk], OWNER_SEATS, today)[owner.pk].values())
    if owner.pk == submission.period.plan.receiver_id:
        responsible = responsible_users([submission]).get(submission.pk, frozenset())
        people = [person for person in people if person.user.pk in responsible] or people
    _write(requests, people, kind, stage, addressee=owner.name, owner=owner, **details)


def tell_school(*, request: Recommendation, kind: NotificationKind, stage: str, **details: Any) -> None:
    """Write one message about a request to everybody who handles the reports of the body that raised it."""
    unit = request.submission.organisation
    people = list(reporters_of([unit.pk], local_day(timezone.now()))[unit.pk].values())
    _write([request], people, kind, stage, addressee=unit.name, **details)


def take_back(*, requests: Collection[Recommendation]) -> None:
    """Stop messages about requests that were taken back, as far as they have not left yet."""
    reports = {request.submission_id for request in requests}
    waiting = (NotificationStatus.PENDING, NotificationStatus.FOR_DIGEST, NotificationStatus.PORTAL_ONLY)
    rows = Notification.objects.filter(submission__in=reports, kind=NotificationKind.REQUEST_RAISED)
    rows.filter(status__in=waiting, claimed_until=None).update(status=NotificationStatus.CANCELLED)


def _write(
    requests: Sequence[Recommendation],
    people: Sequence[Recipient],
    kind: NotificationKind,
    stage: str,
    *,
    addressee: str,
    **details: Any,
) -> None:
    now = timezone.now()
    report = for_messages().get(pk=requests[0].submission_id)
    page = reverse("request_detail", args=[requests[0].pk])
    if len(requests) > 1:
        page = f"{reverse('request_list')}?report={report.pk}"
    message = compose(
        kind,
        report,
        today=local_day(now),
        requests=requests,
        request=requests[0],
        link=settings.BASE_URL + page,
        **{"owner": None, **details, "addressee": addressee},
    )
    rows = rows_for(people, report, message, kind, stage, now)
    for row in rows:
        row.link_path = page
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.status == NotificationStatus.PENDING for row in rows):
        enqueue(DELIVER_NOTIFICATIONS)

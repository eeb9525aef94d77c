"""Telling a school that a visit has ended, and what it is to mend."""

from django.urls import reverse
from django.utils import timezone

from facilities.enums import FindingResult
from facilities.models import Inspection
from plans.deadlines import local_day
from reports.documents.wording import words_of
from reports.enums import NotificationKind, NotificationStatus
from reports.messages import compose_for_person
from reports.models import Notification
from reports.queries.recipients import reporters_of
from reports.services.contacting import first_status
from reports.services.notifying import DELIVER_NOTIFICATIONS
from schools.queue import enqueue


def tell_school(*, inspection: Inspection) -> int:
    """Write one message to everybody who writes or signs for the school; returns how many. Said again for the same
    visit it changes nothing."""
    now = timezone.now()
    school, page = inspection.school.organisation, reverse("inspection_detail", args=[inspection.pk])
    issues = list(inspection.findings.filter(result=FindingResult.ISSUE).order_by("mend_by", "position"))
    message = compose_for_person(
        NotificationKind.INSPECTED,
        addressee=school.name,
        link_path=page,
        inspection=inspection,
        issues=issues,
        receiver=words_of(inspection.office, local_day(now)).name,
    )
    people = reporters_of([school.pk], local_day(now)).get(school.pk, {}).values()
    rows = [
        Notification(
            kind=NotificationKind.INSPECTED,
            stage=f"inspection {inspection.pk}",
            recipient=person.user,
            subject=message.subject,
            body=message.body,
            link_path=page,
            status=first_status(NotificationKind.INSPECTED, person),
            created_at=now,
        )
        for person in people
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.status == NotificationStatus.PENDING for row in rows):
        enqueue(DELIVER_NOTIFICATIONS)
    return len(rows)

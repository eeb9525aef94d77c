"""Messages about a school's request to have its facts mended, written in the transaction of the step itself."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from plans.deadlines import local_day
from reports.enums import NotificationKind, NotificationStatus
from reports.messages import compose_for_person
from reports.models import Notification
from reports.permissions import OFFICE_ROLES, SCHOOL_ROLES
from reports.queries.recipients import Recipient, recipients_of
from reports.services.contacting import first_status
from reports.services.notifying import DELIVER_NOTIFICATIONS
from schools.enums import FactsRequestState, OrganisationKind
from schools.fact_values import differences
from schools.models import FactsRequest, Organisation
from schools.queue import enqueue
from vietnamese.dates import school_year_label


def tell_office(request: FactsRequest) -> int:
    """Write to the officers and the head of the office for education; returns how many are told."""
    offices = _offices()
    today = local_day(timezone.now())
    found = recipients_of([office.pk for office in offices], OFFICE_ROLES, today)
    return sum(
        _write(NotificationKind.FACTS_ASKED, request, office.name, found.get(office.pk, {}).values(), **_about(request))
        for office in offices
    )


def tell_school(request: FactsRequest) -> int:
    """Write to the principal and the clerk of the school; returns how many are told."""
    body = request.school.organisation
    people = recipients_of([body.pk], SCHOOL_ROLES, local_day(timezone.now())).get(body.pk, {})
    details = {
        "outcome": request.get_state_display(),
        "is_confirmed": request.state == FactsRequestState.CONFIRMED,
        "answer": request.answer,
        "office": ", ".join(office.name for office in _offices()),
    }
    return _write(NotificationKind.FACTS_DECIDED, request, body.name, people.values(), **_about(request), **details)


def _offices() -> list[Organisation]:
    today = local_day(timezone.now())
    found = Organisation.objects.in_force(today).filter(kind=OrganisationKind.EDUCATION_OFFICE)
    return list(found.order_by("position", "pk"))


def _about(request: FactsRequest) -> dict[str, Any]:
    return {
        "school": request.school.organisation.name,
        "year": school_year_label(request.school_year),
        "reason": request.reason,
        "lines": differences(request, {}),
    }


def _write(
    kind: NotificationKind, request: FactsRequest, addressee: str, people: Iterable[Recipient], **details: Any
) -> int:
    now, link = timezone.now(), reverse("facts_request", args=[request.pk])
    message = compose_for_person(kind, addressee=addressee, link_path=link, **details)
    rows = [
        Notification(
            kind=kind,
            stage=f"facts {request.pk}",
            recipient=person.user,
            subject=message.subject,
            body=message.body,
            link_path=link,
            status=first_status(kind, person),
            created_at=now,
        )
        for person in people
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.status == NotificationStatus.PENDING for row in rows):
        enqueue(DELIVER_NOTIFICATIONS)
    return len(rows)

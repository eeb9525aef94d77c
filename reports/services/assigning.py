"""Saying who of an office looks after which reports."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from reports.models import ReviewAssignment
from reports.permissions import OFFICE_ROLES
from reports.services.errors import Conflict
from schools.models import Membership, Organisation

ALREADY = "Phân công này đã có."


def assign(*, receiver: Organisation, user_id: int, level: str = "", commune_id: int | None = None) -> ReviewAssignment:
    """Let a person of the office look after a level, a commune, or a level there.

    Raises:
        ValidationError: neither level nor commune is named. Conflict: the person does not review for the office, or
            the assignment exists already.
    """
    seats = Membership.objects.in_force().filter(organisation=receiver, user=user_id, role__in=OFFICE_ROLES)
    if not seats.exists():
        raise Conflict("Người này không còn làm việc duyệt báo cáo ở cơ quan.")
    line = ReviewAssignment(receiver=receiver, user_id=user_id, level=level, commune_id=commune_id)
    try:
        line.validate_constraints()
        with transaction.atomic():
            line.save()
    except ValidationError as error:
        if ALREADY in error.messages:
            raise Conflict(ALREADY) from error
        raise
    except IntegrityError as error:  # somebody assigned the same at this moment
        raise Conflict(ALREADY) from error
    return line


def unassign(*, line: ReviewAssignment) -> Any:
    """Take an assignment back; the reports go to whoever else looks after them, or to everybody."""
    return ReviewAssignment.objects.filter(pk=line.pk).delete()

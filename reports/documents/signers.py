"""Who signs for a body on a day when its words do not name anybody."""

import datetime as dt

from reports.permissions import SIGNER_ROLES
from schools.models import Membership, Organisation


def head_name(organisation: Organisation, day: dt.date) -> str:
    """The person in the head's seat on the day; "" when nobody holds it."""
    seats = Membership.objects.in_force(day).filter(organisation=organisation, role__in=SIGNER_ROLES)
    head = seats.select_related("user").order_by("-role", "-starts_on", "-pk").first()
    return head.user.get_full_name() if head else ""

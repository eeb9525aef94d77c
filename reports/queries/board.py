"""The status board: the reports of a period with everything a row shows, in one query whatever the number of schools.

`reports.queries.board_periods` joins the plan's other periods to the same query.
"""

import datetime as dt
from typing import Any

from django.db.models import (
    Case,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, TruncDate

from plans.models import ReportingPeriod
from reports import workflow
from reports.enums import NotificationKind, NotificationStatus
from reports.models import Notification, Submission
from reports.models.submission import SubmissionQuerySet
from reports.permissions import REPORTER_ROLES, SIGNER_ROLES
from reports.queries.communes import commune_of_report
from schools.models import Membership

REMINDERS = (NotificationKind.REMINDER, NotificationKind.OVERDUE)
ROW_FIELDS = (
    "period",
    "organisation",
    "purpose",
    "status",
    "filled_percent",
    "first_submitted_at",
    "submitted_at",
    "returned_due_on",
)
NO_TIME = Value(dt.timedelta(0), output_field=DurationField())
# One reminder has a row for each person: what reached somebody is told before what did not.
REACHED_FIRST = Case(
    When(status=NotificationStatus.SENT, then=0),
    When(status=NotificationStatus.IN_DIGEST, then=1),
    When(status=NotificationStatus.PENDING, then=2),
    When(status=NotificationStatus.FOR_DIGEST, then=3),
    When(status=NotificationStatus.PORTAL_ONLY, then=4),
    default=5,
)


def board_submissions(period: ReportingPeriod, *, today: dt.date) -> SubmissionQuerySet:
    """The reports of one period in the order of their organisations' names.

    Annotated: `name`, `commune` (`commune_key` to sort by), `behind` (time past the last day: of what is owed until
    today, of what was sent until
    its first sending; never negative), the last reminder (`reminded_at`, `reminder_status`) and whom to call
    (`contact_name`, `contact_phone`, `contact_email`).
    """
    rows: Any = Submission.objects.reports().filter(period=period).only(*ROW_FIELDS).with_deadline()
    return rows.annotate(
        name=F("organisation__short_name"),
        commune=commune_of_report("short_name"),
        commune_key=commune_of_report("sort_key"),
        behind=_behind(today),
        **_reminder(),
        **_contact(today),
    ).order_by("organisation__sort_key", "pk")


def _behind(today: dt.date) -> Any:
    sent_on = Coalesce(TruncDate("first_submitted_at"), Value(today, output_field=DateField()))
    late = ExpressionWrapper(sent_on - F("first_last_day"), output_field=DurationField())
    overdue = ExpressionWrapper(
        Value(today, output_field=DateField()) - F("effective_last_day"), output_field=DurationField()
    )
    days = Case(When(status__in=workflow.SENT, then=late), default=overdue, output_field=DurationField())
    return Greatest(days, NO_TIME, output_field=DurationField())


def _reminder() -> dict[str, Subquery]:
    reminder = (
        Notification.objects.filter(submission=OuterRef("pk"), kind__in=REMINDERS)
        .exclude(status=NotificationStatus.CANCELLED)
        .order_by("-created_at", REACHED_FIRST, "pk")
    )
    return {
        "reminded_at": Subquery(reminder.values(moment=Coalesce("sent_at", "created_at"))[:1]),
        "reminder_status": Subquery(reminder.values("status")[:1]),
    }


def _contact(today: dt.date) -> dict[str, Subquery]:
    """Who signs for the organisation, else who writes."""
    seats = (
        Membership.objects.in_force(today)
        .filter(organisation=OuterRef("organisation"), role__in=REPORTER_ROLES, user__is_active=True)
        .order_by(Case(When(role__in=SIGNER_ROLES, then=0), default=1), "pk")
    )
    return {
        "contact_name": Subquery(seats.values("user__full_name")[:1]),
        "contact_phone": Subquery(seats.values("user__phone")[:1]),
        "contact_email": Subquery(seats.values("user__email")[:1]),
    }

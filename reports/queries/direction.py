"""What the receiving office did about a period itself: letters, reminders, more time, returns."""

from dataclasses import dataclass

from django.db.models import Count, Q

from plans.models import ReportingPeriod
from reports.enums import Action, NotificationKind, NotificationStatus
from reports.models import Extension, Notification, ReminderLetter, SubmissionEvent

REMINDING = (NotificationKind.REMINDER, NotificationKind.OVERDUE)
# A message counts when it reached its reader: as a mail, in the daily digest, or in the portal alone.
REACHED = (NotificationStatus.SENT, NotificationStatus.IN_DIGEST, NotificationStatus.PORTAL_ONLY)


@dataclass(frozen=True)
class Direction:
    """Counts over one period. `letters` name `letter_units` organisations, each as often as it is named; `reminders`
    before the deadline and `overdue` ones after it went to people of `reminded` organisations; `extended` counts
    organisations, `returned` how often a report was sent back."""

    letters: int
    letter_units: int
    reminders: int
    overdue: int
    reminded: int
    extended: int
    returned: int


def direction_of(period: ReportingPeriod) -> Direction:
    """What was done for the period until now: four queries."""
    letters = list(ReminderLetter.objects.filter(period=period).order_by("pk").values_list("rows", flat=True))
    sent = Notification.objects.filter(kind__in=REMINDING, status__in=REACHED, submission__period=period)
    reminded = sent.aggregate(
        before=Count("pk", filter=Q(kind=NotificationKind.REMINDER)),
        after=Count("pk", filter=Q(kind=NotificationKind.OVERDUE)),
        units=Count("submission", distinct=True),
    )
    extended = Extension.objects.filter(submission__period=period).aggregate(units=Count("submission", distinct=True))
    returns = SubmissionEvent.objects.filter(submission__period=period, action__in=(Action.RETURN, Action.UNDO_RETURN))
    counted = returns.aggregate(
        done=Count("pk", filter=Q(action=Action.RETURN)), undone=Count("pk", filter=Q(action=Action.UNDO_RETURN))
    )
    return Direction(
        letters=len(letters),
        letter_units=sum(len(rows) for rows in letters),
        reminders=reminded["before"],
        overdue=reminded["after"],
        reminded=reminded["units"],
        extended=extended["units"],
        returned=counted["done"] - counted["undone"],
    )

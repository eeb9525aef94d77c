"""Reports with what a reminder has to know: the last day, and since when the present round runs."""

import datetime as dt

from django.db.models import DateTimeField, F, Max, OuterRef, Q, Subquery

from plans.deadlines import end_of_day, local_day
from reports.enums import Action, NotificationKind
from reports.messages import for_messages
from reports.models import Extension, Notification, Submission, SubmissionEvent
from reports.models.submission import SubmissionQuerySet
from reports.reminders import DAY

# Acts that begin a new round by themselves: the school has been told, or has done it itself.
BEGINNINGS = (Action.RETURN, Action.REOPEN, Action.WITHDRAW)


def within_reach(plans: list[int], day: dt.date, before: dt.timedelta, after: dt.timedelta) -> SubmissionQuerySet:
    """Reports of the plans' open periods, sent or not, whose last day lies within reach of a reminder on `day`, with
    the start of their present round, by last day and name."""
    return (
        _with_beginnings(day)
        .reports()
        .filter(  # type: ignore[misc]  # mypy forgets what with_deadline() has annotated
            Q(period__closes_on=None) | Q(period__closes_on__gte=day),
            period__plan__in=plans,
            period__opens_on__lte=day,
            effective_last_day__range=(day - after, day + before),
        )
        .order_by("effective_last_day", F("organisation__sort_key"), "pk")
    )


def chosen(keys: list[int], day: dt.date) -> SubmissionQuerySet:
    """The reports with these ids, as `within_reach` gives them."""
    return _with_beginnings(day).filter(pk__in=keys).order_by("organisation__sort_key", "pk")


def round_began(row: Submission) -> dt.date:
    """The day whose own message or act makes a reminder needless. The opening of the period is no such message."""
    moments = (row.round_began, row.extension_granted, row.told_of_new_day)  # type: ignore[attr-defined]
    return max((local_day(moment) for moment in moments if moment), default=row.period.opens_on - DAY)


def _with_beginnings(day: dt.date) -> SubmissionQuerySet:
    until = end_of_day(day)
    events = SubmissionEvent.objects.filter(submission=OuterRef("pk"), action__in=BEGINNINGS, at__lte=until)
    extensions = Extension.objects.filter(submission=OuterRef("pk"), granted_at__lte=until)
    moved = Notification.objects.filter(
        submission=OuterRef("pk"), kind=NotificationKind.DEADLINE_MOVED, created_at__lte=until
    )
    return for_messages().annotate(
        round_began=Subquery(
            events.order_by().values("submission").annotate(last=Max("at")).values("last"),
            output_field=DateTimeField(),
        ),
        extension_granted=Subquery(
            extensions.order_by().values("submission").annotate(last=Max("granted_at")).values("last"),
            output_field=DateTimeField(),
        ),
        told_of_new_day=Subquery(
            moved.order_by().values("submission").annotate(last=Max("created_at")).values("last"),
            output_field=DateTimeField(),
        ),
    )

"""The digest: one mail a working day, from 07:30, instead of a mail for each event.

It tells where things stand on the day it is written, and everything that has waited for it. After an outage of days
there is one digest, because the days it missed would say the same less well.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from plans.calendars import working_calendar
from plans.deadlines import local_day
from plans.enums import PlanStatus
from plans.models import Plan
from reports.enums import Channel, NotificationKind, NotificationStatus
from reports.messages import Message, compose_for_person
from reports.models import ContactPreference, Notification
from reports.queries.digest import PersonFigures, PlanFigures, figures_for, plan_figures
from reports.queries.recipients import Recipients, receivers_of
from reports.services.notifying import DELIVER_NOTIFICATIONS
from schools.queue import enqueue

KIND = NotificationKind.DIGEST
FROM, UNTIL = dt.time(7, 30), dt.time(21)
MOST_SUBJECTS = 30
# Who has never had a digest is told what came in during the last day.
FIRST_LOOK_BACK = dt.timedelta(days=1)


@dataclass(frozen=True)
class _Reader:
    """Somebody whose digest of the day has not been written, with what has waited for it."""

    user: Any
    waiting: list[Notification]
    since: dt.datetime


def send_digests(*, now: dt.datetime | None = None) -> int:
    """Write today's digest for everybody who wants one and has not got it; returns how many have something to say.

    Nothing happens outside of working days and before 07:30 or after 21:00. Who has nothing to be told gets no mail;
    the day is noted all the same, so that the first event afterwards waits for the next morning. Run by several
    schedulers at once, each person gets one.
    """
    moment = now or timezone.now()
    today = local_day(moment)
    local = timezone.localtime(moment, timezone.get_default_timezone()).time()
    if not FROM <= local < UNTIL or not working_calendar(today, today).is_working(today):
        return 0
    _release_unmailed()
    plans = list(Plan.objects.filter(status=PlanStatus.IN_FORCE).select_related("receiver").order_by("-year", "pk"))
    offices = receivers_of({plan.receiver_id for plan in plans}, today)
    readers = _readers(offices, moment, today)
    if not readers:
        return 0
    figures = plan_figures(plans, today)
    written = sum(_write(reader, _told(reader, figures, offices), moment, today) for reader in readers)
    if written:
        enqueue(DELIVER_NOTIFICATIONS)
    return written


def digest_stage(day: dt.date) -> str:
    """What makes a digest unique for one person."""
    return day.isoformat()


def _release_unmailed() -> None:
    """What waits for the digest of somebody who gets no mails any more is shown in the portal, which is enough."""
    waiting = Notification.objects.filter(status=NotificationStatus.FOR_DIGEST)
    portal_only = ContactPreference.objects.filter(channel=Channel.PORTAL).values("user")
    for unmailed in (
        waiting.filter(recipient__email=""),
        waiting.filter(recipient__is_active=False),
        waiting.filter(recipient__in=portal_only),
    ):
        unmailed.update(status=NotificationStatus.PORTAL_ONLY)


def _readers(offices: Recipients, moment: dt.datetime, today: dt.date) -> list[_Reader]:
    """The people of the offices who want a digest, and everybody for whom something waits for one."""
    users = {
        person.user.pk: person.user
        for people in offices.values()
        for person in people.values()
        if person.wants_digest and person.channel == Channel.MAIL and person.user.email
    }
    waiting: dict[int, list[Notification]] = defaultdict(list)
    rows = Notification.objects.filter(status=NotificationStatus.FOR_DIGEST, created_at__lte=moment)
    for row in rows.select_related("recipient").order_by("created_at", "pk"):
        users.setdefault(row.recipient_id, row.recipient)
        waiting[row.recipient_id].append(row)
    digests = Notification.objects.filter(kind=KIND, recipient__in=users).order_by()
    done = set(digests.filter(stage=digest_stage(today)).values_list("recipient", flat=True))
    last = dict(digests.values_list("recipient").annotate(Max("created_at")))
    return [
        _Reader(user, waiting[pk], last.get(pk, moment - FIRST_LOOK_BACK))
        for pk, user in users.items()
        if pk not in done
    ]


def _told(reader: _Reader, figures: list[PlanFigures], offices: Recipients) -> list[PersonFigures]:
    """The figures of the plans whose reports the person reviews, without those that have nothing to say."""
    mine = [row for row in figures if reader.user.pk in offices.get(row.plan.receiver_id, {})]
    told = [figures_for(row, reader.user.pk, since=reader.since) for row in mine]
    return [row for row in told if row.has_news]


@transaction.atomic
def _write(reader: _Reader, told: list[PersonFigures], moment: dt.datetime, today: dt.date) -> bool:
    """Write the digest and mark what it tells of; False when there is nothing to tell, or another scheduler did it."""
    has_news = bool(told or reader.waiting)
    message = _compose(reader, told, today)
    _, is_new = Notification.objects.get_or_create(
        kind=KIND,
        stage=digest_stage(today),
        submission=None,
        recipient=reader.user,
        defaults={
            "subject": message.subject,
            "body": message.body,
            "link_path": reverse("home"),
            "status": NotificationStatus.PENDING if has_news else NotificationStatus.CANCELLED,
            "created_at": moment,
        },
    )
    if not is_new or not has_news:
        return False
    told_of = Notification.objects.filter(pk__in=[row.pk for row in reader.waiting])
    told_of.filter(status=NotificationStatus.FOR_DIGEST).update(
        status=NotificationStatus.IN_DIGEST, address=reader.user.email
    )
    return True


def _compose(reader: _Reader, told: list[PersonFigures], today: dt.date) -> Message:
    subjects = [row.subject for row in reader.waiting if row.kind != NotificationKind.UNDELIVERED]
    return compose_for_person(
        KIND,
        addressee=reader.user.full_name,
        link_path=reverse("home"),
        today=today,
        figures=told,
        waiting=sum(row.waiting for row in told),
        overdue=sum(row.overdue for row in told),
        failed=len(reader.waiting) - len(subjects),
        subjects=subjects[:MOST_SUBJECTS],
        more=max(len(subjects) - MOST_SUBJECTS, 0),
    )

"""Reminding schools at the national standard, and the office, that a re-check comes up: 12, 6 and 3 months before.

A run looks at the state of things and not at the clock of the last run: after an outage only the latest stage is sent.
The stage names the recognition and its day, so that a corrected day begins anew and nothing is said twice.
"""

import datetime as dt
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from facilities.rechecks import STAGES, months_after, stage_on
from plans.calendars import working_calendar
from plans.deadlines import local_day
from reports.documents.wording import words_of
from reports.enums import NotificationKind, NotificationStatus
from reports.messages import compose_for_person
from reports.models import Notification, ReminderPlan
from reports.permissions import OFFICE_ROLES
from reports.queries.recipients import Recipient, Recipients, recipients_of
from reports.reminders import next_sending_time
from reports.services.contacting import first_status
from reports.services.notifying import DELIVER_NOTIFICATIONS
from reports.services.reminding import moment_on
from schools.enums import OrganisationKind, Role
from schools.models import NationalStandard, Organisation, School
from schools.queue import enqueue

KIND = NotificationKind.STANDARD_RECHECK
WAITING = (NotificationStatus.PENDING, NotificationStatus.FOR_DIGEST)
# A stage on the first day after a long holiday is due on the working day before it.
LONGEST_HOLIDAY = dt.timedelta(days=30)
A_YEAR_AND_MORE = dt.timedelta(days=430)


@transaction.atomic
def send_due_rechecks(*, today: dt.date | None = None, now: dt.datetime | None = None) -> int:
    """Write every reminder of a re-check that is due and not yet written, to the school's principal and the office's
    people; returns how many. Its mail leaves within the hours reminders keep.

    Asked of schools that exist and belong to the area, by their last recognition. Run again, also at the same moment in
    another process, it writes nothing twice. `today` asks for another day, `now` for another moment.
    """
    moment = now or moment_on(today)
    day = today or local_day(moment)
    calendar = working_calendar(day - A_YEAR_AND_MORE, day + A_YEAR_AND_MORE)
    due = [(row, months) for row in _coming(day) if (months := stage_on(row.recheck_due_on, day, calendar))]
    known = set(
        Notification.objects.filter(kind=KIND, stage__in=[stage_key(*pair) for pair in due])
        .order_by()
        .values_list("stage", flat=True)
    )
    due = [pair for pair in due if stage_key(*pair) not in known]
    if not due:
        return 0
    bodies = Organisation.objects.filter(kind=OrganisationKind.EDUCATION_OFFICE).in_force(day).order_by("pk")
    offices = list(bodies.prefetch_related("profiles"))
    readers = recipients_of({office.pk for office in offices}, OFFICE_ROLES, day)
    principals = recipients_of({row.school.organisation_id for row, _ in due}, [Role.PRINCIPAL], day)
    later = next_sending_time(moment, ReminderPlan(), calendar)
    rows: list[Notification] = []
    stop_waiting([row.pk for row, _ in due])
    for row, months in due:
        rows += _messages(row, months, offices, readers, principals, moment, later if later > moment else None)
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.status == NotificationStatus.PENDING for row in rows):
        enqueue(DELIVER_NOTIFICATIONS)
    return len(rows)


def stage_key(recognition: NationalStandard, months: int) -> str:
    """What makes a reminder unique for one person."""
    return f"{_prefix(recognition.pk)}{recognition.recheck_due_on:%Y%m%d} {months}"


def stop_waiting(recognitions: Iterable[int]) -> None:
    """Mails of earlier stages that still wait must not arrive after a newer one, nor after the re-check was passed."""
    theirs = [Q(stage__startswith=_prefix(pk)) for pk in recognitions]
    if theirs:
        rows = Notification.objects.filter(reduce(or_, theirs), kind=KIND, status__in=WAITING)
        rows.update(status=NotificationStatus.CANCELLED)


def _prefix(pk: int) -> str:
    return f"standard {pk} "


def _coming(day: dt.date) -> list[NationalStandard]:
    """The last recognition of each school of the day, where its re-check lies within reach of a stage."""
    schools = School.objects.belonging(day).order_by().values("pk")
    newest: dict[int, NationalStandard] = {}
    made = NationalStandard.objects.filter(school__in=schools, recognised_on__lte=day)
    for row in made.select_related("school__organisation").order_by("recognised_on"):
        newest[row.school_id] = row
    last = months_after(day, STAGES[0]) + LONGEST_HOLIDAY
    return sorted(
        (row for row in newest.values() if day <= row.recheck_due_on <= last),
        key=lambda row: (row.recheck_due_on, row.pk),
    )


def _messages(
    row: NationalStandard,
    months: int,
    offices: list[Organisation],
    readers: Recipients,
    principals: Recipients,
    moment: dt.datetime,
    not_before: dt.datetime | None,
) -> list[Notification]:
    """Unsaved messages about one recognition; the office is told when the school has no principal to tell."""
    school, day = row.school.organisation, local_day(moment)
    office = words_of(offices[0], day).name if offices else ""
    own = list(principals.get(school.pk, {}).values())
    told = [(school.name, own, False)]
    told += [(words_of(body, day).name, list(readers.get(body.pk, {}).values()), not own) for body in offices]
    found: dict[int, Notification] = {}
    for addressee, people, is_lost in told:
        message = compose_for_person(
            KIND,
            addressee=addressee,
            link_path=_page(row),
            school=school,
            standard=row,
            months=months,
            is_lost=is_lost,
            receiver=office,
        )
        for person in people:
            found.setdefault(
                person.user.pk, _notification(row, months, person, message.subject, message.body, moment, not_before)
            )
    return list(found.values())


def _page(row: NationalStandard) -> str:
    return reverse("standard_school", args=[row.school_id])


def _notification(
    row: NationalStandard,
    months: int,
    person: Recipient,
    subject: str,
    body: str,
    moment: dt.datetime,
    not_before: dt.datetime | None,
) -> Notification:
    status = first_status(KIND, person)
    return Notification(
        kind=KIND,
        stage=stage_key(row, months),
        recipient=person.user,
        subject=subject,
        body=body,
        link_path=_page(row),
        status=status,
        not_before=not_before if status == NotificationStatus.PENDING else None,
        created_at=moment,
    )

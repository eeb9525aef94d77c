"""What the portal writes to people about a report. The sentences stand in templates/mail, the words in the data."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from reports.enums import NotificationKind
from reports.models import Submission
from reports.models.submission import SubmissionQuerySet
from vietnamese.dates import format_date

SUBJECT_LENGTH = 200

# Messages after which the school has to write; the others only inform.
ASK_FOR_WORK = frozenset(
    {
        NotificationKind.REMINDER,
        NotificationKind.OVERDUE,
        NotificationKind.RETURNED,
        NotificationKind.REOPENED,
        NotificationKind.EXTENDED,
    }
)


@dataclass(frozen=True)
class Message:
    """A subject of one line and a plain text."""

    subject: str
    body: str


def single_line(text: str) -> str:
    """The text on one line, so that nothing typed by a person can start a second mail header."""
    return " ".join(text.split())


def deadline_words(submission: Submission) -> str:
    """Until when the report is owed: the plan's own words while they hold, the new date once it has moved, each with
    the exact last moment (domain reference §6.4)."""
    period, last_day = submission.period, submission.owed_until
    words = period.deadline_text
    if last_day != period.last_day:
        words = f"chậm nhất ngày {format_date(last_day)}"
    return f"{words[:1].lower()}{words[1:]} (hạn cuối 23:59 ngày {format_date(last_day)})"


def compose(kind: NotificationKind, submission: Submission, *, today: dt.date, **details: Any) -> Message:
    """Write the message of one kind about a report, in the words its receiver uses about itself on `today`.

    `submission` needs its organisation, period, plan and the receiver's profiles loaded (`for_messages`). `details`
    are what the kind's template asks for: `reason`, `due_on`, `is_last_reminder`, `lost_kind`.
    """
    plan = submission.period.plan
    profile = plan.receiver.profile_on(today)
    receiver_name = profile.name if profile else plan.receiver.name
    page = "submission_edit" if kind in ASK_FOR_WORK else "submission_detail"
    context = {
        "submission": submission,
        "school": submission.organisation,
        "plan": plan,
        "report": f"{submission.period.report_name[:1].lower()}{submission.period.report_name[1:]}",
        "deadline": deadline_words(submission),
        "receiver": receiver_name,
        "receiver_in_sentence": (profile.addressed_as if profile else "") or receiver_name,
        "link": settings.BASE_URL + reverse(page, args=[submission.pk]),
        "contact": ", ".join(filter(None, (plan.contact_name, plan.contact_phone))),
        "reason": "",
        "due_on": None,
        "is_last_reminder": False,
        "lost_kind": "",
    } | details
    text = render_to_string(f"mail/{kind.value}.txt", context)
    subject, _, body = text.strip().partition("\n\n")
    return Message(single_line(subject)[:SUBJECT_LENGTH], body.strip() + "\n")


def for_messages() -> SubmissionQuerySet:
    """Reports with everything `compose` reads, in a constant number of queries."""
    return (
        Submission.objects.select_related("organisation", "period__plan__receiver")
        .prefetch_related("period__plan__receiver__profiles")
        .with_deadline()
    )

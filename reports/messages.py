"""What the portal writes to people about a report. The sentences stand in templates/mail, the words in the data."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from plans.models import Plan, ReportingPeriod, Task
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
        NotificationKind.EXTENSION_DECLINED,
        NotificationKind.DEADLINE_MOVED,
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


def lower_first(text: str) -> str:
    """The text as it stands within a sentence: `Báo cáo năm` → `báo cáo năm`."""
    return text[:1].lower() + text[1:]


def deadline_words(period: ReportingPeriod, last_day: dt.date) -> str:
    """Until when a report owed until `last_day` is to be sent: the plan's own words while they hold, the new date once
    it has moved, each with the exact last moment (domain reference §6.4)."""
    words = period.deadline_text if last_day == period.last_day else f"chậm nhất ngày {format_date(last_day)}"
    return f"{lower_first(words)} (hạn cuối 23:59 ngày {format_date(last_day)})"


def receiver_words(plan: Plan, today: dt.date) -> tuple[str, str]:
    """What the plan's receiver is called on the day: its name, and how it is called within a sentence."""
    profile = plan.receiver.profile_on(today)
    name = profile.name if profile else plan.receiver.name
    return name, (profile.addressed_as if profile else "") or name


def compose(kind: NotificationKind, submission: Submission, *, today: dt.date, **details: Any) -> Message:
    """Write the message of one kind about a report, in the words its receiver uses about itself on `today`.

    `submission` needs its organisation, period, plan and the receiver's profiles loaded (`for_messages`). `details`
    are what the kind's template asks for: `reason`, `due_on`, `lost_kind`, `failed`; `subject` and `text` for the
    reminders, whose words are data (`reports.wording`).
    """
    period, page = submission.period, "submission_edit" if kind in ASK_FOR_WORK else "submission_detail"
    return _write(
        kind,
        {
            **_about(period, today),
            "report": lower_first(submission.title),
            "submission": submission,
            "school": submission.organisation,
            "addressee": submission.organisation.name,
            "deadline": deadline_words(period, submission.owed_until),
            "link": settings.BASE_URL + reverse(page, args=[submission.pk]),
            **details,
        },
    )


def compose_about_period(
    kind: NotificationKind,
    period: ReportingPeriod,
    *,
    today: dt.date,
    addressee: str,
    link_path: str,
    template: str = "",
    **details: Any,
) -> Message:
    """Write a message about all reports of a period: a list, or a mail that failed without being about one report;
    from `template` where the kind's own speaks of one.

    `period` needs its plan, receiver and the receiver's profiles loaded.
    """
    link = settings.BASE_URL + link_path
    return _write(kind, {**_about(period, today), "addressee": addressee, "link": link, **details}, template)


def compose_about_task(
    kind: NotificationKind,
    task: Task,
    *,
    today: dt.date,
    addressee: str,
    link_path: str,
    template: str = "",
    **details: Any,
) -> Message:
    """Write a message about a task of a plan, from `template` where the kind's own speaks of reports.

    `task` needs its lead and plan loaded, the plan its receiver with the profiles.
    """
    context = {
        **_about_plan(task.plan, today),
        "task": task,
        "unit": task.lead_text or receiver_words(task.plan, today)[0],
        "late": (today - task.due_on).days if task.due_on else 0,
        "addressee": addressee,
        "link": settings.BASE_URL + link_path,
        **details,
    }
    return _write(kind, context, template)


def compose_for_person(kind: NotificationKind, *, addressee: str, link_path: str, **details: Any) -> Message:
    """Write a message that concerns one person and no particular report: the digest of a day."""
    return _write(kind, {"addressee": addressee, "link": settings.BASE_URL + link_path, "contact": "", **details})


def _about(period: ReportingPeriod, today: dt.date) -> dict[str, Any]:
    return {**_about_plan(period.plan, today), "report": lower_first(period.report_name)}


def _about_plan(plan: Plan, today: dt.date) -> dict[str, Any]:
    receiver, in_sentence = receiver_words(plan, today)
    return {
        "plan": plan,
        "receiver": receiver,
        "receiver_in_sentence": in_sentence,
        "contact": ", ".join(filter(None, (plan.contact_name, plan.contact_phone))),
        "reason": "",
        "due_on": None,
        "old_day": None,
        "lost_kind": "",
    }


def _write(kind: NotificationKind, context: dict[str, Any], template: str = "") -> Message:
    text = render_to_string(template or f"mail/{kind.value}.txt", context)
    subject, _, body = text.strip().partition("\n\n")
    return Message(single_line(subject)[:SUBJECT_LENGTH], body.strip() + "\n")


def for_messages() -> SubmissionQuerySet:
    """Reports with everything `compose` reads, in a constant number of queries."""
    return (
        Submission.objects.select_related(
            "organisation", "period__plan__receiver", "period__plan__forwarded_to", "last_edited_by"
        )
        .prefetch_related("period__plan__receiver__profiles")
        .with_deadline()
    )

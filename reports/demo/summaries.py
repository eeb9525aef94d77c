"""The summaries of the demonstration: those of past periods published, one of them corrected, that of today a draft.

Each step falls on a working morning after the last thing that happened to its reports; what would lie ahead of the
present moment has not happened yet. Numbers are invented, under the mark that the whole document carries.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from plans.deadlines import local_day
from plans.enums import PlanStatus
from plans.models import Plan, ReportingPeriod
from reports.demo.clock import DAY, SATURDAY, dice, moment
from reports.demo.wording import texts
from reports.documents.content import SummaryDocument, plain
from reports.documents.current import drawn_up, edited
from reports.documents.sections import sections_of
from reports.enums import FileFormat, NotificationKind, NotificationStatus, SummaryStatus
from reports.models import Notification, SubmissionEvent, SummaryReport, SummarySection
from reports.queries.summary_files import SUMMARY_FORMATS
from reports.queries.summary_included import included_now
from reports.services import rendering
from reports.services.finalising import fingerprint
from reports.services.publishing import tell_readers
from reports.verification import new_code

CORRECTED = 2  # the position of the period whose summary was corrected
UNTIL_CORRECTED = 12 * DAY
FINALISED, NUMBERED, PUBLISHED = dt.time(9, 10), dt.time(14, 5), dt.time(15, 20)
FIRST_NUMBER, NUMBERS_A_PERIOD = 17, 23


@dataclass(frozen=True)
class Desk:
    """Who approves, who numbers and publishes, who writes."""

    head: Any
    clerk: Any
    writer: Any


def write_summaries(plan: Plan, desk: Desk, now: dt.datetime) -> int:
    """Write the summaries of the plan's opened periods; returns how many."""
    made: list[SummaryReport] = []
    opened = list(plan.periods.filter(opens_on__lte=local_day(now)).order_by("position"))
    for period in opened:
        first = SummaryReport.objects.create(period=period)
        made.append(first)
        if period is opened[-1] and plan.status != PlanStatus.CLOSED:
            break  # what the office is working at
        drawn, day = drawn_up(first), _working_day(_settled(period) + DAY)
        if _live(first, drawn, desk, day, now) and period.position == CORRECTED:
            made += _corrected(first, drawn, desk, _working_day(day + UNTIL_CORRECTED), now)
    published = [row for row in made if row.is_published]
    for row in published:
        _tell(row, is_read=plan.status == PlanStatus.CLOSED or row is not published[-1])
    return len(made)


def ask_for_files() -> None:
    """Queue the files of what is published, the newest first: every PDF, and of each plan's newest all formats."""
    plans: set[int] = set()
    rows = SummaryReport.objects.published().select_related("period__plan", "published_by")
    for row in rows.order_by("-published_at", "-pk"):
        for file_format in (FileFormat.PDF,) if row.period.plan_id in plans else SUMMARY_FORMATS:
            rendering.request_file(summary=row, by=row.published_by, file_format=file_format)
        plans.add(row.period.plan_id)


def _settled(period: ReportingPeriod) -> dt.date:
    """The day on which nothing of the period moves any more: its last event, and the day it is due upwards."""
    last = SubmissionEvent.objects.filter(submission__period=period).aggregate(at=Max("at"))["at"]
    return max(local_day(last) if last else period.last_day, period.forward_on or period.last_day)


def _live(summary: SummaryReport, drawn: SummaryDocument, desk: Desk, day: dt.date, now: dt.datetime) -> bool:
    """Take the steps of the day as far as they lie in the past; whether the last of them was taken. `drawn` is what the
    data say, which is the same for every revision of a period whose reports no longer move."""
    finalised_at, numbered_at, published_at = (moment(day, at) for at in (FINALISED, NUMBERED, PUBLISHED))
    if finalised_at >= now:
        return False
    document = edited(summary, drawn)
    summary.status, summary.content = SummaryStatus.FINALISED, plain(document)
    summary.content_sha256 = fingerprint(document)
    summary.included, summary.code = included_now(summary.period), new_code()
    summary.finalised_at, summary.finalised_by = finalised_at, desk.head
    if numbered_at < now:
        summary.number, summary.issued_on = _number(summary), day
        summary.numbered_at, summary.numbered_by = numbered_at, desk.clerk
    if published_at < now:
        summary.status = SummaryStatus.PUBLISHED
        summary.published_at, summary.published_by = published_at, desk.clerk
    summary.save()
    return summary.is_published


def _corrected(
    first: SummaryReport, drawn: SummaryDocument, desk: Desk, day: dt.date, now: dt.datetime
) -> list[SummaryReport]:
    """The revision that replaces the first one, with one section in other words."""
    story = texts("summaries.yaml")
    if moment(day, PUBLISHED) >= now:
        return []
    second = SummaryReport.objects.create(period=first.period, revision=2, replaces=first, reason=story["reason"])
    sections = {section.key: section for section in sections_of(drawn)}
    section = next(sections[key] for key in story["sections"] if key in sections)
    SummarySection.objects.create(
        summary=second,
        key=section.key,
        text=f"{section.text}\n{story['added']}",
        base=section.text,
        updated_at=moment(day - DAY, NUMBERED),
        updated_by=desk.writer,
    )
    _live(second, drawn, desk, day, now)
    return [second]


def _number(summary: SummaryReport) -> int:
    period = summary.period
    chance = dice("summary number", period.plan.year, period.position, summary.revision)
    return FIRST_NUMBER + NUMBERS_A_PERIOD * (2 * period.position + summary.revision) + chance.randint(0, 9)


def _tell(summary: SummaryReport, *, is_read: bool) -> None:
    """The readers' messages as they were sent on the day; only those of the newest are still unread."""
    tell_readers(summary=summary)
    rows = Notification.objects.filter(kind=NotificationKind.SUMMARY_PUBLISHED, stage=f"summary {summary.pk}")
    rows.update(created_at=summary.published_at, read_at=summary.published_at if is_read else None)
    rows.filter(status=NotificationStatus.PENDING).update(
        status=NotificationStatus.SENT, attempts=1, sent_at=summary.published_at
    )


def _working_day(day: dt.date) -> dt.date:
    while day.weekday() >= SATURDAY:
        day += DAY
    return day

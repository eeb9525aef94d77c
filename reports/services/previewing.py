"""The mail of a stage as a real organisation, or the office, would get it."""

import datetime as dt
from dataclasses import dataclass

from plans.deadlines import local_day
from plans.models import ReportingPeriod
from reports.messages import Message, for_messages
from reports.models import ReminderStage, Submission
from reports.reminders import LIST_AUDIENCES
from reports.services.escalating import list_message
from reports.wording import stage_message
from schools.models import Organisation

# A list of everybody would push the rest of the page out of sight.
MOST_LINES = 5


@dataclass(frozen=True)
class Preview:
    """A message that is not sent: what it would say, when, and what about it is only an example."""

    message: Message
    to: str
    period: ReportingPeriod
    sends_at: dt.datetime
    note: str = ""


def preview_of(
    stage: ReminderStage, period: ReportingPeriod, organisation: Organisation, sends_at: dt.datetime
) -> Preview:
    """What the stage would send on its day for the period: to the organisation, or the list with it in."""
    if stage.audience in LIST_AUDIENCES:
        return _list_preview(stage, period, organisation, sends_at)
    report = for_messages().filter(period=period, organisation=organisation).first()
    note = ""
    if report is None:
        note = "Kỳ này chưa mở nên tình trạng và đường dẫn chỉ là ví dụ."
    elif report.is_sent:
        note = "Đơn vị này đã nộp nên sẽ không nhận thư; nội dung dưới đây chỉ là ví dụ."
    if report is None or report.is_sent:
        report = _example(period, organisation, report)
    message = stage_message(stage, report, today=local_day(sends_at))
    return Preview(message, organisation.name, period, sends_at, note)


def _example(period: ReportingPeriod, organisation: Organisation, report: Submission | None) -> Submission:
    """A report nobody has begun, which is stored nowhere."""
    example = Submission(pk=report.pk if report else 0, period=period, organisation=organisation)
    example.extended_until = None  # type: ignore[attr-defined]  # the annotation of a stored row
    return example


def _list_preview(
    stage: ReminderStage, period: ReportingPeriod, organisation: Organisation, sends_at: dt.datetime
) -> Preview:
    owing = for_messages().reports().filter(period=period).owed()
    owed = list(owing.order_by("organisation__sort_key", "pk")[:MOST_LINES])
    message, _ = list_message(stage, period, period.last_day, owed or [_example(period, organisation, None)], sends_at)
    note = f"Danh sách thật lập khi gửi; dưới đây là ví dụ, nhiều nhất {MOST_LINES} đơn vị."
    return Preview(message, stage.get_audience_display(), period, sends_at, note)

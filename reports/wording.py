"""The placeholders of reminder texts, and filling them in. The texts themselves are data (`ReminderStage`)."""

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType

from django.conf import settings
from django.urls import reverse

from plans.deadlines import local_day
from plans.models import Plan, ReportingPeriod
from reports.enums import Audience, NotificationKind
from reports.messages import Message, compose, deadline_words, lower_first, receiver_words, single_line
from reports.models import ReminderStage, Submission
from reports.reminders import LIST_AUDIENCES
from vietnamese.dates import format_date, format_datetime

_ABOUT_THE_PLAN = {
    "kỳ": "tên báo cáo của kỳ, ví dụ: báo cáo 6 tháng",
    "trích yếu": "phần nối sau tên báo cáo, ví dụ: thực hiện nhiệm vụ trọng tâm năm 2018",
    "kế hoạch": "loại và số của kế hoạch, ví dụ: Kế hoạch 04/KH",
    "năm": "năm của kế hoạch",
    "hạn": "hạn nộp như kế hoạch ghi, hoặc hạn mới khi được gia hạn, trả lại, kèm giờ cuối cùng",
    "ngày hạn": "ngày cuối còn đúng hạn, ví dụ: 09/06/2018",
    "số ngày": "số ngày còn lại đến hạn, hoặc số ngày đã quá hạn",
    "cơ quan": "cơ quan nhận báo cáo, gọi như trong câu",
    "người liên hệ": "người nhận báo cáo ghi trong kế hoạch",
    "điện thoại": "điện thoại của người nhận báo cáo",
    "đường dẫn": "địa chỉ trang cần mở trên Cổng",
}

# What the text of a stage may say about one report.
PLACEHOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "trường": "tên gọn của đơn vị, ví dụ: MN Cẩm Vũ",
        "tên đầy đủ": "tên đầy đủ của đơn vị",
        **_ABOUT_THE_PLAN,
        "tình trạng": "tình trạng báo cáo, ví dụ: Nháp",
        "nộp": "“nộp”, hoặc “nộp lại” khi báo cáo đã bị trả lại để bổ sung",
    }
)

# What the text of a list for officers, head or leaders may say about one period.
LIST_PLACEHOLDERS: Mapping[str, str] = MappingProxyType(
    {
        **_ABOUT_THE_PLAN,
        "số đơn vị": "số đơn vị trong danh sách",
        "danh sách": "danh sách đơn vị, mỗi đơn vị một dòng, kèm số ngày chậm và tình trạng",
        "thời điểm": "thời điểm lập danh sách",
    }
)

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def placeholders_of(audience: str) -> Mapping[str, str]:
    """The placeholders that make sense for an audience: name → explanation."""
    return LIST_PLACEHOLDERS if audience in LIST_AUDIENCES else PLACEHOLDERS


def unknown_placeholders(text: str, audience: str = Audience.SCHOOL) -> list[str]:
    """What stands in braces in the text and has no meaning there, in order, each once. A lone brace counts too."""
    known = placeholders_of(audience)
    unknown = [name for name in _PLACEHOLDER.findall(text) if lower_first(name) not in known]
    rest = _PLACEHOLDER.sub("", text)
    return list(dict.fromkeys(unknown + [brace for brace in "{}" if brace in rest]))


def fill(text: str, submission: Submission, *, today: dt.date) -> str:
    """The text with its placeholders replaced by what is true of the report on `today`.

    A name written with a capital letter, such as `{Kỳ}`, gives its value a capital too. Each value stands on one line,
    and what it contains is not looked through again. Unknown names stay as they are. `submission` needs what
    `reports.messages.for_messages` loads.
    """
    plan, organisation = submission.period.plan, submission.organisation
    values = {
        "trường": organisation.short_name,
        "tên đầy đủ": organisation.name,
        "tình trạng": submission.get_status_display(),
        "nộp": "nộp lại" if submission.returned_due_on else "nộp",
        "hạn": deadline_words(submission.period, submission.owed_until),
        "đường dẫn": settings.BASE_URL + reverse("submission_edit", args=[submission.pk]),
        **_common(plan, submission.period, submission.owed_until, today),
    }
    return _replace(text, {name: single_line(value) for name, value in values.items()})


def fill_list(
    text: str, period: ReportingPeriod, *, last_day: dt.date, lines: list[str], link_path: str, now: dt.datetime
) -> str:
    """The text of a list with its placeholders replaced; `lines` are the organisations, `last_day` is the day that all
    of them had for sending."""
    today = local_day(now)
    values = {
        "hạn": deadline_words(period, last_day),
        "số đơn vị": str(len(lines)),
        "thời điểm": format_datetime(now),
        "đường dẫn": settings.BASE_URL + link_path,
        **_common(period.plan, period, last_day, today),
    }
    listed = "\n".join(f"{number}. {single_line(line)}" for number, line in enumerate(lines, 1))
    return _replace(text, {**{name: single_line(value) for name, value in values.items()}, "danh sách": listed})


def stage_kind(stage: ReminderStage) -> NotificationKind:
    """What a stage's message to a school is: a courtesy until the deadline, a chase after it."""
    return NotificationKind.OVERDUE if stage.days > 0 else NotificationKind.REMINDER


def stage_message(stage: ReminderStage, submission: Submission, *, today: dt.date) -> Message:
    """The whole mail of a stage about one report, as it would be written on `today`."""
    subject = single_line(fill(stage.subject, submission, today=today))
    text = fill(stage.body, submission, today=today)
    return compose(stage_kind(stage), submission, today=today, subject=subject, text=text)


def _common(plan: Plan, period: ReportingPeriod, last_day: dt.date, today: dt.date) -> dict[str, str]:
    return {
        "kỳ": lower_first(period.report_name),
        "trích yếu": plan.report_subject,
        "kế hoạch": plan.short_citation,
        "năm": str(period.year),
        "ngày hạn": format_date(last_day),
        "số ngày": str(abs((last_day - today).days)),
        "cơ quan": receiver_words(plan, today)[1],
        "người liên hệ": plan.contact_name,
        "điện thoại": plan.contact_phone,
    }


def _replace(text: str, values: Mapping[str, str]) -> str:
    def value(found: re.Match[str]) -> str:
        name = found[1]
        if name in values:
            return values[name]
        plain = lower_first(name)
        return values[plain][:1].upper() + values[plain][1:] if plain in values else found[0]

    return _PLACEHOLDER.sub(value, text)

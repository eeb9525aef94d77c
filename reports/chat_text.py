"""The list of who still owes a report as plain text, for the chat groups in which offices and schools talk."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import timezone

from plans.models import ReportingPeriod
from reports.enums import SubmissionStatus
from reports.messages import deadline_words, lower_first, receiver_words
from reports.models import Submission
from vietnamese.dates import format_date, format_datetime
from vietnamese.text import sort_key

NO_SCHOOL = "Đơn vị khác"


def chat_text(period: ReportingPeriod, rows: Iterable[Any], *, now: dt.datetime) -> str:
    """Who still owes the period's report, by commune in Vietnamese order, with days (tone: domain reference §6.5).

    `rows` are owed reports with `name` and `commune` (`reports.queries.board`), in the order in which they are named;
    the plan's receiver needs its profiles.
    """
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(row.commune or "", []).append(row)
    plan, today = period.plan, timezone.localdate(now)
    _, office = receiver_words(plan, today)
    lines = [
        "Kính gửi các đơn vị có tên dưới đây:",
        f"{office} đề nghị các đơn vị gửi {lower_first(period.report_name)} {plan.report_subject}.",
        f"Hạn gửi: {deadline_words(period, period.last_day)}.",
        f"Đến {format_datetime(now)}, còn {sum(map(len, groups.values()))} đơn vị chưa gửi:",
    ]
    for commune in sorted(groups, key=lambda name: (not name, sort_key(name))):
        lines += ["", f"{commune or NO_SCHOOL}:"]
        lines += [f"- {row.name}: {_days(row, today)}" for row in groups[commune]]
    contact = ", ".join(filter(None, (plan.contact_name, plan.contact_phone)))
    lines += ["", f"Gửi báo cáo tại {settings.BASE_URL}/"]
    lines += [f"Liên hệ: {contact}"] if contact else []
    return "\n".join([*lines, "Trân trọng."])


def _days(row: Submission, today: dt.date) -> str:
    """How late the report is, or until when it may be sent. How far a school has written is its own business."""
    returned = row.status == SubmissionStatus.RETURNED
    days = (row.owed_until - today).days
    if days < 0:
        return f"quá hạn {'bổ sung ' if returned else ''}{-days} ngày"
    until = f"chậm nhất ngày {format_date(row.owed_until)}"
    if returned:
        return f"cần bổ sung, nộp lại {until}"
    if row.owed_until != row.period.last_day:
        return f"được gia hạn, {until}"
    return f"còn {days} ngày" if days else "hết hạn hôm nay"

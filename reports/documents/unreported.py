"""Which bodies owe the report of a period on a day: a list of the office, grouped by level (domain reference §6.5).

It says no more about people than the status board shows the same readers.
"""

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.conf import settings

from plans.models import ReportingPeriod
from reports.documents.content import Block, Column, Letterhead, ListDocument, Paragraph, Row, Signature, Table
from reports.documents.frame import recipient_lines
from reports.documents.letter import FOR_THE_HEAD
from reports.documents.profiles import profile_for
from reports.documents.signers import head_name
from reports.documents.wording import decapitalised, period_text, words_of
from reports.enums import SubmissionStatus
from reports.models import Submission
from reports.queries.board import board_submissions
from reports.queries.bundles import level_name, level_place, levels_of
from vietnamese.dates import format_date, format_date_long

KIND = "DANH SÁCH"
NOT_SENT, NOT_SENT_AGAIN, NOT_DUE = "Chưa gửi", "Chưa gửi lại", "chưa đến hạn"
NOBODY = "Chưa có người"


def owed_reports(period: ReportingPeriod, day: dt.date) -> list[Submission]:
    """What is owed on the day, whether or not its deadline has passed, by level, commune and name; two queries."""
    rows: Any = board_submissions(period, today=day).owed()
    found = list(rows.defer(None).select_related("organisation__school"))
    return sorted(found, key=lambda row: (level_place(levels_of(row)), row.commune_key or ""))


def build_unreported(period: ReportingPeriod, day: dt.date) -> ListDocument:
    """The list as it stands on the day."""
    plan = period.plan
    office = words_of(plan.receiver, day)
    profile = profile_for(plan.style, day)
    place = office.place_name or plan.place_name
    date = format_date_long(day)
    rows = owed_reports(period, day)
    expected = Submission.objects.reports().filter(period=period).count()
    capacity = profile.capacity(office.signing_capacity)
    # Who signs for the head is no longer the person in the head's seat.
    is_head = not office.signing_capacity.upper().startswith(FOR_THE_HEAD)
    name = office.signer_name or (head_name(plan.receiver, day) if is_head else "")
    return ListDocument(
        letterhead=Letterhead(
            superior=office.superior_header,
            issuer=office.header_name,
            number_line="",
            date_line=f"{place}, {date}" if place else date,
        ),
        kind=KIND,
        subject=f"Đơn vị chưa gửi báo cáo {period_text(period)} (tính đến {date})",
        addressee="",
        is_illustrative=settings.DEMO or plan.is_illustrative,
        opening=tuple(map(Paragraph, _sentences(period, rows, expected, day))),
        body=_body(rows, day),
        closing="",
        recipients=recipient_lines((), office, profile),
        signature=Signature(capacity, office.head_title, name),
        appendices=(),
        profile=profile.key,
    )


def _sentences(period: ReportingPeriod, rows: list[Submission], expected: int, day: dt.date) -> list[str]:
    plan = f"thực hiện {decapitalised(period.plan.report_subject)}"
    due = f"Báo cáo {period_text(period)} {plan} {decapitalised(period.deadline_text)}."
    if not expected:
        return [due, "Kỳ này chưa mở nên chưa có đơn vị phải báo cáo."]
    if not rows:
        return [due, f"Tính đến {format_date_long(day)}, {expected}/{expected} đơn vị đã gửi báo cáo."]
    late = sum(_days(row, day) > 0 for row in rows)
    overdue = f"trong đó {late} đơn vị quá hạn" if late else "chưa đơn vị nào quá hạn"
    again = sum(row.status == SubmissionStatus.RETURNED for row in rows)
    # Elsewhere a report that was given back counts as sent: what is asked of its unit is named by itself.
    parts = [f"{len(rows) - again}/{expected} đơn vị chưa gửi"] if len(rows) > again else []
    parts += [f"{again} đơn vị chưa gửi lại bản bổ sung"] if again else []
    return [due, f"Tính đến {format_date_long(day)}, còn {' và '.join(parts)}, {overdue}."]


def _body(rows: list[Submission], day: dt.date) -> tuple[Block, ...]:
    if not rows:
        return ()
    columns = (
        Column("TT", 6, "center"),
        Column("Đơn vị", 22),
        Column("Địa bàn", 14),
        Column("Người phụ trách, điện thoại", 19),
        Column("Tình trạng", 15),
        Column("Quá hạn (ngày)", 10, "center"),
        Column("Nhắc gần nhất", 14, "center"),
    )
    late = sum(_days(row, day) > 0 for row in rows)
    total = Row(("", f"Cộng: {len(rows)} đơn vị", "", "", f"{late} quá hạn", "", ""), "total")
    return (Table("", columns, (*_grouped(rows, day), total)),)


def _grouped(rows: list[Submission], day: dt.date) -> Iterable[Row]:
    number = 0
    for levels, members in groupby(rows, key=levels_of):
        group = list(members)
        yield Row((f"{level_name(levels)}: {len(group)} đơn vị",), "group")
        for row in group:
            number += 1
            yield Row((str(number), *_cells(row, day)))


def _cells(row: Any, day: dt.date) -> tuple[str, ...]:
    days = _days(row, day)
    sent_before = row.status == SubmissionStatus.RETURNED
    contact = ", ".join(filter(None, (row.contact_name, row.contact_phone)))
    return (
        row.name,
        row.commune or "",
        contact or NOBODY,
        (NOT_SENT_AGAIN if sent_before else NOT_SENT) + ("" if days else f" ({NOT_DUE})"),
        str(days) if days else "–",
        format_date(row.reminded_at) if row.reminded_at else "–",
    )


def _days(row: Any, day: dt.date) -> int:
    """Whole days past the last day on which sending would have been on time."""
    return max((day - row.effective_last_day).days, 0)

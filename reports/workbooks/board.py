"""The status board as an Excel file: the rows and the words of the page."""

from collections.abc import Iterable, Sequence
from typing import Any

from plans.models import ReportingPeriod
from reports.models import Submission
from reports.presentation import reminder_words, status_badge
from schools.workbooks.lists import Column, Kind, list_workbook


def board_workbook(
    period: ReportingPeriod,
    periods: Sequence[ReportingPeriod],
    rows: Iterable[tuple[Any, Sequence[Submission | None]]],
    *,
    notes: Iterable[str] = (),
) -> bytes:
    """The board of `period`; each row with the organisation's reports of the plan's `periods`, None where there is
    none yet. `notes` say what the list was narrowed down to."""
    columns = [
        Column("Đơn vị", 26),
        Column("Địa bàn", 18),
        *(Column(one.report_name, 26) for one in periods),
        Column("Đã điền (%)", 9, Kind.NUMBER),
        Column("Số ngày trễ", 9, Kind.NUMBER),
        Column("Nộp lúc", 17, Kind.DATETIME),
        Column("Nhắc gần nhất", 17, Kind.DATETIME),
        Column("Kết quả nhắc", 24),
        Column("Liên hệ", 24),
        Column("Điện thoại", 14),
        Column("Thư điện tử", 28),
    ]
    title = f"Theo dõi nộp {period.report_name.lower()} – {period.plan.title}"
    deadline = f"Hạn gửi {period.deadline_text} ({period.last_moment_text})"
    return list_workbook(title, columns, (_cells(*row) for row in rows), notes=[deadline, *notes])


def _cells(row: Any, reports: Sequence[Submission | None]) -> list[Any]:
    return [
        row.name,
        row.commune,
        *(status_badge(report).text if report else "chưa mở" for report in reports),
        row.filled_percent,
        row.behind.days,
        row.submitted_at,
        row.reminded_at,
        reminder_words(row.reminder_status),
        row.contact_name,
        row.contact_phone,
        row.contact_email,
    ]

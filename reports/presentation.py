"""How a report's state is said: word, sign and colour together, never colour alone."""

from dataclasses import dataclass

from reports.enums import SubmissionStatus
from reports.models import Submission
from vietnamese.dates import format_date

S = SubmissionStatus


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in words with its sign and the class of its colour."""

    css: str
    sign: str
    text: str


def status_badge(submission: Submission) -> Badge:
    """The state of a report as its school and its receiver see it; needs `with_deadline()` to stay free of queries."""
    late = f" · trễ {submission.days_late} ngày" if submission.first_submitted_at and submission.days_late else ""
    match submission.status:
        case S.ACCEPTED:
            return Badge("good", "●", f"Đã duyệt{late}")
        case S.SUBMITTED:
            return Badge("info", "✎", f"Chờ duyệt{late}")
    if submission.is_overdue:
        return Badge("bad", "■", _overdue_text(submission))
    if submission.status == S.RETURNED:
        return Badge("warn", "▲", "Yêu cầu bổ sung")
    if submission.__dict__.get("extended_until"):
        return Badge("none", "○", f"Gia hạn đến {format_date(submission.owed_until)}")
    if submission.status == S.DRAFT:
        return Badge("info", "✎", f"Nháp {submission.filled_percent}%")
    return Badge("none", "○", "Chưa soạn")


def _overdue_text(submission: Submission) -> str:
    days = -submission.days_left
    match submission.status:
        case S.RETURNED:
            return f"Quá hạn bổ sung {days} ngày"
        case S.DRAFT:
            return f"Quá hạn {days} ngày · nháp {submission.filled_percent}%"
    return f"Quá hạn {days} ngày · chưa soạn"


def time_left_badge(submission: Submission) -> Badge:
    """How much time is left for a report that is owed."""
    days = submission.days_left
    if submission.is_overdue:
        return Badge("bad", "■", f"Quá hạn {-days} ngày")
    if days == 0:
        return Badge("warn", "▲", "Hết hạn hôm nay")
    return Badge("warn" if days <= 7 else "none", "▲" if days <= 7 else "○", f"Còn {days} ngày")

"""How a report's state is said: word, sign and colour together, never colour alone."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reports.enums import NotificationStatus, SubmissionStatus
from reports.models import Submission
from vietnamese.dates import format_date

S = SubmissionStatus
# What `status_badge` reads of a report, for `only()`; the period comes from elsewhere.
BADGE_FIELDS = (
    "period", "organisation", "purpose", "status", "filled_percent", "first_submitted_at", "returned_due_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in words with its sign and the class of its colour."""

    css: str
    sign: str
    text: str

    def link(self, url: str) -> SafeString:
        """The badge as a link."""
        return format_html('<a class="status {}" href="{}">{} {}</a>', self.css, url, self.sign, self.text)

    @property
    def html(self) -> SafeString:
        """The badge as every page shows it. A board has hundreds of a few dozen kinds, so each kind is built once."""
        return _badge_html(self.css, self.sign, self.text)


@lru_cache(maxsize=2048)
def _badge_html(css: str, sign: str, text: str) -> SafeString:
    return format_html('<span class="status {}"><span aria-hidden="true">{}</span>{}</span>', css, sign, text)


def addresses(name: str) -> Callable[[int], str]:
    """Maker of the addresses of a route whose only argument is an id, for lists: the route is looked up once."""
    before, after = reverse(name, args=[0]).rsplit("0", 1)
    return lambda pk: f"{before}{pk}{after}"


def status_badge(submission: Submission) -> Badge:
    """The state of a report as its school and its receiver see it; needs `with_extension()` to stay free of queries."""
    words = submission.words
    # Figures no school has are nobody's delay: what is counted is only the reports.
    days_late = submission.days_late if submission.first_submitted_at and not submission.is_figures else 0
    late = f" · trễ {days_late} ngày" if days_late else ""
    match submission.status:
        case S.ACCEPTED:
            return Badge("good", "●", f"{words.accepted}{late}")
        case S.SUBMITTED:
            return Badge("info", "✎", f"{words.waiting}{late}")
    if submission.is_overdue:
        return Badge("bad", "■", _overdue_text(submission))
    if submission.status == S.RETURNED:
        return Badge("warn", "▲", "Yêu cầu bổ sung")
    if submission.__dict__.get("extended_until"):
        return Badge("none", "○", f"Gia hạn đến {format_date(submission.owed_until)}")
    if submission.status == S.DRAFT:
        return Badge("info", "✎", f"{words.draft} {submission.filled_percent}%")
    return Badge("none", "○", words.untouched)


def _overdue_text(submission: Submission) -> str:
    days = -submission.days_left
    match submission.status:
        case S.RETURNED:
            return f"Quá hạn bổ sung {days} ngày"
        case S.DRAFT:
            return f"Quá hạn {days} ngày · {submission.words.draft.lower()} {submission.filled_percent}%"
    return f"Quá hạn {days} ngày · {submission.words.untouched.lower()}"


def time_left_badge(submission: Submission) -> Badge:
    """How much time is left for a report that is owed."""
    days = submission.days_left
    if submission.is_overdue:
        return Badge("bad", "■", f"Quá hạn {-days} ngày")
    if days == 0:
        return Badge("warn", "▲", "Hết hạn hôm nay")
    return Badge("warn" if days <= 7 else "none", "▲" if days <= 7 else "○", f"Còn {days} ngày")


_REMINDED = {
    NotificationStatus.SENT: "Thư: đã gửi",
    NotificationStatus.PENDING: "Thư: chờ gửi",
    NotificationStatus.FAILED: "Thư: không gửi được",
    NotificationStatus.CANCELLED: "Thư: không gửi nữa",
    NotificationStatus.PORTAL_ONLY: "Chỉ báo trong cổng",
    NotificationStatus.FOR_DIGEST: "Bản tin ngày: chờ gửi",
    NotificationStatus.IN_DIGEST: "Bản tin ngày: đã gửi",
}


def reminder_words(status: str | None) -> str:
    """By which channel a reminder went and what became of it; "" when there was none."""
    return _REMINDED[NotificationStatus(status)] if status else ""

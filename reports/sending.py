"""What became of a message, in words: for the ledger, its file and the people who look after the mail."""

import re

from django.utils import timezone

from reports.enums import NotificationStatus
from reports.models import Notification
from reports.presentation import Badge
from vietnamese.dates import format_datetime

N = NotificationStatus

SENT, WAITING, FAILED, CANCELLED, SHOWN = "sent", "waiting", "failed", "cancelled", "shown"
# The stored states as the office tells them apart.
OUTCOMES: dict[str, tuple[str, tuple[str, ...]]] = {
    SENT: ("Đã gửi", (N.SENT, N.IN_DIGEST)),
    WAITING: ("Chờ gửi", (N.PENDING, N.FOR_DIGEST)),
    FAILED: ("Không gửi được", (N.FAILED,)),
    CANCELLED: ("Không gửi nữa", (N.CANCELLED,)),
    SHOWN: ("Chỉ báo trong cổng", (N.PORTAL_ONLY,)),
}
OUTCOME_OF = {status: outcome for outcome, (_, statuses) in OUTCOMES.items() for status in statuses}

_BADGES = {
    N.PENDING: ("none", "○"),
    N.SENT: ("good", "✓"),
    N.FAILED: ("bad", "■"),
    N.CANCELLED: ("none", "–"),
    N.PORTAL_ONLY: ("info", "●"),
    N.FOR_DIGEST: ("none", "○"),
    N.IN_DIGEST: ("good", "✓"),
}

# Errors stand in the ledger as the mail library words them; the first pattern that fits is the one told.
_CAUSES = [
    (r"\b552\b|5\.2\.2|quota|mailbox full", "Hộp thư người nhận đã đầy."),
    (
        r"RecipientsRefused.*\b(?:550|551|553)\b|5\.1\.[0-9]|user unknown|no such user",
        "Máy chủ thư từ chối địa chỉ này: địa chỉ sai hoặc không còn dùng.",
    ),
    (r"RecipientsRefused.*\b4\d\d\b", "Hộp thư người nhận tạm thời không nhận thư."),
    (r"SenderRefused", "Máy chủ thư không chấp nhận địa chỉ gửi của cổng. Hãy báo người quản trị."),
    (r"AuthenticationError", "Máy chủ thư không chấp nhận tài khoản của cổng. Hãy báo người quản trị."),
    (
        r"ConnectionRefused|ConnectError|Timeout|timed out|gaierror|ServerDisconnected|ConnectionReset|OSError",
        "Không kết nối được máy chủ thư.",
    ),
    (r"DataError|\b554\b", "Máy chủ thư từ chối nội dung thư. Hãy báo người quản trị."),
    (r"ValueError|HeaderParse|UnicodeError|UnicodeEncodeError", "Địa chỉ thư viết không đúng."),
]
_CAUSES_COMPILED = [(re.compile(pattern, re.IGNORECASE), words) for pattern, words in _CAUSES]
_IN_ENGLISH = re.compile(r"^\w+(?:Error|Exception|Refused|Disconnected|gaierror)\b|^\w*Error:")


def error_in_words(error: str) -> str:
    """The reason of a failure for people; "" without one. Words that are Vietnamese already stay."""
    if not error:
        return ""
    for pattern, words in _CAUSES_COMPILED:
        if pattern.search(error):
            return words
    return "Máy chủ thư báo lỗi." if _IN_ENGLISH.search(error) else error


def sending_badge(notification: Notification) -> Badge:
    """The state of sending with its sign; a mail that waits for its hour says which."""
    css, sign = _BADGES[N(notification.status)]
    text = N(notification.status).label
    waits_until = notification.not_before
    if notification.status == N.PENDING and waits_until and waits_until > timezone.now():
        text = f"Chờ đến {format_datetime(waits_until)}"
    return Badge(css, sign, text)

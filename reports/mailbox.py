"""The mails the embedded portal writes to files instead of sending them, read back for the people who run it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

# Django's file backend ends every mail of a file with this line.
END_OF_MAIL = b"\n" + b"-" * 79 + b"\n"
MOST_FILES, MOST_BYTES = 200, 2_000_000
UNREADABLE = "(Không đọc được nội dung thư.)"


@dataclass(frozen=True)
class WrittenMail:
    """One mail as it stands in a file; everything in it is text from outside."""

    subject: str
    to: str
    date: dt.datetime | None
    text: str
    message_id: str


def writes_to_files() -> bool:
    """Whether mails go into files that the portal can show, as in the embedded default."""
    return settings.EMAIL_BACKEND == "django.core.mail.backends.filebased.EmailBackend"


def written_mails() -> list[WrittenMail]:
    """The mails of the newest files, newest first. What cannot be read is shown as such and never raises."""
    folder = Path(settings.MAIL_DIR)
    if not folder.is_dir():
        return []
    files = sorted((path for path in folder.glob("*.log") if path.is_file() and not path.is_symlink()), reverse=True)
    return [mail for path in files[:MOST_FILES] for mail in reversed(list(_mails_in(path)))]


def _mails_in(path: Path) -> Iterator[WrittenMail]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES)
    except OSError:  # removed or closed to us since the folder was listed
        return
    for source in content.split(END_OF_MAIL):
        if source.strip():
            yield _parse(source.lstrip(b"\n"))


def _parse(source: bytes) -> WrittenMail:
    mail = message_from_bytes(source, policy=policy.default)
    return WrittenMail(
        subject=_header(mail, "Subject"),
        to=_header(mail, "To"),
        date=_date(_header(mail, "Date")),
        text=_text(mail),
        message_id=_header(mail, "Message-ID"),
    )


def _header(mail: EmailMessage, name: str) -> str:
    try:
        return str(mail.get(name, ""))
    except (ValueError, IndexError, AttributeError, LookupError):  # the parser's answers to broken headers
        return ""


def _date(text: str) -> dt.datetime | None:
    try:
        written = parsedate_to_datetime(text)
    except ValueError:
        return None
    return written if written.tzinfo else written.replace(tzinfo=dt.UTC)  # "-0000" is how mails say UTC


def _text(mail: EmailMessage) -> str:
    try:
        part = mail.get_body(preferencelist=("plain",))
        return str(part.get_content()) if part else UNREADABLE
    except (ValueError, LookupError, AttributeError):
        return UNREADABLE

"""What a person was shown by the dry run, as a signed, expiring form field."""

from dataclasses import dataclass
from typing import Any

from django.core import signing

from reports.models import Submission
from reports.workbooks.diff import Comparison
from reports.workbooks.upload import Upload

SALT = "reports.workbooks.confirmation"
VALID_SECONDS = 2 * 3600
MOST_CHARACTERS = 2_000_000  # below Django's limit for the body of a form


@dataclass(frozen=True)
class Confirmation:
    """What was shown to one person for one report."""

    submission: int
    user: int
    seen: str
    upload: Upload


def sign_confirmation(comparison: Comparison, *, submission: Submission, by: Any) -> str | None:
    """The dry run as text for a hidden form field: it needs no storage shared by the web processes and cannot be
    altered. None when it would be too long for a form."""
    data = {"s": submission.pk, "u": by.pk, "seen": comparison.digest, "upload": comparison.upload.as_data()}
    text = signing.dumps(data, salt=SALT, compress=True)
    return text if len(text) <= MOST_CHARACTERS else None


def read_confirmation(text: str, *, submission: Submission, by: Any) -> Confirmation | None:
    """The dry run this person was shown for this report, or None when it is foreign, altered or expired."""
    try:
        data = signing.loads(text, salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        return None
    if (data["s"], data["u"]) != (submission.pk, by.pk):
        return None
    return Confirmation(data["s"], data["u"], data["seen"], Upload.from_data(data["upload"]))

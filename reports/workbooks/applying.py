"""From the dry run to the report: a signed, expiring form field, and the import itself."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import transaction

from reports.models import Submission
from reports.queries.sheet import load_sheet
from reports.services.editing import save_report
from reports.workbooks.diff import Comparison, compare
from reports.workbooks.upload import Upload

SALT = "reports.workbooks.confirmation"
VALID_SECONDS = 2 * 3600
MOST_CHARACTERS = 2_000_000  # below Django's limit for the body of a form


class ChangedMeanwhile(Exception):
    """The report is no longer what the dry run compared with; `comparison` is the new dry run."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        super().__init__("the report changed after the dry run")


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


@transaction.atomic
def apply_upload(*, submission: Submission, by: Any, confirmation: Confirmation, take: Collection[str]) -> int:
    """Store what was shown and confirmed; `take` names the conflicts in which the file wins. Returns the number of
    cells written.

    Raises:
        ChangedMeanwhile: the comparison would show something else now; nothing is stored.
        TransitionNotAllowed: the report is not being written any more.
        Conflict: its state changed in the meantime.
    """
    # Held until the end, so that nothing changes between the comparison and the save.
    Submission.objects.select_for_update().order_by("pk").get(pk=submission.pk)
    comparison = compare(load_sheet(submission), confirmation.upload)
    if comparison.digest != confirmation.seen or not comparison.can_confirm:
        raise ChangedMeanwhile(comparison)
    changes = comparison.texts(take)
    if changes:
        save_report(submission=submission, by=by, changes=changes)
    return len(changes)

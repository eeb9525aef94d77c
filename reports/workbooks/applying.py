"""From the dry run to the report: the import itself."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from reports.models import Submission
from reports.queries.sheet import load_sheet
from reports.services.editing import save_report
from reports.workbooks.confirmation import Confirmation
from reports.workbooks.diff import Comparison, compare


class ChangedMeanwhile(Exception):
    """The report is no longer what the dry run compared with; `comparison` is the new dry run."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        super().__init__("the report changed after the dry run")


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

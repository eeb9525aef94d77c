"""What the pages of letters ask: what became of the reports a letter urged."""

from collections.abc import Iterable

from reports import workflow
from reports.models import ReminderLetter, Submission


def sent_since(letters: Iterable[ReminderLetter]) -> dict[int, int]:
    """How many of the organisations in each letter have sent their report by now; one query for all letters."""
    urged = {letter.pk: [row["submission"] for row in letter.rows] for letter in letters}
    everything = {pk for pks in urged.values() for pk in pks}
    sent = set(
        Submission.objects.filter(pk__in=everything, status__in=workflow.SENT).order_by().values_list("pk", flat=True)
    )
    return {pk: sum(submission in sent for submission in pks) for pk, pks in urged.items()}


def submissions_of(letter: ReminderLetter) -> dict[int, Submission]:
    """The reports a letter urged as they stand now, by their ids; one query."""
    pks = [row["submission"] for row in letter.rows]
    return Submission.objects.filter(pk__in=pks).for_list().in_bulk()

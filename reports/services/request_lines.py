"""Storing the lines of requests of a report that is being written. Who stores them holds the report's row."""

from reports.models import Recommendation
from reports.queries.sheet import Sheet


def store_requests(sheet: Sheet) -> None:
    """Write the requests of the sheet, each to the row it was before.

    One that left the page is deleted; once its report was sent, it is only dropped, for somebody may have begun to see
    to it, until the report is sent again. What was answered meanwhile stays (`inputs.refuse_answered` says so).
    """
    unanswered = Recommendation.objects.filter(submission=sheet.submission.pk, first_answered_at=None)
    kept = [row for row in sheet.recommendations if row.pk and not row.is_answered]
    gone = unanswered.exclude(pk__in=[row.pk for row in kept])
    gone.filter(raised_at=None).delete()
    gone.update(is_dropped=True)
    for row in kept:
        # An answer that came since the sheet was read keeps the words it was given to.
        unanswered.filter(pk=row.pk).update(
            text=row.text, addressee=row.addressee, owner=row.owner, position=row.position, is_dropped=False
        )
    Recommendation.objects.bulk_create([row for row in sheet.recommendations if not row.pk])

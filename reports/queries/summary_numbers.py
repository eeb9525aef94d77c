"""Number and day of summaries: how they read on paper, and who has the same number."""

import re

from django.db.models import QuerySet
from django.db.models.fields.json import KT, KeyTextTransform, KeyTransform

from reports.models import SummaryReport
from vietnamese.dates import format_date

_LABEL = re.compile(r"^Số:?\s*")
_GAP = re.compile(r"^[\s\u00a0]+")


def with_number_line(summaries: QuerySet[SummaryReport]) -> QuerySet[SummaryReport]:
    """Annotate `number_line`, the frozen line without its number, so that lists need not load whole documents."""
    annotated = summaries.annotate(number_line=KT("content__letterhead__number_line"))
    return annotated.defer("content", "included")


def with_neighbours(summaries: QuerySet[SummaryReport]) -> QuerySet[SummaryReport]:
    """The same with the revision that each replaces and the one that replaces it, and their lines."""
    neighbours = ("replaces", "replaced_by")
    lines = {
        f"{one}_line": KeyTextTransform("number_line", KeyTransform("letterhead", f"{one}__content"))
        for one in neighbours
    }
    unread = (f"{one}__{field}" for one in neighbours for field in ("content", "included"))
    return (
        with_number_line(summaries).annotate(**lines).select_related(*neighbours).defer("content", "included", *unread)
    )


def neighbour(summary: SummaryReport, name: str) -> SummaryReport | None:
    """`replaces` or `replaced_by` of a row of `with_neighbours`, with its line; None when it has none."""
    found: SummaryReport | None = getattr(summary, name, None)
    if found is not None:
        found.number_line = getattr(summary, f"{name}_line")  # type: ignore[attr-defined]
    return found


def printed_number(summary: SummaryReport) -> str:
    """`05/BC-…` or `05-BC/…` as it stands on the paper; "" before the clerk has entered the number.

    Reads `number_line` where `with_number_line` has brought it along, else the frozen content.
    """
    if summary.number is None:
        return ""
    line = getattr(summary, "number_line", None) or (summary.content or {}).get("letterhead", {}).get("number_line", "")
    return f"{summary.number:02d}{_GAP.sub('', _LABEL.sub('', line))}"


def numbered_as(summary: SummaryReport) -> str:
    """`số 05/BC-… ngày 09/03/2018`; "" before number and day are entered."""
    if summary.number is None or summary.issued_on is None:
        return ""
    return f"số {printed_number(summary)} ngày {format_date(summary.issued_on)}"


def same_number(summary: SummaryReport, number: int, year: int) -> list[SummaryReport]:
    """Other summaries of the same issuer and year that carry the number; one query."""
    others = SummaryReport.objects.filter(
        number=number, issued_on__year=year, period__plan__receiver=summary.period.plan.receiver_id
    ).exclude(pk=summary.pk)
    return list(with_number_line(others).select_related("period__plan").order_by("issued_on", "pk"))

"""The clerk enters number and day of a finalised summary (domain reference §1.2: the clerk assigns both on release)."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.deadlines import local_day
from reports.enums import SummaryStatus
from reports.models import SummaryReport
from reports.queries.summary_numbers import numbered_as, same_number
from reports.services.summary_conflicts import overtaken
from schools.models import Organisation
from vietnamese.dates import format_date

HIGHEST = 99_999

NO_NUMBER = "Số văn bản là số nguyên từ 1 đến 99.999."
IN_THE_FUTURE = "Ngày ban hành không thể sau ngày hôm nay."


class NumberRefused(Exception):
    """Number or day cannot be right. `errors` maps the field to a sentence."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__("; ".join(errors.values()))


class NumberTaken(Exception):
    """The issuer has given the number to `others` in the same year; it may still be right (two books, a mistake)."""

    def __init__(self, number: int, year: int, others: list[SummaryReport]) -> None:
        self.others = others
        named = "; ".join(f"{one.period.report_name} ({numbered_as(one)})" for one in others)
        self.message = f"Số {number:02d} năm {year} đã ghi cho: {named}."
        super().__init__(self.message)


@transaction.atomic
def number_summary(
    *, summary: SummaryReport, by: Any, number: int, issued_on: dt.date, despite_same: bool = False
) -> SummaryReport:
    """Enter number and day, or correct them until the summary is published. `despite_same` confirms a number that the
    issuer has given in that year already.

    Raises:
        NumberRefused: they cannot be right. NumberTaken: the number exists and was not confirmed; nothing was changed.
        Conflict: the summary is not finalised, or is published already.
    """
    # Clerks of one issuer who enter numbers at the same moment wait for each other, so that the second is warned.
    Organisation.objects.select_for_update(no_key=True).get(pk=summary.period.plan.receiver_id)
    finalised = SummaryReport.objects.filter(pk=summary.pk, status=SummaryStatus.FINALISED)
    finalised_at = finalised.values_list("finalised_at", flat=True).first()
    if finalised_at is None:
        raise overtaken(summary)
    if errors := why_refused(number, issued_on, finalised_at):
        raise NumberRefused(errors)
    others = [] if despite_same else same_number(summary, number, issued_on.year)
    if others:
        raise NumberTaken(number, issued_on.year, others)
    if not finalised.update(number=number, issued_on=issued_on, numbered_at=timezone.now(), numbered_by=by):
        raise overtaken(summary)
    summary.refresh_from_db()
    return summary


def why_refused(number: int, issued_on: dt.date, finalised_at: dt.datetime) -> dict[str, str]:
    """What cannot be right, by field. A document is dated when it is released, so never before its head approved it."""
    errors = {}
    if not 1 <= number <= HIGHEST:
        errors["number"] = NO_NUMBER
    day = local_day(finalised_at)
    if issued_on > timezone.localdate():
        errors["issued_on"] = IN_THE_FUTURE
    elif issued_on < day:
        errors["issued_on"] = f"Ngày ban hành không thể trước ngày chốt ({format_date(day)})."
    return errors

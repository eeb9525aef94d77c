"""What the page of a summary shows of its life: the steps taken and to come, and its revisions."""

import datetime as dt
from dataclasses import dataclass

from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.enums import SummaryStatus
from reports.models import SummaryReport
from reports.queries.summary_numbers import numbered_as, with_number_line
from schools.enums import Role
from schools.queries import Actor


@dataclass(frozen=True)
class Step:
    """One step. `at` and `by` are empty while it is to come; `note` is what was entered with it."""

    title: str
    at: dt.datetime | None
    by: str
    note: str = ""

    @property
    def is_done(self) -> bool:
        return self.at is not None


@dataclass(frozen=True)
class Revision:
    """One revision of a period's summary. `replaces` and `replaced_by` are told by number; `is_shown` is the one that
    the page shows."""

    summary: SummaryReport
    number: str
    replaces: str
    replaced_by: str
    is_shown: bool

    @property
    def is_replaced(self) -> bool:
        """Whether a published revision stands in its place."""
        return bool(self.replaced_by)


def steps_of(summary: SummaryReport) -> list[Step]:
    """The three steps after drafting, in their order. Needs the people of the steps loaded."""
    return [
        Step("Chốt số liệu, lời văn", summary.finalised_at, _name(summary.finalised_by)),
        Step("Ghi số, ngày", summary.numbered_at, _name(summary.numbered_by), numbered_as(summary)),
        Step("Phát hành", summary.published_at, _name(summary.published_by)),
    ]


def revisions_of(period: ReportingPeriod, shown: SummaryReport, *, drafts: bool) -> list[Revision]:
    """The revisions of a period's summary, the newest first; those in the making for the desk only. One query."""
    rows = with_number_line(SummaryReport.objects.filter(period=period)).order_by("-revision")
    rows = rows.select_related("finalised_by", "numbered_by", "published_by")
    found = list(rows if drafts else rows.filter(status=SummaryStatus.PUBLISHED))
    by_id = {row.pk: row for row in found}
    replaced_by = {row.replaces_id: row for row in found if row.replaces_id and row.is_published}
    return [
        Revision(
            summary=row,
            number=numbered_as(row),
            replaces=numbered_as(by_id[row.replaces_id]) if row.replaces_id in by_id else "",
            replaced_by=numbered_as(replaced_by[row.pk]) if row.pk in replaced_by else "",
            is_shown=row.pk == shown.pk,
        )
        for row in found
    ]


def waiting_for_clerk(actor: Actor) -> list[SummaryReport]:
    """What the head has finalised and the person, as clerk of the office, has to number or publish; no query for
    clerks of schools."""
    offices = {seat.organisation_id for seat in actor.seats if seat.role == Role.CLERK} - {
        seat.organisation_id for seat in actor.school_seats
    }
    if not offices:
        return []
    rows = SummaryReport.objects.filter(status=SummaryStatus.FINALISED, period__plan__receiver__in=offices)
    rows = rows.exclude(period__plan__status=PlanStatus.DRAFT).select_related("period__plan")
    return list(with_number_line(rows).order_by("finalised_at", "pk"))


def _name(user: object) -> str:
    return str(user) if user else ""

"""What comes into the books of a plan: the reports of a period, the published summaries of a year."""

from dataclasses import dataclass
from typing import Any

from plans.models import Plan, ReportingPeriod
from reports.enums import BundleScope
from reports.models import Submission, SummaryReport
from reports.queries.communes import commune_of_report
from schools.enums import Levels

LEVEL_ORDER = {levels: place for place, levels in enumerate(Levels.values)}


@dataclass(frozen=True)
class BoundPeriod:
    """A period of a yearbook with its published summary, the latest revision; None while there is none."""

    period: ReportingPeriod
    summary: SummaryReport | None


def reports_to_bind(period: ReportingPeriod, scope: str) -> list[Submission]:
    """The reports of the period by level, commune and name; schools first, then the other bodies.

    Annotated: `levels` ("" for what is no school), `commune`. A report that was returned is being corrected and comes
    in again when it has been sent again. Three queries.
    """
    rows: Any = Submission.objects.reports().filter(period=period)
    rows = rows.accepted() if scope == BundleScope.ACCEPTED else rows.sent()
    rows = rows.select_related("organisation__school").prefetch_related("organisation__profiles")
    found = rows.annotate(commune=commune_of_report("short_name"), commune_key=commune_of_report("sort_key"))
    submissions: list[Submission] = list(found.order_by("organisation__sort_key", "pk"))
    for one in submissions:
        one.period = period
    return sorted(submissions, key=lambda row: (level_place(levels_of(row)), row.__dict__["commune_key"] or ""))


def levels_of(submission: Submission) -> str:
    """The levels that the reporting school teaches; "" for what is no school."""
    school = getattr(submission.organisation, "school", None)
    return school.levels if school else ""


def level_place(levels: str) -> int:
    """Where a set of levels stands among the groups of a list; what is no school comes last."""
    return LEVEL_ORDER.get(levels, len(LEVEL_ORDER))


def level_name(levels: str) -> str:
    """The heading of a group of such a list."""
    return str(Levels(levels).label) if levels else "Cơ quan, đơn vị khác"


def count_of(period: ReportingPeriod, scope: str) -> int:
    """How many reports the bundle would hold."""
    rows = Submission.objects.reports().filter(period=period)
    return (rows.accepted() if scope == BundleScope.ACCEPTED else rows.sent()).count()


def periods_to_bind(plan: Plan) -> list[BoundPeriod]:
    """The periods of a plan in their order with what was published last of each: two queries."""
    published: dict[int, SummaryReport] = {}
    for summary in SummaryReport.objects.published().filter(period__plan=plan).order_by("revision"):
        published[summary.period_id] = summary
    bound = []
    for period in plan.periods.order_by("position"):
        period.plan = plan
        if (found := published.get(period.pk)) is not None:
            found.period = period
        bound.append(BoundPeriod(period, found))
    return bound

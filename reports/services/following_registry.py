"""What plans and reports make of a change in the registry: who takes duties over, and what is still open."""

import datetime as dt
from collections.abc import Collection, Mapping

from plans.enums import PlanStatus
from plans.models import PlanReporter
from reports.enums import SubmissionStatus
from reports.models import Submission
from vietnamese.dates import format_date

UNSENT = (SubmissionStatus.NOT_STARTED, SubmissionStatus.DRAFT, SubmissionStatus.RETURNED)


def hand_over_duties(heirs: Mapping[int, Collection[int]], on: dt.date) -> int:
    """Let each heir report on the plans that one of those before it reports on and that still ask for data of the day
    or later; returns how many duties are new. Periods of earlier data stay with those who were there (`open_period`).
    """
    created = 0
    for heir, before in heirs.items():
        duties = PlanReporter.objects.filter(
            organisation__in=before, plan__status__in=[PlanStatus.DRAFT, PlanStatus.IN_FORCE]
        )
        plans = duties.filter(plan__periods__data_to__gte=on).order_by("plan").values_list("plan", flat=True).distinct()
        for plan in list(plans):
            created += PlanReporter.objects.get_or_create(plan_id=plan, organisation_id=heir)[1]
    return created


def open_reports(ended: Collection[int], on: dt.date) -> list[str]:
    """A sentence for each body that ends with reports that nobody has sent yet."""
    rows = (
        Submission.objects.filter(organisation__in=ended, status__in=UNSENT, period__plan__status=PlanStatus.IN_FORCE)
        .select_related("organisation", "period")
        .order_by("organisation__sort_key", "organisation", "period__position")
    )
    labels: dict[str, list[str]] = {}
    for row in rows:
        labels.setdefault(row.organisation.short_name, []).append(row.period.label)
    return [
        f"{name} còn báo cáo chưa gửi ({', '.join(found)}); nên gửi và duyệt trước ngày {format_date(on)}, "
        "sau đó không còn ai ở đơn vị gửi được."
        for name, found in labels.items()
    ]

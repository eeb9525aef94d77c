"""The same period of the year before, beside the figures of a report."""

from plans.enums import PlanStatus
from plans.year_before import a_year_before, around
from reports.models import IndicatorValue
from reports.queries.sheet import Sheet


def add_last_year(sheet: Sheet) -> None:
    """Put the school's figures of the same period of last year's plan into the grid: one query.

    Last year's plan is the one of the same issuer and document type of the year before (as in
    `reports.queries.figures`); the figures are joined by indicator, because each plan has its own grid.
    """
    submission = sheet.submission
    plan, same_day = submission.period.plan, a_year_before(submission.period.data_to)
    values = IndicatorValue.objects.filter(
        submission__organisation=submission.organisation_id,
        submission__period__data_to__range=around(same_day),
        submission__period__plan__issuer=plan.issuer_id,
        submission__period__plan__document_type=plan.document_type,
        submission__period__plan__year=plan.year - 1,
    ).exclude(submission__period__plan__status=PlanStatus.DRAFT)
    rows = values.order_by("pk").values_list(
        "submission__period__data_to", "plan_indicator__indicator", "state", "numerator", "denominator", "value"
    )
    # The nearest period comes last and stays.
    found = {row[1]: row[2:] for row in sorted(rows, key=lambda row: -abs(row[0] - same_day))}
    for row in sheet.grid:
        if row.indicator_id in found:
            (
                row.last_year_state,
                row.last_year_numerator,
                row.last_year_denominator,
                row.last_year_value,
            ) = found[row.indicator_id]

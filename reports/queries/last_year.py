"""The same period of the year before, beside the figures of a report."""

from reports.models import IndicatorValue
from reports.queries.sheet import Sheet


def add_last_year(sheet: Sheet) -> None:
    """Put the school's figures of the same period of last year's plan into the grid: one query.

    Last year's plan is the one of the same issuer and document type of the year before (as in
    `reports.queries.figures`); the figures are joined by indicator, because each plan has its own grid.
    """
    submission = sheet.submission
    plan = submission.period.plan
    values = IndicatorValue.objects.filter(
        submission__organisation=submission.organisation_id,
        submission__period__position=submission.period.position,
        submission__period__plan__issuer=plan.issuer_id,
        submission__period__plan__document_type=plan.document_type,
        submission__period__plan__year=plan.year - 1,
    ).order_by("pk")
    found = {
        row[0]: row[1:]
        for row in values.values_list("plan_indicator__indicator", "state", "numerator", "denominator", "value")
    }
    for row in sheet.grid:
        if row.indicator_id in found:
            (
                row.last_year_state,
                row.last_year_numerator,
                row.last_year_denominator,
                row.last_year_value,
            ) = found[row.indicator_id]

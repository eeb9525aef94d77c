"""The sheets of a period for figures no school has: who enters which, how far each is, and what all of them say."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Case, F, IntegerField, Value, When

from plans.models import Indicator, ReportingPeriod
from reports.models import IndicatorValue, Submission
from reports.models.submission import SubmissionQuerySet
from reports.queries.rows import GridRow
from reports.queries.sheet import Sheet, figures_section
from reports.queries.sheets import load_sheets

TYPED = ("raw_numerator", "raw_denominator", "raw_value", "note")


def sheets_of(period: ReportingPeriod, user: Any) -> SubmissionQuerySet:
    """The sheets the person may see, the receiver's own first, then the communes by name."""
    own_first = Case(
        When(organisation=F("period__plan__receiver"), then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = Submission.objects.visible_to(user).figures().filter(period=period)
    rows = found.select_related("organisation__school", "period__plan__receiver", "last_edited_by").with_extension()
    return rows.annotate(own_first=own_first).order_by("own_first", "organisation__sort_key", "pk")


def definitions_of(rows: Iterable[GridRow]) -> dict[int, str]:
    """What is counted, by the id of the indicator: who enters a figure that nobody else enters has nobody to ask."""
    indicators = Indicator.objects.filter(pk__in=[row.indicator_id for row in rows]).exclude(definition="")
    return dict(indicators.order_by("pk").values_list("pk", "definition"))


def typed_sheets(submissions: Sequence[Submission]) -> dict[int, Sheet]:
    """The sheets by the id of the submission, with what was typed into each cell: six queries for any number."""
    sheets = load_sheets(submissions)
    rows = {(pk, row.id): row for pk, sheet in sheets.items() for row in sheet.grid}
    for sheet in sheets.values():
        sheet.sections = [figures_section()]
    values = IndicatorValue.objects.filter(submission__in=list(sheets)).order_by("pk")
    for submission, indicator, *texts in values.values_list("submission_id", "plan_indicator_id", *TYPED):
        row = rows.get((submission, indicator))
        if row is not None:
            for name, text in zip(TYPED, texts, strict=True):
                setattr(row, name, text)
    return sheets

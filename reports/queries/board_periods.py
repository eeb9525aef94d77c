"""The other periods of a plan beside the rows of the board: joined, so that all of it stays one query."""

from collections.abc import Iterable
from typing import Any

from django.db.models import DateField, F, FilteredRelation, OuterRef, Q, Subquery

from plans.models import ReportingPeriod
from reports.models import Extension, Submission


def with_periods(rows: Any, others: Iterable[ReportingPeriod]) -> Any:
    """Join the same organisations' reports of other periods, for `other_submission`. Still the one query; apart from
    `board_submissions`, because what is only counted has no use for them."""
    joins: dict[str, Any] = {}
    columns: dict[str, Any] = {}
    for other in others:
        alias = f"other{other.pk}"
        joins[alias] = FilteredRelation(
            "organisation__submissions", condition=Q(organisation__submissions__period=other.pk)
        )
        extension = Extension.objects.filter(submission=OuterRef(f"{alias}__pk")).order_by("-until").values("until")
        columns |= {
            f"{alias}_pk": F(f"{alias}__pk"),
            f"{alias}_status": F(f"{alias}__status"),
            f"{alias}_filled": F(f"{alias}__filled_percent"),
            f"{alias}_first": F(f"{alias}__first_submitted_at"),
            f"{alias}_due": F(f"{alias}__returned_due_on"),
            f"{alias}_extended": Subquery(extension[:1], output_field=DateField()),
        }
    return rows.annotate(**joins).annotate(**columns)


def other_submission(row: Submission, other: ReportingPeriod) -> Submission | None:
    """The report of the same organisation for one of the periods of `with_periods`, unsaved and with what its state
    needs; None when that period has not opened for it."""
    known, alias = row.__dict__, f"other{other.pk}"
    if known[f"{alias}_pk"] is None:
        return None
    found = Submission(
        pk=known[f"{alias}_pk"],
        period=other,
        organisation_id=row.organisation_id,
        status=known[f"{alias}_status"],
        filled_percent=known[f"{alias}_filled"],
        first_submitted_at=known[f"{alias}_first"],
        returned_due_on=known[f"{alias}_due"],
    )
    found.__dict__["extended_until"] = known[f"{alias}_extended"]
    return found

"""What a unit said about one indicator in each version of its reports: frozen, so it never changes afterwards."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Subquery

from plans.models import Indicator, ReportingPeriod, Target
from plans.revisions import apply_entry, applying_to
from reports.enums import Action, ValueState
from reports.models import SubmissionEvent, SubmissionVersion
from reports.queries.values import Cell
from schools.models import Organisation


@dataclass(frozen=True)
class ToldCell:
    """One version's word on the indicator. `targets` are those of the plan's revision it was sent under."""

    number: int
    sent_at: dt.datetime
    sent_by: str
    accepted_by: str
    cell: Cell
    note: str
    justification: str
    targets: Sequence[dict[str, Any]]

    @property
    def figure(self) -> tuple[Any, ...]:
        """What makes two versions say the same."""
        return self.cell[1:5]

    def target_for(self, indicator: Indicator, unit: Organisation, levels: str, period: ReportingPeriod) -> Any:
        """The target that held for the unit when this version was sent; None without one."""
        entry = applying_to(self.targets, levels=levels, organisation=unit).get(indicator.code)
        if entry is None:
            return None
        owner = unit.pk if entry["organisation"] else None
        target: Any = Target(indicator=indicator, level=entry["level"], organisation_id=owner)
        apply_entry(target, entry)
        share = entry["milestones"].get(str(period.position))
        target.milestone_share = None if share is None else Decimal(share)
        return target


def told_by(submissions: Collection[int], code: str) -> dict[int, list[ToldCell]]:
    """The versions of the reports in their order, by report; those without the indicator are left out. One query."""
    accepted = SubmissionEvent.objects.filter(submission=OuterRef("submission"), action=Action.ACCEPT)
    rows = (
        SubmissionVersion.objects.filter(submission__in=submissions)
        .annotate(accepted_by=Subquery(accepted.order_by("-at", "-pk").values("by__full_name")[:1]))
        .order_by("submission", "revision")
        .values_list(
            "submission_id",
            "submission__period__position",
            "revision",
            "created_at",
            "created_by__full_name",
            "accepted_by",
            "content__figures",
            "plan_revision__content__targets",
        )
    )
    found: dict[int, list[ToldCell]] = {}
    for report, own in groupby(rows, key=lambda row: row[0]):
        found[report] = [told for row in own if (told := _told(code, row[1:])) is not None]
    return found


def _told(code: str, row: Sequence[Any]) -> ToldCell | None:
    position, number, sent_at, sent_by, accepted_by, figures, targets = row
    entry = next((one for one in figures or () if one["code"] == code), None)
    if entry is None:
        return None
    numerator, denominator, value = (_number(entry[name]) for name in ("numerator", "denominator", "value"))
    return ToldCell(
        number=number,
        sent_at=sent_at,
        sent_by=sent_by or "",
        accepted_by=accepted_by or "",
        cell=Cell(position, entry.get("state", ValueState.MISSING), numerator, denominator, value),
        note=entry.get("note", ""),
        justification=entry.get("justification", ""),
        targets=targets or (),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def changes(versions: Sequence[ToldCell]) -> list[ToldCell]:
    """The first version and every later one whose figure is another than that of the version before it."""
    pairs = zip([None, *versions], versions, strict=False)
    return [told for before, told in pairs if before is None or before.figure != told.figure]

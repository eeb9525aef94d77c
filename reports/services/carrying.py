"""Starting from what the school wrote in the period before.

What was copied carries a mark until somebody edits it, so that "only the date was changed" stays visible.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from plans.enums import SectionKind, TimeRule
from reports.enums import ValueState
from reports.models import IndicatorValue, SectionEntry, Submission
from reports.queries.corrections import scope_for
from reports.queries.rows import GridRow, SectionRow
from reports.services.autosaving import update_filled
from reports.services.editing import save_report
from reports.services.storing import store_sections, store_values
from vietnamese.numbers import number_for_input


@dataclass(frozen=True)
class Carried:
    """How many entries were copied, and what of the typed texts was refused (`Sheet.refused`)."""

    count: int
    refused: dict[str, str]


@transaction.atomic
def carry_over(*, submission: Submission, by: Any, changes: Mapping[str, str]) -> Carried:
    """Copy texts and stock figures of the period before into what is still empty.

    `changes` is what was just typed (as for `save_report`); it is stored first and never copied over. Cumulative
    figures are not copied: they are counted anew from the beginning of the year. What a reviewer left shut stays empty.

    Raises:
        TransitionNotAllowed, Conflict: the report is not being written.
    """
    sheet = save_report(submission=submission, by=by, changes=changes)
    scope = scope_for(sheet)
    sections = [row for row in sheet.sections if _may_carry_text(row) and scope.allows(row.field_name)]
    rows = [row for row in sheet.grid if _may_carry_figure(row) and scope.allows(row.field_name)]
    store_sections(
        SectionEntry(
            submission=submission,
            section_id=row.id,
            text=row.previous,
            justification=row.justification,
            is_carried=True,
        )
        for row in sections
    )
    store_values((_carried(submission, row) for row in rows), with_remarks=False)
    update_filled(submission=submission)
    return Carried(len(sections) + len(rows), sheet.refused)


def _may_carry_text(row: SectionRow) -> bool:
    return row.kind == SectionKind.TEXT and not row.text.strip() and bool(row.previous.strip())


def _may_carry_figure(row: GridRow) -> bool:
    """An empty row of a stock figure whose last value is known."""
    untouched = not (row.raw_numerator or row.raw_denominator or row.raw_value)
    return untouched and row.time_rule == TimeRule.LATEST and row.previous_state != ValueState.MISSING


def _carried(submission: Submission, row: GridRow) -> IndicatorValue:
    marks = {ValueState.NOT_APPLICABLE: "k", ValueState.NOT_AVAILABLE: "c"}
    mark = marks.get(ValueState(row.previous_state), "")
    raw = {
        "raw_numerator": mark if row.is_ratio else "",
        "raw_denominator": "",
        "raw_value": "" if row.is_ratio else mark,
    }
    if row.previous_state == ValueState.GIVEN:
        raw = {
            "raw_numerator": number_for_input(row.previous_numerator),
            "raw_denominator": number_for_input(row.previous_denominator),
            "raw_value": number_for_input(row.previous_value),
        }
    return IndicatorValue(
        submission=submission,
        plan_indicator_id=row.id,
        state=row.previous_state,
        numerator=row.previous_numerator,
        denominator=row.previous_denominator,
        value=row.previous_value,
        is_carried=True,
        **raw,
    )

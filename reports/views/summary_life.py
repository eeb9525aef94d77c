"""The life of a summary as the card on its page shows it: where it stands, and what the person may do next."""

import dataclasses
from typing import Any

from django.utils import timezone

from reports.documents.content import OfficialDocument
from reports.enums import Capability
from reports.models import SummaryReport
from reports.permissions import can
from reports.queries.completeness import completeness
from reports.queries.summary_included import late_changes, said
from reports.queries.summary_life import revisions_of, steps_of
from reports.services.finalising import fingerprint
from reports.services.publishing import readers_of
from reports.summary_forms import CorrectionForm, NumberForm

NAMED_LATE = 12


def life_context(user: Any, summary: SummaryReport, document: OfficialDocument | None = None) -> dict[str, Any]:
    """What `reports/summary/_life.html` reads. A draft that nobody has begun has no row: `summary.pk` is None.

    `document` is what the page shows of the summary: only exactly that is finalised from the page.
    """
    period = summary.period
    on_desk = can(user, Capability.ISSUE_SUMMARY, period)
    revisions = revisions_of(period, summary, drafts=can(user, Capability.VIEW_SUMMARY, SummaryReport(period=period)))
    shown = next((one for one in revisions if one.is_shown), None)
    late, late_more = said(late_changes(summary), NAMED_LATE)
    may_finalise = bool(summary.is_draft and summary.pk and can(user, Capability.FINALISE_SUMMARY, period))
    is_finalised = not (summary.is_draft or summary.is_published)
    may_publish = is_finalised and on_desk and summary.number is not None
    is_latest = bool(revisions) and revisions[0].is_shown
    return {
        "steps": steps_of(shown.summary if shown else summary),
        "revisions": revisions,
        "shown": shown,
        "late": late,
        "late_more": late_more,
        "may_finalise": may_finalise,
        "counts": completeness(period) if may_finalise else None,
        "seen": _seen(document) if may_finalise and document is not None else "",
        "is_finalised": is_finalised,
        "may_withdraw": is_finalised and can(user, Capability.FINALISE_SUMMARY, period),
        "number_form": number_form(summary) if is_finalised and on_desk else None,
        "may_publish": may_publish,
        "reader_count": len(readers_of(summary)) if may_publish else 0,
        "may_correct": summary.is_published and is_latest and can(user, Capability.EDIT_SUMMARY, period),
        "correction_form": CorrectionForm(),
        "may_drop": bool(
            summary.is_draft and summary.replaces_id and summary.pk and can(user, Capability.EDIT_SUMMARY, period)
        ),
    }


def number_form(summary: SummaryReport) -> NumberForm:
    """Filled with what was entered, today before."""
    return NumberForm(initial={"number": summary.number, "issued_on": summary.issued_on or timezone.localdate()})


def _seen(document: OfficialDocument) -> str:
    """The fingerprint of the shown draft as it would be frozen."""
    return fingerprint(dataclasses.replace(document, is_draft=False))

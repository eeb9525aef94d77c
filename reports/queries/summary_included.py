"""Which reports a summary counts, and which came or changed after its figures were frozen."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plans.models import ReportingPeriod
from reports.enums import Purpose, SubmissionStatus
from reports.models import Submission, SummaryReport
from reports.queries.completeness import completeness

NEWLY_ACCEPTED = "duyệt sau khi chốt"
ACCEPTED_AGAIN = "nộp lại, duyệt sau khi chốt"
REOPENED = "mở lại để sửa sau khi chốt"
SENT_LATER = "gửi sau khi chốt, chờ duyệt"


@dataclass(frozen=True)
class LateChange:
    """One report that is not in a summary as it stands now. `period` is the label of an earlier period whose figures
    are carried on, else empty; `words` say what happened."""

    unit: str
    period: str
    words: str

    def __str__(self) -> str:
        place = f"kỳ {self.period}, " if self.period else ""
        return f"{self.unit} ({place}{self.words})"


def included_now(period: ReportingPeriod) -> dict[str, Any]:
    """What a summary frozen at this moment counts: the accepted reports of the plan up to the period with the number
    of their version, those that were sent and wait for review, and how many of the period's own are in which state.

    Earlier periods belong to it because a figure that was not given again is carried on.
    """
    found: dict[str, dict[str, int]] = {"accepted": {}, "waiting": {}}
    rows = _feeding(period).filter(status__in=[SubmissionStatus.ACCEPTED, SubmissionStatus.SUBMITTED])
    for pk, status, revision in rows.order_by("pk").values_list("pk", "status", "revision"):
        found["accepted" if status == SubmissionStatus.ACCEPTED else "waiting"][str(pk)] = revision
    return {**found, "counts": dataclasses.asdict(completeness(period))}


def late_changes(summary: SummaryReport) -> list[LateChange]:
    """What was accepted, sent, or taken back after the summary was finalised; nothing for a draft. One query."""
    if summary.included is None:
        return []
    accepted, waiting = summary.included.get("accepted", {}), summary.included.get("waiting", {})
    rows = _feeding(summary.period).select_related("organisation", "period")
    changes = []
    for row in rows.order_by("-period__position", "organisation__sort_key", "pk"):
        words = _what_happened(row, accepted.get(str(row.pk)), waiting.get(str(row.pk)))
        if words:
            earlier = row.period.label if row.period_id != summary.period_id else ""
            sheet = ", phiếu số liệu" if row.purpose == Purpose.FIGURES else ""
            changes.append(LateChange(f"{row.organisation.short_name}{sheet}", earlier, words))
    return changes


def said(changes: Sequence[LateChange], most: int) -> tuple[str, int]:
    """The first `most` changes as one line, and how many are left out."""
    return "; ".join(str(change) for change in changes[:most]), max(len(changes) - most, 0)


def _what_happened(row: Submission, accepted: int | None, waiting: int | None) -> str:
    if row.status == SubmissionStatus.ACCEPTED:
        if accepted is None:
            return NEWLY_ACCEPTED
        return ACCEPTED_AGAIN if accepted != row.revision else ""
    if accepted is not None:
        return REOPENED
    return SENT_LATER if row.status == SubmissionStatus.SUBMITTED and waiting != row.revision else ""


def _feeding(period: ReportingPeriod) -> Any:
    return Submission.objects.filter(period__plan=period.plan_id, period__position__lte=period.position)

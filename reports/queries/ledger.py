"""The ledger of messages: rows for the page and its file, and how many there are of each outcome."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from reports.models import Notification
from reports.sending import OUTCOME_OF, OUTCOMES, error_in_words


@dataclass(frozen=True)
class OutcomeCount:
    """How many messages had one outcome."""

    key: str
    words: str
    count: int


def with_names(rows: QuerySet[Notification]) -> QuerySet[Notification]:
    """Rows with everything a line of the ledger names, newest first, in one query."""
    return rows.select_related(
        "recipient", "submission__organisation", "submission__period__plan", "period__plan", "task__plan", "task__lead"
    ).order_by("-created_at", "-pk")


def outcome_counts(rows: QuerySet[Notification]) -> list[OutcomeCount]:
    """The messages by outcome, every outcome named, in one query."""
    totals = dict.fromkeys(OUTCOMES, 0)
    for status, count in rows.order_by().values_list("status").annotate(Count("pk")):
        totals[OUTCOME_OF[status]] += count
    return [OutcomeCount(key, words, totals[key]) for key, (words, _) in OUTCOMES.items()]


def export_row(notification: Notification) -> list[object]:
    """One line of the Excel file, in the order of `reports.views.ledger.COLUMNS`."""
    report, task = notification.submission, notification.task
    period = report.period if report else notification.period
    plan = task.plan if task else period and period.plan
    return [
        notification.created_at,
        report.organisation.short_name if report else task.lead_text if task else "",
        plan.title if plan else "",
        f"Nhiệm vụ {task.code}" if task else period.report_name if period else "",
        notification.get_kind_display(),
        notification.subject,
        notification.recipient.full_name,
        notification.address or notification.recipient.email,
        notification.get_status_display(),
        notification.sent_at,
        error_in_words(notification.error),
    ]

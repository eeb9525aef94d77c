"""What a section of a summary said before: every change of its words, from the log."""

from auditlog.models import LogEntry
from django.db.models import QuerySet

from reports.models import SummaryReport, SummarySection

SUMMARY, KEY = "summary", "section"
MOST_SHOWN = 10


def title_in_log(row: SummarySection) -> str:
    """How the administrators' list of changes names the section."""
    return f"{row.summary}: mục {row.key}"


def changes_of(summary: SummaryReport, key: str) -> "QuerySet[LogEntry]":
    """The changes of a section, the latest first; `words_before` tells what each of them replaced."""
    entries = LogEntry.objects.get_for_model(SummarySection).filter(
        **{f"additional_data__{SUMMARY}": summary.pk, f"additional_data__{KEY}": key}
    )
    return entries.select_related("actor").order_by("-timestamp", "-pk")


def words_before(entry: LogEntry) -> str:
    """What the section said before this change."""
    return str((entry.changes or {}).get("text", [""])[0])

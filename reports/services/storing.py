"""The one way entries of a report are written: insert, or replace what stands there for the same place.

Saving a form, saving single cells, copying from the period before and filling in from the registry all end here. No
rows, no query.
"""

from collections.abc import Iterable

from reports.models import IndicatorValue, RequestMark, SectionEntry, TaskEntry

FIGURES = ("state", "numerator", "denominator", "value", "raw_numerator", "raw_denominator", "raw_value", "is_carried")
REMARKS = ("note", "justification")


def store_sections(entries: Iterable[SectionEntry]) -> None:
    """Write texts with their justification and mark."""
    SectionEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["submission", "section"],
        update_fields=["text", "justification", "is_carried"],
    )


def store_tasks(entries: Iterable[TaskEntry]) -> None:
    """Write what was done on tasks."""
    TaskEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["submission", "task"],
        update_fields=["status", "progress", "text"],
    )


def store_values(values: Iterable[IndicatorValue], *, with_remarks: bool = True) -> None:
    """Write figures; without remarks, the note and justification that stand there stay."""
    IndicatorValue.objects.bulk_create(
        values,
        update_conflicts=True,
        unique_fields=["submission", "plan_indicator"],
        update_fields=[*FIGURES, *(REMARKS if with_remarks else ())],
    )


def store_marks(marks: Iterable[RequestMark], *, frozen: bool = False) -> None:
    """Write what is said of requests that came back; `frozen` with what was known of them at this moment."""
    then = ("text_then", "status_then", "answer_then") if frozen else ()
    RequestMark.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["submission", "recommendation"],
        update_fields=["verdict", "word", *then],
    )

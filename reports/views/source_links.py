"""From the source of a sentence to the page that shows its figures."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse

from plans.models import ReportingPeriod
from reports.documents import sources
from reports.documents.content import Source

Link = Callable[[ReportingPeriod, str], str]


def source_url(period: ReportingPeriod, source: Source) -> str:
    """The address of the page, for a person who may read the results of the period; "" for a kind that is not known
    any more, because documents are kept longer than pages."""
    link = LINKS.get(source.kind)
    return link(period, source.key) if link else ""


def _page(name: str, pk: int | str, **query: str | int) -> str:
    asked = {key: value for key, value in query.items() if value != ""}
    return f"{reverse(name, args=[pk])}{f'?{urlencode(asked)}' if asked else ''}"


def _narrowed(name: str, pk: int, key: str) -> str:
    """The page of a period with the address of what narrows it."""
    return f"{reverse(name, args=[pk])}{f'?{key}' if key else ''}"


def _list(name: str, **query: str | int) -> str:
    return f"{reverse(name)}?{urlencode(query)}"


LINKS: dict[str, Link] = {
    sources.BOARD: lambda period, key: _narrowed("period_board", period.pk, key),
    sources.RESULTS: lambda period, key: _narrowed("period_results", period.pk, key),
    sources.TRACKED: lambda period, key: _narrowed("period_results", period.pk, f"view=tracked&{key}"),
    sources.TASKS: lambda period, key: _page("plan_tasks", period.plan_id, status=key),
    sources.TASK: lambda period, key: _page("task_detail", key),
    sources.LETTERS: lambda period, key: _list("letter_list", period=period.pk),
    sources.REMINDERS: lambda period, key: _list("reminder_ledger", period=period.pk, kind=key),
    # Nothing else lists what the registry says of every school.
    sources.REGISTRY: lambda period, key: _page("period_summary", period.pk),
    sources.REPORTS: lambda period, key: _list(
        "submission_list", period=period.pk, purpose="report", status="accepted"
    ),
    sources.REPORT: lambda period, key: _page("submission_review", key),
    sources.ASSESSMENTS: lambda period, key: _list("assessment_list", year=key),
    sources.WORKS: lambda period, key: f"{reverse('work_list')}{f'?{key}' if key else ''}",
    sources.VISITS: lambda period, key: f"{reverse('inspection_list')}?{key}",
    sources.PLAN: lambda period, key: _page("plan_detail", period.plan_id),
}

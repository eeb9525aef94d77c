"""All checks in the order in which their issues are shown."""

from collections.abc import Callable, Iterator

from reports.checks import evidence, figures, narrative
from reports.checks.issue import Issue
from reports.queries.sheet import Sheet

CHECKS: tuple[Callable[[Sheet], Iterator[Issue]], ...] = (
    narrative.required_sections,
    narrative.tasks_have_status,
    evidence.evidence_where_needed,
    figures.readable_numbers,
    figures.required_figures,
    figures.numerator_within_denominator,
    figures.within_bounds,
    figures.cumulative_does_not_fall,
    figures.change_is_plausible,
    figures.coverage_is_complete,
    narrative.carried_is_reviewed,
    narrative.narrative_is_new,
)


def check_sheet(sheet: Sheet) -> list[Issue]:
    """All issues of a report, errors first."""
    issues = [issue for check in CHECKS for issue in check(sheet)]
    return sorted(issues, key=lambda issue: not issue.is_error)


def errors_of(issues: list[Issue]) -> list[Issue]:
    return [issue for issue in issues if issue.is_error]


def warnings_of(issues: list[Issue]) -> list[Issue]:
    return [issue for issue in issues if not issue.is_error]

"""The bar above results: the filters that a page offers, what else its address keeps, and the ways out."""

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField

from plans.models import ReportingPeriod
from reports.results_filter import PAGE_PARAMETERS, ResultsFilter

# Filters of units; to look at indicators, words and tasks are kept out of the schools' list and the other way round.
OF_INDICATORS = ("q", "level", "commune", "task", "against")
OF_UNITS = ("q", "level", "commune")


@dataclass(frozen=True)
class FilterBar:
    """`fields` are drawn, `hidden` travel with the form as the address has them; `clear` drops all that is set."""

    fields: list[BoundField]
    hidden: list[tuple[str, str]]
    clear: str
    other_years: list[ReportingPeriod]


def filter_bar(filters: ResultsFilter, names: tuple[str, ...], *, looks_for: str) -> FilterBar:
    """The bar with the filters of these names; `looks_for` says what the words find."""
    box: Any = filters.form.fields["q"].widget
    box.attrs["placeholder"] = looks_for
    left = [name for name in filters.query if name not in (*names, *PAGE_PARAMETERS)]
    return FilterBar(
        fields=[filters.form[name] for name in names],
        hidden=[(name, str(filters.query[name])) for name in left],
        clear=filters.without(*OF_INDICATORS),
        other_years=_other_years(filters),
    )


def _other_years(filters: ResultsFilter) -> list[ReportingPeriod]:
    """The period at the same place of the plans of other years, the newest first."""
    period = filters.period
    return [row for row in filters.periods if row.plan_id != period.plan_id and row.position == period.position]

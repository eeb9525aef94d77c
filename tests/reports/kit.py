"""Arranging figures: reports of schools with one value each, and what a period says about its only target."""

from typing import Any

from plans.enums import EnteredBy
from plans.models import Indicator, Plan, ReportingPeriod, Target
from reports.models import Submission
from reports.queries.figures import TargetFigure, period_figures
from schools.models import Organisation
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    PlanIndicatorFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
)


def report(
    period: ReportingPeriod,
    target: Target,
    organisation: Organisation | None = None,
    *,
    status: str = "accepted",
    **figures: Any,
) -> Submission:
    """A report of a school with one figure; `n=`, `d=` or `value=`; no figure leaves the indicator empty."""
    organisation = organisation or SchoolFactory().organisation
    submission = SubmissionFactory(period=period, organisation=organisation, **{status: True})
    row = PlanIndicatorFactory(plan=period.plan, indicator=target.indicator)
    if figures:
        names = {"n": "numerator", "d": "denominator"}
        values = {names.get(name, name): value for name, value in figures.items()}
        absent = {"numerator": None, "denominator": None, "value": None} if "state" in figures else {}
        IndicatorValueFactory(submission=submission, plan_indicator=row, **{**absent, **values})
    return submission


def add_value(submission: Submission, indicator: Indicator, **figures: Any) -> None:
    """One more figure in a report."""
    row = PlanIndicatorFactory(plan=submission.period.plan, indicator=indicator)
    IndicatorValueFactory(submission=submission, plan_indicator=row, **figures)


def count_of(plan: Plan, **about: Any) -> Target:
    """A target of four of something, from none."""
    return TargetFactory(plan=plan, indicator=IndicatorFactory(count=True, **about), value=4, baseline=0)


def only(period: ReportingPeriod, **options: Any) -> TargetFigure:
    """The figure of the only target of the period's plan."""
    (figure,) = period_figures(period, **options).targets
    return figure


def registry_target(plan: Plan, code: str, **options: Any) -> Target:
    """A target whose indicator is computed by the rule of `code`."""
    indicator = IndicatorFactory(code=code, entered_by=EnteredBy.COMPUTED, **options)
    return TargetFactory(plan=plan, indicator=indicator, value=80)

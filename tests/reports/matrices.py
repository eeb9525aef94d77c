"""Arranging a matrix: a plan with columns, schools with figures, and what the matrix makes of them."""

import datetime as dt
from typing import Any

from plans.models import Indicator, PlanIndicator, ReportingPeriod
from reports.models import Submission
from reports.queries.completeness import all_units
from reports.queries.cuts import WHOLE
from reports.queries.matrix import Matrix, load_matrix
from reports.queries.matrix_cells import MatrixCell
from schools.models import Organisation
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    PlanIndicatorFactory,
    SchoolFactory,
    SubmissionFactory,
)

TODAY = dt.date(2018, 3, 13)
NAMES = {"n": "numerator", "d": "denominator"}


def column(period: ReportingPeriod, **options: Any) -> PlanIndicator:
    """An indicator in the plan's grid; options are those of `IndicatorFactory`."""
    return PlanIndicatorFactory(plan=period.plan, indicator=IndicatorFactory(**options))


def school(name: str, levels: str = "MN", **options: Any) -> Organisation:
    return SchoolFactory(name=name, levels=levels, **options).organisation


def say(
    period: ReportingPeriod, unit: Organisation, figures: dict[PlanIndicator, dict[str, Any]], status: str = "accepted"
) -> Submission:
    """A unit's report of the period with these figures: `n=`, `d=`, `value=`, or a `state=` without numbers."""
    report = SubmissionFactory(period=period, organisation=unit, **({status: True} if status else {}))
    for row, told in figures.items():
        absent = {"numerator": None, "denominator": None, "value": None} if "state" in told else {}
        numbers = {NAMES.get(name, name): value for name, value in told.items()}
        IndicatorValueFactory(submission=report, plan_indicator=row, **{**absent, **numbers})
    return report


def matrix(period: ReportingPeriod, **options: Any) -> Matrix:
    """The matrix as a page loads it, on a day after the first deadline."""
    asked = {"units": all_units(period), "cut": WHOLE, "today": TODAY} | options
    return load_matrix(period, **asked)


def cell(found: Matrix, unit: Organisation, indicator: Indicator) -> MatrixCell:
    """The cell of one unit and indicator."""
    place = [row.indicator.pk for row in found.columns].index(indicator.pk)
    return next(row.cells[place] for row in found.rows if row.unit.organisation_id == unit.pk)

"""The figures of each level of schooling at the end of a period, for documents that tell them one after the other."""

import datetime as dt
from collections.abc import Sequence

from plans.models import ReportingPeriod
from reports.queries.completeness import UnitStatus
from reports.queries.cuts import Cut, levels_of
from reports.queries.figures import PeriodFigures, period_figures
from reports.queries.neighbours import Neighbours


def level_figures(
    period: ReportingPeriod, *, units: Sequence[UnitStatus], neighbours: Neighbours, today: dt.date
) -> dict[str, PeriodFigures]:
    """By level, what its units have reported: a few queries for each of the at most three levels taught, however many
    units there are."""
    return {
        level: period_figures(
            period, tracked=True, cut=Cut(level=level), units=units, neighbours=neighbours, today=today
        )
        for level in levels_of(units)
    }

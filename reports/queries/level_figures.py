"""The rates of each level of schooling at the end of a period, for documents that tell them one after the other."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.enums import EnteredBy
from plans.models import Indicator, ReportingPeriod
from reports.enums import Purpose
from reports.queries.completeness import Completeness, UnitStatus, count
from reports.queries.cuts import WHOLE, Cut, levels_of
from reports.queries.figures import Figure, reading_of, tracked_indicators
from reports.queries.neighbours import Neighbours
from reports.queries.then import targets_at_end_of


@dataclass(frozen=True)
class LevelFigures:
    """Who has reported at a level, and the rates that its schools report, those with a target first."""

    completeness: Completeness
    rates: tuple[Figure, ...]


def level_figures(
    period: ReportingPeriod, *, units: Sequence[UnitStatus], neighbours: Neighbours, today: dt.date
) -> dict[str, LevelFigures]:
    """By level, what its schools have reported; the same figures as `period_figures` of the level's cut.

    Everything is loaded once: three queries, two more when a figure is computed, and one for each of the at most three
    levels taught. Norms are left out: they are conditions, not results (domain reference §3.1).
    """
    levels = levels_of(units)
    if not levels:
        return {}
    targets = {level: targets_at_end_of(period, today=today, level=level) for level in levels}
    targeted = {target.indicator_id: target.indicator for rows in targets.values() for target in rows}
    plain = [row for row in tracked_indicators(period, list(targeted), None) if _is_rate(row)]
    indicators = [*targeted.values(), *plain]
    whole = reading_of(period, neighbours, None, indicators, units, WHOLE, provisional=False)
    found = {}
    for level in levels:
        cut = Cut(level=level)
        reading = replace(whole, cut=cut, units=cut.of(units), sources=whole.sources.within(cut))
        rates: list[Figure] = [
            reading.target_figure(row)
            for row in targets[level]
            if _is_rate(row.indicator) and not row.is_norm and level in row.indicator.levels.split()
        ]
        rates += [reading.figure(row) for row in plain if level in row.levels.split()]
        expected = [unit for unit in reading.units if unit.purpose == Purpose.REPORT]
        found[level] = LevelFigures(count(expected, today=today), tuple(rates))
    return found


def _is_rate(indicator: Indicator) -> bool:
    return indicator.is_ratio and indicator.entered_by == EnteredBy.SCHOOL

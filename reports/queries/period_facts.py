"""What a summary tells beside its targets: schools at the standard, works, rooms, and what reports say in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils import timezone

from facilities.queries.assessed import Assessed, assessed_by
from facilities.queries.rooms import room_counts
from facilities.queries.works import WorkLine, lines_on
from facilities.rooms import RoomCount
from plans.enums import EnteredBy
from plans.models import Indicator, ReportingPeriod
from reports.enums import ValueState
from reports.queries.completeness import UnitStatus
from reports.queries.reading import due_units
from reports.queries.said import SectionSaid, said_in_sections
from reports.queries.standards import SchoolStanding, standings_on
from reports.queries.topics import BUILDING, DOING, topic_of
from reports.queries.values import Cell, Total, fold_periods, is_complete, load_cells, total


@dataclass(frozen=True)
class PeriodFacts:
    """`cells` hold what accepted reports say of the figures about buildings: by indicator, then by unit; `rooms` are
    those of the registry by organisation, `works` those of the plan as they stood on the period's last day."""

    period: ReportingPeriod
    schools: tuple[SchoolStanding, ...] = ()
    rooms: Mapping[int, RoomCount] = field(default_factory=dict)
    said: tuple[SectionSaid, ...] = ()
    cells: Mapping[int, Mapping[int, Sequence[Cell]]] = field(default_factory=dict)
    works: tuple[WorkLine, ...] = ()
    assessed: Assessed | None = None

    def total(self, indicator: Indicator, units: Sequence[UnitStatus]) -> tuple[Total, int]:
        """The figure over those of the units that have to give it, and how many they are."""
        due = due_units(indicator, units)
        whole = total(self.cells.get(indicator.pk, {}), indicator, upto=self.period.position, units=due)
        return whole, len(due) - whole.not_applicable

    def cell(self, indicator: Indicator, organisation: int) -> Cell | None:
        """What a unit says of the figure at the end of the period; None when it has said nothing."""
        row = self.cells.get(indicator.pk, {}).get(organisation, ())
        return fold_periods(row, indicator, upto=self.period.position)

    def gave(self, indicator: Indicator, organisation: int) -> bool:
        """Whether the unit has a number for the figure."""
        cell = self.cell(indicator, organisation)
        return cell is not None and cell.state == ValueState.GIVEN and is_complete(cell, indicator)


def load_facts(period: ReportingPeriod, indicators: Iterable[Indicator]) -> PeriodFacts:
    """The facts of a period: seven queries whatever the size. `period` has its plan; `indicators` are those of the
    plan, of which the ones about buildings are read."""
    asked = [row.pk for row in indicators if topic_of(row.name) in BUILDING and row.entered_by != EnteredBy.COMPUTED]
    cells = load_cells([period.plan_id], asked, upto=period.position, provisional=False)
    return PeriodFacts(
        period=period,
        schools=standings_on(period.data_to),
        rooms=room_counts(period.school_year, key="school__organisation"),
        said=said_in_sections(period, BUILDING | DOING),
        cells=cells.get(period.plan_id, {}),
        works=tuple(lines_on(period.plan, min(period.data_to, timezone.localdate()))),
        assessed=assessed_by(period.school_year, period.data_to),
    )

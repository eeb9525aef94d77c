"""Formulas of the results' file: the rules of `reports.queries.values` written so that a spreadsheet follows them."""

from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from plans.enums import EnteredBy, TimeRule, UnitRule
from plans.models import Indicator

# Columns of the second sheet.
CODE, NUMERATOR, DENOMINATOR, VALUE, WEIGHT = "A", "G", "H", "I", "M"


@dataclass(frozen=True)
class Places:
    """Where a figure stands: its row, the columns of its sheet by name, and the sheet with the rows that feed it."""

    row: int
    columns: dict[str, int]
    sources: str
    last: int

    def cell(self, name: str) -> str:
        """A cell of the figure's own row."""
        return f"{get_column_letter(self.columns[name])}{self.row}"

    def source(self, column: str) -> str:
        """A column of the rows that feed figures."""
        return f"'{self.sources}'!${column}$2:${column}${self.last}"

    @property
    def of_figure(self) -> str:
        """The condition that picks the figure's rows."""
        return f"{self.source(CODE)},{self.cell('code')}"


def part_formula(column: str, places: Places) -> str:
    """Σ of the numerators or denominators that feed a rate."""
    return f'=SUMIFS({places.source(column)},{places.of_figure},{places.source(WEIGHT)},">0")'


def actual_formula(indicator: Indicator, places: Places) -> str | None:
    """The figure: Σn/Σd, a sum, or the largest; None where the rule needs more than one step."""
    averaged = indicator.time_rule == TimeRule.AVERAGE
    computed = indicator.entered_by == EnteredBy.COMPUTED
    if indicator.unit_rule == UnitRule.RATIO:
        n, d = places.cell("numerator"), places.cell("denominator")
        factor = "" if indicator.ratio_factor == 1 else f"{indicator.ratio_factor}*"
        return f'=IF({d}=0,"",{factor}{n}/{d})'
    some = f'COUNTIFS({places.of_figure},{places.source(WEIGHT)},">0")=0'
    if indicator.unit_rule == UnitRule.SUM or computed:
        if averaged:
            picked = f"({places.source(CODE)}={places.cell('code')})*{places.source(WEIGHT)}"
            return f'=IF({some},"",SUMPRODUCT({picked},{places.source(VALUE)}))'
        return f'=IF({some},"",SUMIFS({places.source(VALUE)},{places.of_figure},{places.source(WEIGHT)},">0"))'
    if averaged or indicator.time_rule == TimeRule.SUM:
        return None
    largest = f'_xlfn.MAXIFS({places.source(VALUE)},{places.of_figure},{places.source(WEIGHT)},">0")'
    return f'=IF({some},"",{largest})'


def progress_formula(places: Places) -> str:
    """How far the figure has come from the baseline to the target, in percent."""
    now, start, end = places.cell("actual"), places.cell("baseline"), places.cell("value")
    return f'=IF({now}="","",100*({now}-{start})/({end}-{start}))'


def difference_formula(other: str, places: Places) -> str:
    """The figure minus that of another period."""
    now, then = places.cell("actual"), places.cell(other)
    return f'=IF(OR({now}="",{then}=""),"",{now}-{then})'


def rate_formula(indicator: Indicator, row: int) -> str:
    """The rate of one row of the second sheet."""
    factor = "" if indicator.ratio_factor == 1 else f"{indicator.ratio_factor}*"
    return f'=IF({DENOMINATOR}{row}=0,"",{factor}{NUMERATOR}{row}/{DENOMINATOR}{row})'

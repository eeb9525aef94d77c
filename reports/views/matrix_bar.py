"""What stands above the matrix: the levels to change to, the fields of its filter, the heads of its columns."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from reports.matrix_table import ONLY, MatrixTable
from reports.queries.matrix import OTHER_UNITS
from schools.enums import Level

FIELDS = ("q", "commune", "task", "against")
# The level is chosen by the tabs, the view and the footing by buttons: the form hands them on.
KEPT = ("level", "units", "show", "only", "provisional")


@dataclass(frozen=True, slots=True)
class Tab:
    """A way to change the table; `query` is the address behind it."""

    label: str
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading; `href` leads to the schools behind the target, "" without one for the whole area."""

    name: str
    unit: str
    target: str
    href: str


class MatrixBar:
    """The parts of the page around the table."""

    def __init__(self, table: MatrixTable) -> None:
        self.table, self.query = table, table.filter.query

    def _with(self, **changes: str) -> str:
        query = self.query.copy()
        for name in ("level", "units", "page"):
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"

    @property
    def tabs(self) -> list[Tab]:
        """The levels taught, and the units that are no schools when the plan asks them for figures."""
        matrix = self.table.matrix
        found = [
            Tab(str(Level(level).label), self._with(level=level), matrix.is_of_schools and matrix.cut.level == level)
            for level in matrix.levels
        ]
        if matrix.has_others:
            found.append(Tab("Cơ quan, địa bàn", self._with(units=OTHER_UNITS), not matrix.is_of_schools))
        return found

    @property
    def unit_base(self) -> str:
        """The address of a unit's figures up to its id: looked up once for all rows."""
        return reverse("school_figures", args=[self.table.period.plan_id, 0]).rsplit("0", 1)[0]

    @property
    def fields(self) -> list[Any]:
        return [self.table.filter.form[name] for name in FIELDS]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form hands on unseen."""
        return [(name, value) for name in KEPT if (value := self.query.get(name, ""))]

    @property
    def unfiltered(self) -> str:
        """The same level and view without any filter."""
        query = self.query.copy()
        for name in (*FIELDS, "only", "page"):
            query.pop(name, None)
        return f"?{query.urlencode()}"

    @property
    def narrowed(self) -> dict[str, str]:
        """The addresses that keep the rows with cells of one kind."""
        query = self.query.copy()
        query.pop("page", None)
        found = {}
        for name in ONLY:
            query["only"] = name
            found[name] = f"?{query.urlencode()}"
        return found

    @property
    def heads(self) -> list[Head]:
        """The heads of the columns."""
        results = reverse("period_results", args=[self.table.period.pk])
        level = self.table.matrix.cut.level
        return [
            Head(
                column.indicator.short_name,
                column.indicator.unit,
                self.table.target_text(column),
                f"{results}?indicator={column.indicator.code}&level={level}" if column.is_on_targets_page else "",
            )
            for column in self.table.columns
        ]

"""What a plan file says, as rows: the hand-over between reading (no writing) and loading (no parsing)."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from plans.services.shifting import Shift
from schools.services.data_files import DataFilesInvalid, Problems
from schools.services.row_sync import Row


@dataclass
class PlanRows:
    """Rows of one plan. Organisations are resolved to ids; tasks and indicators are still named by their codes.

    `schools_of` is the commune whose schools report; all schools of the portal's area without one.
    """

    problems: Problems
    organisations: dict[str, int] = field(default_factory=dict)
    shift: Shift = field(default_factory=lambda: Shift(0, 0))
    plan: Row | None = None
    schools_of: int | None = None
    documents: list[tuple[str, Row]] = field(default_factory=list)
    carried_out: dict[Hashable, Hashable] = field(default_factory=dict)
    recipients: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    coverage: dict[str, str] = field(default_factory=dict)
    tasks: list[Row] = field(default_factory=list)
    same_as: dict[str, str] = field(default_factory=dict)
    coordinating: dict[str, list[int]] = field(default_factory=dict)
    targets: list[Row] = field(default_factory=list)
    milestones: dict[str, list[Any]] = field(default_factory=dict)
    grid: list[Row] = field(default_factory=list)
    grid_tasks: dict[str, str] = field(default_factory=dict)
    periods: list[Row] = field(default_factory=list)
    outline: list[Row] = field(default_factory=list)
    reporters: list[int] | None = None  # None: every school of the registry

    @property
    def header(self) -> Row:
        """The row of the plan itself.

        Raises:
            DataFilesInvalid: the files have none (reading has refused them before).
        """
        if self.plan is None:
            raise DataFilesInvalid(["thiếu phần “plan”."])
        return self.plan

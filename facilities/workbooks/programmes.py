"""Programmes as an Excel file: one row for each milestone, so that it can be sorted by day."""

from collections.abc import Iterable
from typing import Any

from facilities.models import ProgrammeMilestone
from facilities.queries.programmes import ProgrammeState, UnitState, is_late
from schools.workbooks.lists import Column, Kind, list_workbook

COLUMNS = (
    Column("Kế hoạch năm", 10, Kind.NUMBER),
    Column("Chương trình", 36),
    Column("Đơn vị", 24),
    Column("Hoàn thành ngày", 13, Kind.DATE),
    Column("Mốc", 40),
    Column("Dự kiến", 13, Kind.DATE),
    Column("Thực tế", 13, Kind.DATE),
    Column("Tình trạng", 14),
    Column("Ghi chú", 40),
)


def programmes_workbook(states: Iterable[ProgrammeState]) -> bytes:
    """A unit without milestones has one row, too."""
    rows = [
        [state.programme.plan.year, state.programme.name, str(unit.unit.organisation), unit.unit.finished_on, *cells]
        for state in states
        for unit in state.units
        for cells in _milestones(unit)
    ]
    return list_workbook("Chương trình xây dựng trường chuẩn quốc gia", COLUMNS, rows)


def _milestones(unit: UnitState) -> list[list[Any]]:
    rows = [[row.name, row.planned_on, row.reached_on, _words(row, unit), unit.unit.note] for row in unit.milestones]
    return rows or [[None, None, None, None, unit.unit.note]]


def _words(row: ProgrammeMilestone, unit: UnitState) -> str:
    if row.reached_on:
        return "Đã đạt"
    return "Chậm" if is_late(row, unit.today) and not unit.is_finished else "Chưa đến hạn"

"""Construction works in the summaries of the demonstration: what they say, counted once more from the rows."""

import datetime as dt
from decimal import Decimal
from typing import Any

from facilities.models import Work, WorkUpdate
from plans.models import ReportingPeriod
from reports.documents.building_works import building_table
from reports.documents.summary_data import load_summary
from tests.reports.demonstration import TODAY, _module_db, demo  # noqa: F401  # fixtures
from vietnamese.numbers import format_number


def test_every_appendix_of_the_demonstration_agrees_with_its_rows(demo: list[str], time_machine: Any) -> None:  # noqa: F811
    time_machine.move_to(TODAY)
    compared, causes = 0, set()
    for period in ReportingPeriod.objects.filter(plan__works__isnull=False, opens_on__lte=TODAY).distinct():
        day = min(period.data_to, TODAY)
        expected = [_as_of(row, day) for row in Work.objects.filter(plan=period.plan).order_by("pk").values()]
        table = building_table(load_summary(period.pk))
        assert table is not None
        shown = {row.cells[1]: row.cells for row in table.rows[:-1]}
        assert {name: (cells[4], cells[5]) for name, cells in shown.items()} == {
            name: (value, percent) for name, value, percent, _ in expected
        }
        total = sum((Decimal(row["value_million"]) for row in period.plan.works.values("value_million")), Decimal(0))
        assert table.rows[-1].cells[4] == format_number(total, trim=True)
        overdue = {name for name, _, _, is_overdue in expected if is_overdue}
        assert {name for name, cells in shown.items() if "quá hạn hoàn thành" in cells[7]} == overdue
        causes |= {cells[7].partition("chậm: ")[2].rstrip("0123456789% ngày") for cells in shown.values()}
        compared += len(shown)

    assert compared >= 40
    assert len(causes - {""}) >= 3, "several reasons for being late are to be seen"


def _as_of(row: dict[str, Any], day: dt.date) -> tuple[str, str, str, bool]:
    """Name, value, percent on the day, and whether it was overdue then: from plain rows."""
    told = sorted(WorkUpdate.objects.filter(work=row["id"]).values_list("seen_on", "pk", "percent", "state"))
    then = [line for line in told if line[0] <= day]
    percent, state = (then[-1][2], then[-1][3]) if then else (0, "planned") if told else (row["percent"], row["state"])
    overdue = state != "finished" and row["planned_end"] < day
    return row["name"], format_number(row["value_million"], trim=True), str(percent), overdue

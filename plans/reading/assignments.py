"""The table of assignments that offices use (task, lead, coordinating, due, product; domain reference §4.4)."""

from plans.reading.found import Assignment, Bullet
from plans.reading.tables import Column, Row, Table


def assignments(table: Table) -> list[Bullet]:
    """Return an item for each row; a row that only names a group holds those below it.

    The words of an item name every filled column, so that nothing of the table is lost.
    """
    found: list[Bullet] = []
    group: Bullet | None = None
    for row in table.body:
        filled = [cell for cell in row.cells if cell]
        task = table.cell(row, Column.NAME)
        if len(filled) <= 2 and (task is None or filled[-1] == task):
            group = Bullet(filled[-1], row.line)
            found.append(group)
            continue
        item = Bullet(_words(table, row, task), row.line, assigned=_assignment(table, row, task or filled[0]))
        (group.items if group else found).append(item)
    return found


def _assignment(table: Table, row: Row, task: str) -> Assignment:
    return Assignment(
        task,
        table.cell(row, Column.LEAD),
        table.cell(row, Column.COORDINATING),
        table.cell(row, Column.DUE),
        table.cell(row, Column.PRODUCT),
    )


def _words(table: Table, row: Row, task: str | None) -> str:
    """The task, and behind it the other columns under their headings."""
    skipped = (Column.ORDINAL, Column.NAME)
    rest = [
        f"{heading}: {cell}" if heading else cell
        for kind, heading, cell in zip(table.columns, table.headings, row.cells, strict=False)
        if cell and kind not in skipped
    ]
    names = [cell for _, cell in table.cells(row, Column.NAME)]
    return f"{' '.join(names)} ({'; '.join(rest)})" if rest and names else "; ".join([*names, *rest])

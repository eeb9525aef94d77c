"""Parts of a plan that are a list of rows in an order: one row is added, changed, moved or removed at a time.

`rows` gives the list in its order, `seen` what the person saw of it, of which `read_as` is the digest.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model, ProtectedError, QuerySet

from plans.models import Plan
from plans.services.errors import Conflict
from plans.services.sections import lock_section

Rows = Callable[[Plan], QuerySet[Any]]
Seen = Callable[[Plan], Iterable[Any]]


@transaction.atomic
def save_row(*, plan: Plan, by: Any, row: Any, rows: Rows, seen: Seen, read_as: str) -> None:
    """Write a row with the values it carries; a new one goes to the end.

    Raises:
        SectionChanged: the list is not as the person read it. Conflict: as `lock_section`.
        ValidationError: the model refuses the row.
    """
    now = lock_section(plan=plan, read_as=read_as, rows=seen)
    row.plan = now
    if row.pk is None:
        row.position = 1 + max((other.position for other in rows(now)), default=0)
    row.full_clean()
    row.save()


@transaction.atomic
def remove_row(*, plan: Plan, by: Any, row: Model, rows: Rows, seen: Seen, read_as: str, in_use: str) -> None:
    """Take a row out of the list.

    Raises:
        SectionChanged: the list is not as the person read it. Conflict: as `lock_section`, or something that people
            entered depends on the row; then the message is `in_use` with the number of such entries for `{count}`.
    """
    lock_section(plan=plan, read_as=read_as, rows=seen)
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as error:
        raise Conflict(in_use.format(count=len(error.protected_objects))) from None


@transaction.atomic
def move_row(*, plan: Plan, by: Any, row: Any, step: int, rows: Rows, seen: Seen, read_as: str) -> None:
    """Move a row one place up (`step` −1) or down (+1); at the end of the list nothing happens. Positions are numbered
    from 1 afterwards.

    Raises:
        SectionChanged: the list is not as the person read it. Conflict: as `lock_section`.
    """
    now = lock_section(plan=plan, read_as=read_as, rows=seen)
    order = list(rows(now))
    at = next(place for place, other in enumerate(order) if other.pk == row.pk)
    to = min(max(at + step, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    for position, other in enumerate(order, 1):
        if other.position != position:
            type(other)._default_manager.filter(pk=other.pk).update(position=position)

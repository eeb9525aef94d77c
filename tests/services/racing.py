"""Races that really happen: everybody stands before the same lock of PostgreSQL before anybody may go on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from reports.services.errors import Conflict
from tests.services.servers import wait_until

Work = Callable[[], Any]


def race(gate: Model | type[Model], *works: Work) -> list[Any]:
    """Do the works at the same moment in threads with connections of their own.

    The gate is held shut until all of them wait at it, in the order given: a row that all of them change, or a model
    to whose table all of them add a row. Returns what each work returned, or the Conflict it was told.
    """
    with ThreadPoolExecutor(len(works)) as pool:
        with held_shut(gate):
            futures = []
            for work in works:
                futures.append(pool.submit(_alone, work))
                wait_at_gate(len(futures))
        return [future.result() for future in futures]


@contextmanager
def held_shut(gate: Model | type[Model]) -> Iterator[None]:
    """Lock a row, or a table against writing, for the block."""
    with transaction.atomic():
        if isinstance(gate, Model):
            type(gate)._base_manager.select_for_update().get(pk=gate.pk)
        else:
            with connection.cursor() as cursor:  # everybody may read, nobody may write
                cursor.execute(f'LOCK TABLE "{gate._meta.db_table}" IN EXCLUSIVE MODE')
        yield


def wait_at_gate(count: int) -> None:
    """Wait until `count` connections stand before a lock.

    Raises:
        TimeoutError: fewer came, so there was no race.
    """
    wait_until(lambda: _waiting() == count, seconds=15, what=f"{count} wait at the lock")


def _waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


def _alone(work: Work) -> Any:
    try:
        return work()
    except Conflict as conflict:
        return conflict
    finally:
        connection.close()

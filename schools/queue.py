"""Publishing background work so that it can never undo or hold up what was committed.

Everything published here is also found by a periodic scan (config/celery.py), so a message that is lost because the
broker is down costs minutes, not the work.
"""

import logging
from functools import partial
from typing import Any

from celery import Task, current_app
from django.db import transaction
from kombu.exceptions import LimitExceeded, OperationalError
from kombu.pools import producers

logger = logging.getLogger(__name__)

# A request waits for the broker at most once for this long; the worker's own connection keeps its longer limits.
PUBLISH_TIMEOUT = 2
ONE_TRY = {"max_retries": 0, "interval_start": 0, "interval_step": 0, "interval_max": 0}
TIMEOUTS = {"socket_connect_timeout": PUBLISH_TIMEOUT / 2, "socket_timeout": PUBLISH_TIMEOUT / 2}


def enqueue(task: Task | str, *args: Any) -> None:
    """Publish a task, given itself or by its registered name, once the current transaction has committed; at once
    outside of one. Services pass names, because tasks stand above them.

    When the broker does not answer, the failure is logged and swallowed: the caller's change stands.
    """
    name = task if isinstance(task, str) else task.name
    transaction.on_commit(partial(_publish, name, args))


def _publish(name: str, args: tuple[Any, ...]) -> None:
    connection = current_app.connection_for_write(transport_options={**ONE_TRY, **TIMEOUTS})
    # Each transport has errors of its own, and not all of them arrive wrapped as kombu's.
    unreachable = (OperationalError, LimitExceeded, OSError, *connection.connection_errors, *connection.channel_errors)
    try:
        with producers[connection].acquire(block=True, timeout=PUBLISH_TIMEOUT) as producer:
            current_app.send_task(name, args=args, producer=producer, retry=True, retry_policy=ONE_TRY)
    except unreachable as error:
        logger.warning("The broker did not take %s%r; the periodic scan will: %s", name, args, error)

"""The portal as production serves it, except that a request may ask how many queries it took.

Only requests that carry the header are counted, so the measured ones run exactly what production runs.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection

from config.wsgi import application as portal

ASK = "HTTP_X_COUNT_QUERIES"
ANSWER = "X-Queries"


class Counter:
    """A wrapper around the execution of queries that counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.count += 1
        return execute(*args)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The WSGI entry point that the bench gives to the web server."""
    if ASK not in environ:
        return portal(environ, start_response)
    counter = Counter()

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, (ANSWER, str(counter.count))], *rest)

    with connection.execute_wrapper(counter):
        return portal(environ, start)

"""`/health/`: whether web, database and broker answer. Public, so it names parts and tells nothing else about them."""

import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from kombu import Connection

from config.celery import app

HEALTH_PATH = "/health/"
# A probe per second from several places must not become load of its own.
KEEP_SECONDS = 1.0
BROKER_TIMEOUT = 1.0

_last: tuple[float, dict[str, bool]] | None = None


def database_answers() -> bool:
    """Whether the database answers a trivial question."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def broker_answers() -> bool:
    """Whether messages can be put down: the embedded broker's folder can be written, any other lets us connect."""
    url, options = app.conf.broker_url, app.conf.broker_transport_options
    if url.startswith("filesystem"):
        return _is_writable(Path(options["data_folder_out"]))
    try:
        if url.startswith(("redis://", "rediss://")):
            return _redis_answers(url)
        with Connection(url, connect_timeout=BROKER_TIMEOUT, transport_options=options) as broker:
            broker.connect()
            return True
    except Exception:  # each transport raises its own family of errors, and all of them mean "does not answer"
        return False


def _redis_answers(url: str) -> bool:
    """Ask once: the client's own retries wait for seconds in between, and who asks wants to know now."""
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    limits = {"socket_connect_timeout": BROKER_TIMEOUT, "socket_timeout": BROKER_TIMEOUT}
    with Redis.from_url(url, retry=Retry(NoBackoff(), 0), **limits) as broker:
        return bool(broker.ping())


def _is_writable(folder: Path) -> bool:
    """Write and delete a file: permission bits say nothing about a full or read-only disk."""
    # Dotted, so that a worker looking for messages passes over it.
    probe = folder / f".health-{os.getpid()}-{uuid.uuid4().hex}"
    try:
        probe.write_bytes(b"ok")
        probe.unlink()
    except OSError:
        return False
    return True


def _parts() -> dict[str, bool]:
    global _last  # the memory of this process, shared by its requests
    now = time.monotonic()
    if _last is None or now - _last[0] > KEEP_SECONDS:
        _last = (now, {"database": database_answers(), "broker": broker_answers()})
    return _last[1]


@login_not_required
@never_cache
def health(_request: HttpRequest) -> HttpResponse:
    """200 when all parts answer, else 503; the body says which part does not."""
    parts = {"web": True, **_parts()}
    words = {name: "ok" if answers else "unavailable" for name, answers in parts.items()}
    everything = all(parts.values())
    status = {"status": "ok" if everything else "unavailable"}
    return JsonResponse(status | words, status=200 if everything else 503)


class HealthMiddleware:
    """Answers before session and user are read: a visitor with a cookie must get 503, not a crash, without database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health(request) if request.path == HEALTH_PATH else self.get_response(request)

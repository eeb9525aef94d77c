"""Starts the private servers before Django reads its settings.

A conftest comes too late for that: pytest-django loads the settings first. So this is a plugin, and
`./portal test tests/services` passes `-p tests.services.plugin`. What the portal does on these servers is therefore
configured the way production is: by the environment, through config/env.py.
"""

import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.services.servers import Mails, Postgres, Redis, ServerUnavailable, Smtp


class Servers:
    """The three running servers and the folder they and the portal's processes write to."""

    def __init__(self, stack: ExitStack) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-services-"))
        stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o711)  # PostgreSQL runs as another user and must reach its own folder inside
        self.mails = Mails()
        self.postgres = Postgres(self.folder)
        self.redis = Redis(self.folder)
        stack.callback(self.postgres.stop)
        self.postgres.start()
        stack.callback(self.redis.stop)
        self.redis.start()
        self.smtp = Smtp(self.mails)
        stack.callback(self.smtp.stop)
        self.smtp.start()

    def environment(self) -> dict[str, str]:
        """Variables of config/env.py that point to the servers."""
        return {
            "PORTAL_VAR_DIR": str(self.folder / "var"),
            "DATABASE_URL": self.postgres.url,
            "CELERY_BROKER_URL": self.redis.url(0),
            "REDIS_URL": self.redis.url(1),
            "EMAIL_URL": self.smtp.url,
        }


SERVERS: Servers | None = None
_stack = ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, object, object]:
    """Start everything, unless pytest only prints its help."""
    global SERVERS
    if "PYTEST_XDIST_WORKER" in os.environ:
        raise pytest.UsageError("The service tests share their servers and run in one process: leave out -n.")
    try:
        SERVERS = Servers(_stack)
    except ServerUnavailable as error:
        _stack.close()
        raise pytest.UsageError(str(error)) from error
    os.environ.update(SERVERS.environment())
    return (yield)


def pytest_unconfigure() -> None:
    """Stop everything, also after an interrupted run."""
    _stack.close()

"""Fixtures of the tests that run on a real PostgreSQL, Redis and SMTP server with real worker processes."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from config.celery import app as celery_app
from tests.services import plugin
from tests.services.servers import HOST, Mails, accepts_connections, free_port, wait_until
from tools.portal import locking, preparing, processes
from tools.portal.console import REPO

# pytest-django swaps the mail backend for one in memory when it sets up; this is what the settings said.
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def pytest_configure(config: pytest.Config) -> None:
    """Begin again with the servers when pytest was asked for these tests alone, but without the plugin."""
    here = Path(__file__).parent
    paths = [(config.invocation_params.dir / argument.split("::")[0]).resolve() for argument in config.args]
    if plugin.SERVERS is None and paths and all(path.is_relative_to(here) for path in paths):
        config.pluginmanager.getplugin("capturemanager").suspend_global_capture(in_=True)
        search = os.pathsep.join(filter(None, (str(REPO), os.environ.get("PYTHONPATH"))))
        command = [sys.executable, "-m", "pytest", "-p", "tests.services.plugin", *config.invocation_params.args]
        os.execve(  # noqa: S606 - the same Python with the same arguments
            sys.executable, command, {**os.environ, "PYTHONPATH": search}
        )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here works on committed data, because other processes must see it."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.services)
            item.add_marker(pytest.mark.django_db(transaction=True))


class Services:
    """The running servers, and the portal's own processes that a test starts on them."""

    def __init__(self, servers: plugin.Servers, folder: Path) -> None:
        self.mails: Mails = servers.mails
        self._servers = servers
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self._logs: dict[int, Path] = {}

    @property
    def env(self) -> dict[str, str]:
        """Environment of a portal process that works on the same data as the test."""
        database = connection.settings_dict["NAME"]  # Django's test database, not the one in DATABASE_URL
        url = self._servers.postgres.url.rsplit("/", 1)[0] + f"/{database}"
        return {**os.environ, **self._servers.environment(), "DATABASE_URL": url, "C_FORCE_ROOT": "1"}

    def stop_redis(self) -> None:
        """Take broker and cache away; what was in them is lost."""
        self._servers.redis.stop()

    def start_redis(self) -> None:
        """Bring broker and cache back on the same port; does nothing when they run."""
        if not accepts_connections(self._servers.redis.port):
            self._servers.redis.start()

    def stop_smtp(self) -> None:
        """Let the mail server refuse connections."""
        self._servers.smtp.stop()

    def start_smtp(self) -> None:
        """Bring the mail server back on the same port; does nothing when it runs."""
        self._servers.smtp.start()

    def start(self, command: list[str], *, env: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a process of the portal (`-m …` or a script) with this Python; it ends with the test."""
        log = self._folder / f"process-{len(self._processes)}.log"
        with log.open("wb") as output:
            process = processes.spawn(
                [sys.executable, *command], cwd=REPO, env=self.env | (env or {}), stdout=output, stderr=output
            )
        self._processes.append(process)
        self._logs[process.pid] = log
        return process

    def log(self, process: subprocess.Popen[bytes]) -> str:
        """What a started process has written so far."""
        return self._logs[process.pid].read_text(errors="replace")

    def start_worker(
        self,
        *,
        queues: str = "default,documents",
        beat: bool = False,
        app: str = "config",
        env: dict[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a Celery worker as production does and wait until it takes work.

        `app="tests.services.fast_beat"` is the same application whose beat does not let a test wait for half a minute.
        """
        command = ["-m", "celery", "-A", app, "worker", "--pool", "prefork", "--concurrency", "1"]
        command += ["--without-gossip", "--without-mingle"]  # greeting workers that are not there takes a second
        name = f"test{len(self._processes)}@services"
        command += ["--queues", queues, "--loglevel", "warning", "--hostname", name]
        if beat:
            command += ["--beat", "--schedule", str(self._folder / f"beat-{name}")]  # each scheduler keeps its own
        worker = self.start(command, env=env)
        self._wait(worker, lambda: self.ping(destination=[name], timeout=0.3), what="the worker answers")
        return worker

    def ping(self, **options: Any) -> list[dict[str, Any]]:
        """Answers of the running workers, over a connection of its own: those in the pool may be from before an
        outage."""
        with celery_app.connection_for_write() as broker:
            answers: list[dict[str, Any]] = celery_app.control.ping(connection=broker, **options)
            return answers

    def kill_worker(self, worker: subprocess.Popen[bytes] | None = None) -> None:
        """Kill a worker (by default the last started process) and its children, as `kill -9` does: without warning."""
        victim = worker or self._processes[-1]
        processes.signal_group(victim, signal.SIGKILL)
        victim.wait()

    def start_web(self, *, workers: int = 2, env: dict[str, str] | None = None) -> str:
        """Start gunicorn and wait until it listens; returns its address without a closing slash."""
        port = free_port()
        command = ["-m", "gunicorn", "config.wsgi:application", "--bind", f"{HOST}:{port}", "--no-control-socket"]
        web = self.start([*command, "--workers", str(workers)], env=env)
        self._wait(web, lambda: accepts_connections(port), what="the web server listens")
        return f"http://{HOST}:{port}"

    def _wait(self, process: subprocess.Popen[bytes], condition: Callable[[], object], *, what: str) -> None:
        def answered() -> bool:
            assert process.poll() is None, f"The process ended:\n{self.log(process)}"
            return bool(condition())

        try:
            wait_until(answered, seconds=40, what=what)
        except TimeoutError as error:
            raise AssertionError(f"{error}\n{self.log(process)}") from error

    def close(self) -> None:
        """End every started process with its children."""
        processes.stop_all(self._processes, patience=0)


@pytest.fixture(scope="session")
def servers() -> plugin.Servers:
    """The private servers of this run."""
    if plugin.SERVERS is None:
        pytest.fail("The private servers are not running: use ./portal test tests/services …", pytrace=False)
    return plugin.SERVERS


@pytest.fixture(scope="session")
def static_files(servers: plugin.Servers) -> None:
    """The files pages are dressed with, as `./portal test` has collected them: a page without them is an error."""
    var = REPO / "var" / "test"
    with locking.preparing():
        preparing.static_files(preparing.environment_for(var), var)
        # A copy, because the next `./portal test` clears the original whenever it likes.
        shutil.copytree(var / "static", servers.folder / "var" / "static")


@pytest.fixture(autouse=True)
def services(
    servers: plugin.Servers, tmp_path: Path, transactional_db: None, settings: LazySettings
) -> Iterator[Services]:
    """Clean servers for one test: no mail yet, Redis up and empty, no portal process running."""
    from django.core.cache import cache

    settings.EMAIL_BACKEND = SMTP_BACKEND
    settings.PASSWORD_HASHERS = ["tests.services.visitor.QuickHasher"]
    servers.mails.forget()
    services = Services(servers, tmp_path)
    services.start_redis()
    servers.redis.flush()
    yield services
    services.close()
    services.start_redis()
    services.start_smtp()
    cache.close()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture
def mails(services: Services) -> Mails:
    """The mails that came in during the test."""
    return services.mails

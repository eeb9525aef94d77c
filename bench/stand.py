"""What is measured: the portal on a private PostgreSQL and Redis, loaded with a number of schools."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from tests.services.servers import HOST, Postgres, Redis, accepts_connections, free_port, wait_until
from tools.portal import processes
from tools.portal.running import web_command

REPO = Path(__file__).resolve().parent.parent
START_PATIENCE = 300  # seconds; a first start loads the demonstration


@dataclass(frozen=True)
class Web:
    """A running web server: its address and the processes that answer."""

    address: str
    master: int

    def workers(self) -> list[int]:
        """Process ids of the processes that answer requests."""
        text = Path(f"/proc/{self.master}/task/{self.master}/children").read_text()
        return [int(pid) for pid in text.split()]

    def processor_seconds(self) -> float:
        """Time the workers have spent on a processor so far; other programs on the machine do not add to it."""
        return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in self.workers()) / 1e9

    def memory(self) -> list[float]:
        """Resident memory of each worker in MB (10⁶ bytes), pages it shares with the others included."""
        found = []
        for pid in self.workers():
            status = Path(f"/proc/{pid}/status").read_text()
            kilobytes = re.search(r"VmRSS:\s+(\d+) kB", status)
            assert kilobytes, f"no memory of process {pid}"
            found.append(int(kilobytes[1]) * 1024 / 1e6)
        return found


class Stand:
    """Private servers in a temporary folder; everything ends with `close`."""

    def __init__(self, stack: ExitStack) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
        stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o711)  # PostgreSQL runs as another user and must reach its own folder inside
        self._postgres, self._redis = Postgres(self.folder), Redis(self.folder)
        stack.callback(self._postgres.stop)
        self._postgres.start()
        stack.callback(self._redis.stop)
        self._redis.start()

    def environment(self, name: str) -> dict[str, str]:
        """Production's servers and DEBUG off. Only demo mode differs: production refuses the demo's accounts."""
        return dict(os.environ) | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PORTAL_VAR_DIR": str(self.folder / name),
            "PORTAL_SECRET_KEY": "bench-" * 10,
            "PORTAL_DEBUG": "0",
            "PORTAL_DEMO": "1",
            "DATABASE_URL": self._url(name),
            "CELERY_BROKER_URL": self._redis.url(0),
            "REDIS_URL": self._redis.url(1),
        }

    def load(self, name: str, schools: int) -> float:
        """A database of its own with the demonstration in it; returns the seconds `load_demo` took."""
        (self.folder / name).mkdir()
        self._redis.flush()
        self._sql("postgres", f"CREATE DATABASE {name}")
        environment = self.environment(name)
        manage(environment, "migrate", "--noinput", "-v0")
        manage(environment, "collectstatic", "--noinput", "-v0")
        began = time.monotonic()
        manage(environment, "load_demo", "--schools", str(schools))
        seconds = time.monotonic() - began
        self._sql(name, "VACUUM ANALYZE")  # autovacuum has done that in a database that has lived for an hour
        return seconds

    def _url(self, name: str) -> str:
        return self._postgres.url.rpartition("/")[0] + f"/{name}"

    def _sql(self, name: str, statement: str) -> None:
        connection = psycopg2.connect(self._url(name))
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
        finally:
            connection.close()


def manage(environment: Mapping[str, str], *arguments: str) -> str:
    """Run a management command and return what it printed."""
    command = [sys.executable, "manage.py", *arguments]
    return run(command, environment)


def run(command: list[str], environment: Mapping[str, str]) -> str:
    """Run a command to its end and return what it printed.

    Raises:
        SystemExit: it failed; its output is the message.
    """
    result = processes.call(command, cwd=REPO, env=environment, capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


def cases(environment: Mapping[str, str]) -> dict[str, Any]:
    """What `bench/cases.py` finds in the loaded database."""
    found: dict[str, Any] = json.loads(run([sys.executable, "-m", "bench.cases"], environment))
    return found


@contextmanager
def serving(environment: Mapping[str, str]) -> Iterator[Web]:
    """The web server of `./portal run`, with two workers, until the end of the block."""
    port = free_port()
    command = [
        "bench.wsgi:application" if part == "config.wsgi:application" else part for part in web_command(HOST, port)
    ]
    process = processes.spawn(command, cwd=REPO, env=environment)
    try:
        wait_until(lambda: accepts_connections(port), seconds=60, what="the web server listens")
        yield Web(f"http://{HOST}:{port}", process.pid)
    finally:
        processes.stop_all([process])


def start_seconds(var: Path) -> float:
    """Seconds from `./portal run` with the data folder to the first answer of /health/; then it is stopped again."""
    port = free_port()
    apart = ("DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL", "EMAIL_URL", "PORTAL_SECRET_KEY", "PORTAL_BASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in apart}
    environment["PORTAL_VAR_DIR"] = str(var)
    began = time.monotonic()
    command = ["./portal", "run", "--port", str(port)]
    process = processes.spawn(command, cwd=REPO, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_until(lambda: _is_healthy(process, port), seconds=START_PATIENCE, what="./portal run answers on /health/")
        return time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _is_healthy(process: subprocess.Popen[bytes], port: int) -> bool:
    if process.poll() is not None:
        raise SystemExit(f"./portal run ended with {process.returncode}")
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/health/", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False

"""Private servers for the service tests: PostgreSQL, Redis and SMTP, each on a free port, in a temporary folder."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Any

import redis
from aiosmtpd.controller import Controller

from tools.portal import processes

HOST = "127.0.0.1"


class ServerUnavailable(Exception):
    """A server is not installed or does not start; the message says which package or what it wrote."""


def free_port() -> int:
    """A TCP port nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], Any], *, seconds: float = 20, what: str) -> Any:
    """Poll until the condition is true and return its value.

    Raises:
        TimeoutError: it did not become true in time; the message says what was awaited.
    """
    deadline = time.monotonic() + seconds
    while True:
        if value := condition():
            return value
        if time.monotonic() > deadline:
            raise TimeoutError(f"Not within {seconds} seconds: {what}")
        time.sleep(0.02)


def accepts_connections(port: int) -> bool:
    """Whether something listens on the port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def _binary(name: str, package: str) -> str:
    """Path of a server program; Debian keeps those of PostgreSQL outside the PATH."""
    kept_apart = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    found = str(kept_apart[-1]) if kept_apart else shutil.which(name)
    if not found:
        raise ServerUnavailable(f"The service tests need {name}: install the Debian package {package}.")
    return found


def _identity() -> dict[str, Any]:
    """Popen options that give up root, under which PostgreSQL refuses to run."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class Postgres:
    """A cluster of its own, with the encoding and collation that docker-compose.yml gives the real one."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder / "postgres"
        self._identity = _identity()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """DATABASE_URL of an empty database; Django makes its test database beside it."""
        return f"postgres://portal@{HOST}:{self.port}/postgres"

    def start(self) -> None:
        """Create the cluster and wait until it answers."""
        self._folder.mkdir()
        if self._identity:
            os.chown(self._folder, self._identity["user"], self._identity["group"])
        data, log = self._folder / "data", self._folder / "log"
        create = [_binary("initdb", "postgresql"), "-D", str(data), "-U", "portal", "-A", "trust"]
        create += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        result = subprocess.run(create, capture_output=True, text=True, cwd=self._folder, **self._identity)
        if result.returncode != 0:
            raise ServerUnavailable(f"initdb failed:\n{result.stdout}{result.stderr}")
        # Nothing here has to survive a power cut.
        fast = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = {"port": self.port, "listen_addresses": HOST, "unix_socket_directories": self._folder, **fast}
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        command = [_binary("postgres", "postgresql"), "-D", data, *settings]
        with log.open("wb") as output:
            self._process = processes.spawn(
                command, death_signal=signal.SIGINT, stdout=output, stderr=output, cwd=self._folder, **self._identity
            )
        ready = [_binary("pg_isready", "postgresql"), "-q", "-h", HOST, "-p", str(self.port)]
        try:
            wait_until(lambda: subprocess.run(ready).returncode == 0, what="PostgreSQL answers")
        except TimeoutError as error:
            raise ServerUnavailable(f"PostgreSQL does not start:\n{log.read_text()}") from error

    def stop(self) -> None:
        """Shut down at once; connections are cut."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(20)


class Redis:
    """A Redis that keeps nothing on disk, so that stopping it really loses what was in it."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, database: int) -> str:
        """Address of one of its numbered databases."""
        return f"redis://{HOST}:{self.port}/{database}"

    def start(self) -> None:
        """Start on the same port as before and wait until it accepts connections."""
        command = [_binary("redis-server", "redis-server"), "--port", self.port, "--bind", HOST, "--save", ""]
        log = self._folder / "redis.log"
        with log.open("ab") as output:
            self._process = processes.spawn([*command, "--dir", self._folder], stdout=output, stderr=output)
        try:
            wait_until(lambda: accepts_connections(self.port), what="Redis answers")
        except TimeoutError as error:
            raise ServerUnavailable(f"Redis does not start:\n{log.read_text()}") from error

    def flush(self) -> None:
        """Empty all its databases."""
        with redis.Redis(host=HOST, port=self.port) as client:
            client.flushall()

    def stop(self) -> None:
        """Stop it and wait until the port is closed."""
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait(10)


class Mails(list[EmailMessage]):
    """What the SMTP server received, oldest first."""

    def __init__(self) -> None:
        super().__init__()
        self._refusals = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Called by aiosmtpd for every message."""
        if self._refusals:
            self._refusals -= 1
            return "451 try again later"
        message = BytesParser(policy=SMTP_POLICY).parsebytes(envelope.content)
        assert isinstance(message, EmailMessage)
        self.append(message)
        return "250 OK"

    def refuse(self, count: int) -> None:
        """Turn the next messages away with a temporary error, as an overloaded server does."""
        self._refusals = count

    def forget(self) -> None:
        """As if nothing had come and nothing were to be refused."""
        self.clear()
        self._refusals = 0

    def to(self, address: str) -> list[EmailMessage]:
        """The mails addressed to one person."""
        return [mail for mail in self if address in str(mail["To"])]

    def subjects(self, address: str) -> list[str]:
        """The subjects of the mails to one person, decoded, oldest first."""
        # A subject too long for the first line of its header is folded, and the parser keeps the space of the fold.
        return [str(mail["Subject"]).strip() for mail in self.to(address)]

    def wait_for(self, count: int, *, seconds: float = 20) -> list[EmailMessage]:
        """Wait until at least `count` mails have come and return all of them.

        Raises:
            TimeoutError: fewer came in time.
        """
        wait_until(lambda: len(self) >= count, seconds=seconds, what=f"{count} mails, got {len(self)}")
        return list(self)


class Smtp:
    """A real SMTP server that can go away and come back on its port."""

    def __init__(self, mails: Mails) -> None:
        self.port = free_port()
        self._mails = mails
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        """EMAIL_URL of the server."""
        return f"smtp://{HOST}:{self.port}"

    def start(self) -> None:
        """Listen; does nothing when it does already."""
        if self._controller is None:
            self._controller = Controller(self._mails, hostname=HOST, port=self.port)
            self._controller.start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

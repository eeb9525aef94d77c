"""The embedded portal of the browser tests: gunicorn, one Celery worker with beat, SQLite, the demonstration."""

import datetime as dt
import sqlite3
import subprocess
import urllib.request
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.services.servers import HOST, free_port, wait_until
from tools.portal import locking, preparing, processes, running, testing
from tools.portal.console import REPO

OPENING_DAY = (2, 6)  # month and day on which the first period of the demonstration's plan opens
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
PATIENCE = 90  # seconds; two cores may be busy with something else


def demo_day(today: dt.date) -> dt.date:
    """The day the demonstration is loaded for: today, but the end of last year's work before this year's has begun.

    Only then does every account have something to do, whenever the tests run.
    """
    return today if (today.month, today.day) >= OPENING_DAY else dt.date(today.year - 1, 12, 1)


class EmbeddedPortal:
    """The processes that `./portal run` starts, on a folder and a port of their own."""

    def __init__(self, var: Path) -> None:
        self._var = var
        port = free_port()
        self.address = running.browser_address(HOST, port)
        # Settings of the person's own portal must not leak into this one.
        own = {name: value for name, value in preparing.environment_for(var).items() if not _is_foreign(name)}
        own |= {"PORTAL_VAR_DIR": str(var), "PORTAL_SECRET_KEY": preparing.secret_key(var), "PORTAL_DEMO": "1"}
        self._environment = own | {"PORTAL_BASE_URL": self.address, "C_FORCE_ROOT": "1"}
        self._commands = {"web": running.web_command(HOST, port), "worker": running.worker_command(var)}
        self._children: dict[str, subprocess.Popen[bytes]] = {}

    def prepare(self) -> None:
        """Static files as `./portal test` has collected them, an empty database, the demonstration."""
        collected = REPO / "var" / "test"
        with locking.preparing():
            preparing.static_files(preparing.environment_for(collected), collected)
        (self._var / "static").symlink_to(collected / "static")
        self._manage("migrate", "--noinput", "-v0")
        self._manage("load_demo", "--today", demo_day(dt.datetime.now(VIETNAM).date()).isoformat())
        # The data are put back before each test; so would be the queue of files that nobody here looks at.
        self.arrange("from reports.models import SummaryFile\nSummaryFile.objects.all().delete()")

    def _manage(self, *arguments: str) -> str:
        command = [*preparing.MANAGE, *arguments]
        result = processes.call(command, cwd=REPO, env=self._environment, capture_output=True, text=True)
        assert result.returncode == 0, f"manage.py {arguments[0]} failed:\n{result.stdout}{result.stderr}"
        return str(result.stdout)

    def arrange(self, code: str) -> str:
        """Run Python beside the portal, in its data; returns what the code prints."""
        return self._manage("shell", "--verbosity", "0", "--command", code)

    def start(self) -> None:
        """Start web and worker and wait until `/health/` says that web, database and broker answer."""
        for name, command in self._commands.items():
            with self._log(name).open("wb") as output:
                self._children[name] = processes.spawn(
                    command, cwd=REPO, env=self._environment, stdout=output, stderr=output
                )
        try:
            wait_until(self._is_healthy, seconds=PATIENCE, what="/health/ answers")
        except TimeoutError as error:
            raise AssertionError(f"{error}\n{self.logs()}") from error

    def _is_healthy(self) -> bool:
        for name, child in self._children.items():
            assert child.poll() is None, f"The {name} process ended:\n{self.logs()}"
        return answers(f"{self.address}/health/")

    def stop(self) -> None:
        """End every process with its children."""
        processes.stop_all(list(self._children.values()), patience=3)

    def _log(self, name: str) -> Path:
        return self._var / f"{name}.log"

    def logs(self) -> str:
        """The end of what web and worker have written."""
        texts = {name: self._log(name) for name in self._commands if self._log(name).exists()}
        return "\n".join(f"--- {name}\n{path.read_text(errors='replace')[-6000:]}" for name, path in texts.items())

    def keep(self) -> None:
        """Remember the data as they are now."""
        self._copy(self._var / "portal.sqlite3", self._var / "kept.sqlite3")

    def restore(self) -> None:
        """Put back what was kept, under the feet of the running processes, so that no test sees another's work."""
        self._copy(self._var / "kept.sqlite3", self._var / "portal.sqlite3")

    def set_back_reminders(self, *, days: int) -> None:
        """As if every reminder had gone out so many days earlier: at most one a day is allowed, whatever today is."""
        with closing(sqlite3.connect(self._var / "portal.sqlite3", timeout=60)) as database, database:
            database.execute(
                "UPDATE reports_notification SET created_at = datetime(created_at, ?) WHERE kind IN (?, ?)",
                (f"-{days} days", "reminder", "overdue"),
            )

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with (
            closing(sqlite3.connect(source, timeout=60)) as there,
            closing(sqlite3.connect(target, timeout=60)) as here,
        ):
            there.backup(here)


def _is_foreign(name: str) -> bool:
    return name.startswith("PORTAL_") or name in testing.PORTAL_VARIABLES


def answers(url: str) -> bool:
    """Whether the address answers 200; a proxy from the environment does not stand in between."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5):
            return True
    except OSError:
        return False

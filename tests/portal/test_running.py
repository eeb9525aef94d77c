"""`./portal run` for real, on a data folder of its own."""

import os
import signal
import socket
import stat
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.portal import preparing, running
from tools.portal.console import REPO, Trouble
from tools.portal.running import DEMO_ACCOUNTS


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _portal_processes(var: Path) -> list[int]:
    """Processes that work on the data folder, by their environment."""
    found = []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        try:
            variables = environment.read_bytes().split(b"\0")
        except OSError:  # ended, or not ours
            continue
        if f"PORTAL_VAR_DIR={var}".encode() in variables:
            found.append(int(environment.parent.name))
    return found


class Portal:
    """One `./portal run --no-demo` and what it printed."""

    def __init__(self, folder: Path) -> None:
        self.var = folder / "var"
        self.port = _free_port()
        self._log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        return kept | {"PORTAL_VAR_DIR": str(self.var)}

    def start(self) -> float:
        """Start and wait for the first good answer; returns the seconds it took."""
        began = time.monotonic()
        command = [REPO / "portal", "run", "--no-demo", "--port", str(self.port)]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)
        while time.monotonic() < began + 180:
            assert self.process.poll() is None, self.output
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=5):
                    break
            except OSError:
                time.sleep(0.05)
        seconds = time.monotonic() - began
        while "Ctrl-C" not in self.output and time.monotonic() < began + 180:
            time.sleep(0.05)
        return seconds

    def stop(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(30)

    @property
    def output(self) -> str:
        return self._log.read_text()


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(tmp_path)
    yield portal
    if portal.process and portal.process.poll() is None:
        portal.stop(signal.SIGTERM)


def test_run_prepares_answers_stops_and_starts_again_quickly(portal: Portal) -> None:
    portal.start()
    first = portal.output
    second_on_same_data = subprocess.run(
        [REPO / "portal", "run", "--no-demo", "--port", str(_free_port())],
        env=portal.environment(), capture_output=True, text=True,
    )  # fmt: skip
    second_on_same_port = subprocess.run(
        [REPO / "portal", "run", "--port", str(portal.port)], env=portal.environment(), capture_output=True, text=True
    )
    code = portal.stop(signal.SIGINT)
    left = _portal_processes(portal.var)
    seconds = portal.start()
    second = portal.output

    assert "Đang chuẩn bị cơ sở dữ liệu…" in first
    assert f"http://127.0.0.1:{portal.port}/" in first
    assert "./portal manage createsuperuser" in first
    assert "demo-portal" not in first
    assert (second_on_same_data.returncode, second_on_same_data.stdout) == (1, "")
    assert str(portal.var) in second_on_same_data.stderr
    assert (second_on_same_port.returncode, second_on_same_port.stdout) == (1, "")
    assert f"Cổng {portal.port}" in second_on_same_port.stderr
    assert code == 0
    assert left == []
    assert "Đang chuẩn bị" not in second
    assert seconds < 30  # 3 on an idle machine; here other tests use both cores
    assert portal.stop(signal.SIGTERM) == 0


def test_run_ends_with_an_error_when_one_of_its_processes_dies(portal: Portal) -> None:
    portal.start()
    assert portal.process is not None
    children = Path(f"/proc/{portal.process.pid}/task/{portal.process.pid}/children").read_text().split()

    os.kill(int(children[1]), signal.SIGKILL)
    code = portal.process.wait(30)

    assert len(children) == 2
    assert code == 1
    assert "Tiến trình nền đã dừng ngoài ý muốn" in portal.output
    assert _portal_processes(portal.var) == []


def test_an_unknown_host_and_a_busy_port_are_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        with pytest.raises(Trouble, match="đang có chương trình khác dùng"):
            running.run(host="127.0.0.1", port=busy.getsockname()[1], demo=False)
    with pytest.raises(Trouble, match="Không có địa chỉ máy"):
        running.run(host="no-such-host.invalid", port=8000, demo=False)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("portal.example.org", "http://portal.example.org:8000"),
    ],
)
def test_the_printed_address_can_be_opened_in_a_browser(host: str, address: str) -> None:
    assert running.browser_address(host, 8000) == address


def test_the_demo_accounts_are_those_everybody_relies_on() -> None:
    assert [name for name, _ in DEMO_ACCOUNTS] == [
        "hieutruong", "vanthu", "hieutruong2", "chuyenvien", "truongphong", "vanthu.phong", "taichinh",
        "lanhdao", "tuyengiao", "mattran", "thuongtruc", "quantri",
    ]  # fmt: skip


def test_the_secret_is_random_stays_and_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = preparing.secret_key(tmp_path)
    other = tmp_path / "other"
    other.mkdir()

    assert len(first) >= 50
    assert preparing.secret_key(tmp_path) == first
    assert preparing.secret_key(other) != first
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_what_the_caller_has_set_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "given")

    assert preparing.environment_for(tmp_path)["PORTAL_SECRET_KEY"] == "given"
    assert not (tmp_path / "secret.key").exists()

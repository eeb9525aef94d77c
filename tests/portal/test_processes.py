"""No process outlives its parent: real processes, real signals."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tools.portal import processes
from tools.portal.console import REPO

# A child that starts a grandchild and tells both process ids.
FAMILY = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
time.sleep(60)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('x', flush=True); time.sleep(60)"


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _wait_until_gone(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while _is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not _is_running(pid)


def _first_line(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout is not None
    with process.stdout:
        return process.stdout.readline().decode().strip()


def test_stopping_reaches_grandchildren() -> None:
    process = processes.spawn([sys.executable, "-c", FAMILY], stdout=subprocess.PIPE)
    grandchild = int(_first_line(process))

    processes.stop_all([process], patience=0.2)

    assert process.returncode == -signal.SIGTERM
    assert _wait_until_gone(grandchild)


def test_a_process_that_ignores_the_request_is_killed_after_the_patience() -> None:
    process = processes.spawn([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE)
    assert _first_line(process) == "x"

    began = time.monotonic()
    processes.stop_all([process], patience=0.5)

    assert process.returncode == -signal.SIGKILL
    assert 0.5 <= time.monotonic() - began < 5


def test_ctrl_c_in_the_terminal_reaches_a_child_only_through_us() -> None:
    process = processes.spawn([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        assert os.getsid(process.pid) == process.pid
        assert os.getpgid(process.pid) != os.getpgid(0)
    finally:
        processes.stop_all([process], patience=1)


def test_children_die_with_a_killed_parent() -> None:
    script = (
        "import sys, time; from tools.portal import processes\n"
        "child = processes.spawn([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=REPO, stdout=subprocess.PIPE)
    child = int(_first_line(parent))
    assert _is_running(child)

    parent.kill()
    parent.wait()

    assert _wait_until_gone(child)


def test_a_call_ends_with_its_killed_parent(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    inner = f"import os, pathlib, time; pathlib.Path({str(note)!r}).write_text(str(os.getpid())); time.sleep(60)"
    script = f"import sys; from tools.portal import processes; processes.call([sys.executable, '-c', {inner!r}])"
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=REPO)
    deadline = time.monotonic() + 10
    while not (note.exists() and note.read_text()) and time.monotonic() < deadline:
        time.sleep(0.02)

    parent.kill()
    parent.wait()

    assert _wait_until_gone(int(note.read_text()))


def test_signalling_a_group_that_is_gone_does_nothing() -> None:
    process = processes.spawn([sys.executable, "-c", "pass"])
    process.wait()

    processes.signal_group(process, signal.SIGTERM)

    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)

"""Child processes that never outlive their parent, however the parent ends."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)  # loaded here, because a forked child must not load libraries


def _die_with(parent: int, signal_number: int) -> Callable[[], None]:
    def prepare() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, signal_number)
        if os.getppid() != parent:  # the parent ended between fork and prctl
            os._exit(1)

    return prepare


def spawn(
    command: Sequence[str | Path], *, death_signal: int = signal.SIGTERM, **options: Any
) -> subprocess.Popen[bytes]:
    """Start a process in its own session, so that Ctrl-C reaches it only through us.

    `death_signal` is what the kernel sends it when we are killed. Further options go to Popen.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        start_new_session=True,
        preexec_fn=_die_with(os.getpid(), death_signal),
        stdin=subprocess.DEVNULL,
        **options,
    )


def call(command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
    """Run a command to its end; it ends with us, so that nothing goes on writing after a lock was dropped."""
    return subprocess.run(command, preexec_fn=_die_with(os.getpid(), signal.SIGKILL), **options)


def signal_group(process: subprocess.Popen[bytes], signal_number: int) -> None:
    """Signal a process and its descendants; does nothing when they are gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal_number)


def _group_is_alive(process: subprocess.Popen[bytes]) -> bool:
    process.poll()
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True


def stop_all(processes: Sequence[subprocess.Popen[bytes]], *, patience: float = 10) -> None:
    """Ask every process to end, wait up to `patience` seconds, then end what is left of their groups."""
    for process in processes:
        # Only the leader is asked: masters of a pool end their children in order, with the work in hand finished.
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + patience
    while any(_group_is_alive(process) for process in processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    for process in processes:
        signal_group(process, signal.SIGKILL)
    for process in processes:
        process.wait()

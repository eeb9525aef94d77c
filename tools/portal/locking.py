"""Locks between two `./portal` of one working copy. The kernel drops them when the process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .console import REPO, Trouble, say


@contextmanager
def preparing() -> Iterator[None]:
    """Let one `./portal` at a time prepare the environment and the data; the others wait."""
    handle = os.open(REPO, os.O_RDONLY)  # the folder itself: nothing to create, nothing to clean up
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Một lệnh ./portal khác đang chuẩn bị môi trường, xin chờ…")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def running(var: Path) -> Iterator[None]:
    """Hold the data folder: two schedulers on one folder would send reminders twice.

    Raises:
        Trouble: another `./portal run` uses the folder.
    """
    handle = os.open(var / "run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Trouble(
                f"Cổng đang chạy với thư mục dữ liệu {var}. Dừng lệnh đó trước, "
                "hoặc đặt PORTAL_VAR_DIR sang thư mục khác."
            ) from None
        yield
    finally:
        os.close(handle)

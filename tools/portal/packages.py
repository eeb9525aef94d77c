"""The Python environment `.venv`: made from locked, hashed packages, checked in milliseconds, repaired when broken."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from . import processes
from .console import REPO, Trouble, say

VENV = REPO / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".portal-stamp.json"
UNFINISHED = VENV / ".portal-unfinished"
RUN_LOCK, TEST_LOCK = "requirements.txt", "requirements-dev.txt"


def _digest(name: str) -> str:
    return hashlib.sha256((REPO / name).read_bytes()).hexdigest()


def lock_digest() -> str:
    """Identity of the packages the portal runs with; what was derived from them is stale when it changes."""
    return _digest(RUN_LOCK)


def _contents() -> list[str]:
    """Names directly inside site-packages: a package that vanished shows here without importing anything."""
    folders = VENV.glob("lib/python*/site-packages/*")
    return sorted(entry.name for entry in folders if entry.name != "__pycache__")


def _stamp() -> dict[str, object]:
    try:
        content = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _locks(stamp: dict[str, object], testing: bool) -> list[str]:
    """The lock files that count: what the tests need stays up to date once it is there."""
    return [RUN_LOCK, TEST_LOCK] if testing or stamp.get(TEST_LOCK) else [RUN_LOCK]


def is_ready(*, testing: bool) -> bool:
    """Whether `.venv` holds exactly what the lock files say; costs milliseconds."""
    stamp = _stamp()
    return _is_whole(stamp) and all(stamp.get(name) == _digest(name) for name in _locks(stamp, testing))


def _is_whole(stamp: dict[str, object]) -> bool:
    """Whether everything the stamp promises is still there, in this very place."""
    recorded = stamp.get("contents")
    return (
        isinstance(recorded, list)
        and stamp.get("place") == str(VENV)
        and os.access(PYTHON, os.X_OK)
        and set(recorded) <= set(_contents())
    )


def _must_rebuild(stamp: dict[str, object]) -> bool:
    if UNFINISHED.exists() or (stamp and not _is_whole(stamp)):
        return True
    # Made by hand, without a stamp: usable when its own Python and pip answer.
    return (
        not os.access(PYTHON, os.X_OK)
        or subprocess.run([PYTHON, "-m", "pip", "-V"], capture_output=True).returncode != 0
    )


def _call(command: list[str | Path], purpose: str) -> None:
    result = processes.call(command, cwd=REPO, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if result.returncode != 0:
        raise Trouble(f"{purpose} không thành công:\n{(result.stdout + result.stderr).strip()[-3000:]}")


def ensure(*, testing: bool) -> None:
    """Bring `.venv` to the state of the lock files; does nothing when it is there already.

    Raises:
        Trouble: Python or pip failed; the message carries their own words.
    """
    if is_ready(testing=testing):
        return
    stamp = _stamp()
    locks = _locks(stamp, testing)
    if _must_rebuild(stamp):
        if VENV.is_symlink():
            raise Trouble(
                "Thư mục .venv là một liên kết đến nơi khác. Xóa liên kết rồi chạy lại; nơi kia được giữ nguyên."
            )
        say("Đang tạo môi trường Python…")
        # The base interpreter: inside an activated .venv, --clear would remove the running one.
        base = getattr(sys, "_base_executable", sys.executable)
        _call([base, "-m", "venv", "--clear", VENV], "Tạo môi trường Python")
    UNFINISHED.touch()
    STAMP.unlink(missing_ok=True)
    say("Đang cài các gói Python đã khóa phiên bản…")
    sources = [argument for name in locks for argument in ("-r", name)]
    pip: list[str | Path] = [PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    _call([*pip, "--require-hashes", "--only-binary", ":all:", *sources], "Cài gói Python")
    state = {name: _digest(name) for name in locks} | {"place": str(VENV), "contents": _contents()}
    temporary = STAMP.with_suffix(".new")
    temporary.write_text(json.dumps(state), encoding="utf-8")
    temporary.replace(STAMP)
    UNFINISHED.unlink()


def lock(arguments: list[str]) -> int:
    """Write requirements.txt and requirements-dev.txt anew from the .in files; arguments go to uv (`--upgrade`)."""
    base = [str(PYTHON), "-m", "uv", "pip", "compile", "--quiet", "--generate-hashes", "--universal", "--no-header"]
    options = ["--python-version", "3.11", "--no-emit-index-url", "--no-emit-find-links"]
    for name in (RUN_LOCK, TEST_LOCK):
        source = name.replace(".txt", ".in")
        result = subprocess.run([*base, *options, *arguments, source, "-o", name], cwd=REPO)
        if result.returncode != 0:
            return result.returncode
        say(f"Đã khóa lại {name}.")
    return 0

"""The data folder of the embedded portal: secret key, database, demo data, static files - each only when needed."""

import hashlib
import json
import os
import secrets
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import packages, processes
from .console import REPO, Trouble, say

MANAGE = [str(packages.PYTHON), "manage.py"]


def var_dir(environment: Mapping[str, str] = os.environ) -> Path:
    """Folder of everything the embedded portal writes."""
    return Path(environment.get("PORTAL_VAR_DIR") or REPO / "var").resolve()


def secret_key(var: Path) -> str:
    """The random key of this installation, made at the first start and readable by its owner only."""
    path = var / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(50) + "\n")
    return path.read_text(encoding="ascii").strip()


def environment_for(var: Path) -> dict[str, str]:
    """Environment of manage.py, web and worker; what the caller has set wins."""
    var.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ)
    environment["PORTAL_VAR_DIR"] = str(var)
    if not environment.get("PORTAL_SECRET_KEY"):
        environment["PORTAL_SECRET_KEY"] = secret_key(var)
    # The tool's own variable would send the children to another settings module.
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings"
    return environment


class Memory:
    """What the last start has done, kept in the data folder."""

    def __init__(self, var: Path) -> None:
        self._path = var / "prepared.json"

    def __getitem__(self, key: str) -> Any:
        try:
            return json.loads(self._path.read_text(encoding="utf-8")).get(key)
        except (OSError, ValueError):
            return None

    def __setitem__(self, key: str, value: Any) -> None:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            content = {}
        temporary = self._path.with_suffix(".new")
        temporary.write_text(json.dumps(content | {key: value}), encoding="utf-8")
        temporary.replace(self._path)


def _manage(environment: Mapping[str, str], *arguments: str, quiet: bool = True) -> None:
    """Run one management command; its output is shown when asked for or when it fails."""
    result = processes.call([*MANAGE, *arguments], cwd=REPO, env=environment, capture_output=quiet, text=True)
    if result.returncode != 0:
        details = f":\n{(result.stdout + result.stderr).strip()[-3000:]}" if quiet else "."
        raise Trouble(f"Lệnh manage.py {arguments[0]} không thành công{details}")


def _static_digest() -> str:
    """Identity of the static files: our own by content, those inside packages by the lock file."""
    digest = hashlib.sha256(packages.lock_digest().encode())
    for path in sorted(path for path in REPO.glob("static/**/*") if path.is_file()):
        digest.update(str(path.relative_to(REPO)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def static_files(environment: Mapping[str, str], var: Path) -> None:
    """Collect and compress the static files when they or the packages changed."""
    memory, digest = Memory(var), _static_digest()
    if memory["static"] == digest and (var / "static" / "staticfiles.json").exists():
        return
    say("Đang chuẩn bị tệp giao diện…")
    _manage(environment, "collectstatic", "--noinput", "--clear", "-v0")
    memory["static"] = digest


def _database_state(environment: Mapping[str, str]) -> dict[str, bool]:
    """Ask the database itself: a stamp would lie after somebody restores a copy."""
    probe = [str(packages.PYTHON), "-m", "tools.portal.probe"]
    result = subprocess.run(probe, cwd=REPO, env=environment, capture_output=True, text=True)
    if result.returncode != 0:
        raise Trouble(f"Không mở được cơ sở dữ liệu:\n{result.stderr.strip()[-3000:]}")
    state: dict[str, bool] = json.loads(result.stdout)
    return state


def database(environment: Mapping[str, str], var: Path, *, demo: bool) -> bool:
    """Migrate when needed, load the demo data into a database without people; returns whether anybody can log in.

    Raises:
        Trouble: a management command failed.
    """
    memory, state = Memory(var), _database_state(environment)
    if state["must_migrate"]:
        say("Đang chuẩn bị cơ sở dữ liệu…")
        _manage(environment, "migrate", "--noinput", "-v0")
    # An interrupted loading leaves people behind but not all data; the command can be run twice.
    if demo and (not state["has_people"] or memory["demo"] == "loading"):
        say("Đang nạp dữ liệu minh họa…")
        memory["demo"] = "loading"
        _manage(environment, "load_demo", quiet=False)
        memory["demo"] = "loaded"
        return True
    return state["has_people"]

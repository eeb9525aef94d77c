"""`./portal test`: every check of the repository, one after the other, with a line for each at the end."""

import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from . import locking, packages, preparing, system
from .console import REPO, Trouble, say

PYTHON = str(packages.PYTHON)
PYTEST = [PYTHON, "-m", "pytest"]
# Started before Django reads its settings, see the module.
SERVICES = ["-p", "tests.services.plugin"]
OWN_STEP = ("tests/services", "tests/browser")
STEPS: tuple[tuple[str, list[str]], ...] = (
    ("ruff check", [PYTHON, "-m", "ruff", "check", "."]),
    ("ruff format", [PYTHON, "-m", "ruff", "format", "--check", "."]),
    ("mypy", [PYTHON, "-m", "mypy"]),
    ("lint-imports", [str(packages.VENV / "bin" / "lint-imports")]),
    ("migrations", [*preparing.MANAGE, "makemigrations", "--check", "--dry-run"]),
    ("django check", [*preparing.MANAGE, "check"]),
    ("pytest", [*PYTEST, "-n", "2", *(f"--ignore={folder}" for folder in OWN_STEP), "tests"]),
    ("pytest services", [*PYTEST, *SERVICES, "tests/services"]),
    ("pytest browser", [*PYTEST, "tests/browser"]),
)
# Settings of the person's own portal must not leak into the tests.
PORTAL_VARIABLES = {"DATABASE_URL", "CELERY_BROKER_URL", "REDIS_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"}


def _environment(var: Path) -> dict[str, str]:
    for name in list(os.environ):
        if name.startswith("PORTAL_") or name in PORTAL_VARIABLES:
            del os.environ[name]
    return preparing.environment_for(var)


def _is_under(argument: str, folder: str) -> bool:
    path = (REPO / argument.split("::")[0]).resolve()
    return not argument.startswith("-") and path.exists() and path.is_relative_to((REPO / folder).resolve())


def pytest_command(arguments: list[str]) -> list[str]:
    """The pytest call for the arguments of `./portal test …`.

    Service tests live on other servers, so they cannot share a process with the rest.

    Raises:
        Trouble: the arguments name service tests together with others.
    """
    paths = [argument for argument in arguments if _is_under(argument, ".")]
    services = [path for path in paths if _is_under(path, "tests/services")]
    if services and services == paths:
        return [*PYTEST, *SERVICES, *arguments]
    if services:
        raise Trouble("tests/services chạy trong tiến trình riêng: ./portal test tests/services …")
    left_out = [folder for folder in OWN_STEP if not any(_is_under(path, folder) for path in paths)]
    if not paths or any(_is_under(folder, path) for path in paths for folder in left_out):
        say(f"Không gồm {' và '.join(left_out)}; chạy riêng bằng ./portal test <thư mục>.")
    return [*PYTEST, *(f"--ignore={folder}" for folder in left_out), *arguments]


def run_steps(environment: Mapping[str, str]) -> int:
    """Run every step, print a line for each, return 1 when any failed."""
    outcomes: list[tuple[str, int, float]] = []
    for name, command in STEPS:
        say(f"\n=== {name}")
        began = time.monotonic()
        code = subprocess.run(command, cwd=REPO, env=environment).returncode
        outcomes.append((name, code, time.monotonic() - began))
    say("\n=== Kết quả")
    for name, code, seconds in outcomes:
        say(f"{'đạt' if code == 0 else 'KHÔNG ĐẠT':<10} {name:<16} {seconds:6.1f} giây")
    return 1 if any(code for _, code, _ in outcomes) else 0


def test(arguments: list[str]) -> int:
    """Run everything, or only pytest with the given arguments; returns the exit code.

    All steps run even when one fails, so that one run tells everything.
    """
    var = REPO / "var" / "test"
    with locking.preparing():
        system.ensure(system.FOR_RUNNING + system.FOR_TESTING, environment=not packages.is_ready(testing=True))
        packages.ensure(testing=True)
        for leftover in var.glob("*"):  # what an earlier run wrote, except the static files that take a while
            if leftover.name not in {"static", "prepared.json"}:
                shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        environment = _environment(var)
        preparing.static_files(environment, var)
    if arguments:
        return subprocess.run(pytest_command(arguments), cwd=REPO, env=environment).returncode
    return run_steps(environment)

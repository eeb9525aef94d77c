"""Command line of `./portal`."""

import argparse
import os

from . import locking, packages, preparing, running, system, testing
from .console import REPO, Trouble, warn

HELP = """./portal run [--port 8000] [--host 127.0.0.1] [--no-demo]
                        chạy cổng trên máy này; Ctrl-C để dừng
./portal test           kiểm tra toàn bộ; thêm tham số thì chỉ chạy pytest với tham số đó
./portal manage …       lệnh quản trị của Django, ví dụ ./portal manage createsuperuser
./portal lock           khóa lại phiên bản các gói Python (thêm --upgrade để nâng phiên bản)
./portal help           lời nhắc này"""


def _ensure_environment(*, testing: bool) -> None:
    with locking.preparing():
        system.ensure((), environment=not packages.is_ready(testing=testing))
        packages.ensure(testing=testing)


def _manage(arguments: list[str]) -> int:
    _ensure_environment(testing=False)
    var = preparing.var_dir()
    environment = preparing.environment_for(var)
    if preparing.Memory(var)["demo"]:  # the same portal that `run` shows, with its demo accounts
        environment.setdefault("PORTAL_DEMO", "1")
    os.chdir(REPO)
    os.execve(packages.PYTHON, [*preparing.MANAGE, *arguments], environment)


def _run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./portal run", usage=HELP, add_help=False)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--no-demo", action="store_true")
    options = parser.parse_args(arguments)
    if not 0 < options.port < 65536:
        raise Trouble("Số cổng phải từ 1 đến 65535.")
    return running.run(host=options.host, port=options.port, demo=not options.no_demo)


def _lock(arguments: list[str]) -> int:
    _ensure_environment(testing=True)  # uv is one of the packages of the tests
    return packages.lock(arguments)


def _help(arguments: list[str]) -> int:
    print(HELP)
    return 0


COMMANDS = {"run": _run, "test": testing.test, "manage": _manage, "lock": _lock, "help": _help, "--help": _help}


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code (0 done, 1 trouble, 2 wrong usage, 130 interrupted)."""
    command = COMMANDS.get(arguments[0] if arguments else "help")
    if command is None:
        warn(f"Không có lệnh “{arguments[0]}”.\n{HELP}")
        return 2
    try:
        return command(arguments[1:])
    except Trouble as trouble:
        warn(str(trouble))
        return 1
    except KeyboardInterrupt:
        return 130

"""Debian packages the portal needs: which are missing, install them or say what will not work without them."""

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass

from .console import Trouble, say, warn

APT = ["apt-get", "-o", "DPkg::Lock::Timeout=300", "-y", "-q"]


@dataclass(frozen=True)
class Package:
    """A Debian package and what does not work without it."""

    name: str
    without: str


VENV = Package("python3-venv", "không tạo được môi trường Python nên không chạy được gì")
FOR_RUNNING = (
    Package("libpango-1.0-0", "không xuất được tệp PDF"),
    Package("libpangoft2-1.0-0", "không xuất được tệp PDF"),
    Package("libharfbuzz-subset0", "xuất tệp PDF chậm hơn"),
    Package("fonts-liberation2", "tệp PDF sai phông chữ"),
)
FOR_TESTING = (
    Package("chromium", "kiểm thử trình duyệt không đạt"),
    Package("postgresql", "kiểm thử dịch vụ không đạt"),
    Package("redis-server", "kiểm thử dịch vụ không đạt"),
    Package("poppler-utils", "kiểm thử tệp PDF không đạt"),
    Package("fontconfig", "kiểm thử tệp PDF không đạt"),
)


def can_make_environments() -> bool:
    """Whether this Python has venv and pip to put into a new environment (Debian ships them apart)."""
    # A fresh process, because this one remembers what it could not import before the installation.
    probe = [getattr(sys, "_base_executable", sys.executable), "-c", "import ensurepip, venv"]
    return subprocess.run(probe, capture_output=True).returncode == 0


def missing(packages: tuple[Package, ...]) -> list[Package]:
    """The packages dpkg does not list as installed; on a system without dpkg every one counts as missing."""
    if not shutil.which("dpkg-query"):
        return list(packages)
    names = [package.name for package in packages]
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names]
    listing = subprocess.run(query, capture_output=True, text=True).stdout.split("\n")
    return [package for package in packages if f"{package.name} installed" not in listing]


def _as_root() -> list[str] | None:
    """Prefix that makes a command run as root, or None when that is not allowed without asking."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True).returncode == 0:
        return [sudo, "-n"]
    return None


def _apt(prefix: list[str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *APT, *arguments]
    return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def _install(prefix: list[str], names: list[str]) -> str:
    """Install packages; returns "" or the last lines of apt's complaint."""
    result = _apt(prefix, "install", "--no-install-recommends", *names)
    if result.returncode == 0:
        return ""
    # Package lists are absent on a fresh image and outdated on an old one: fetch them and try once more.
    for _ in range(5):
        result = _apt(prefix, "update")
        if "lists/lock" not in result.stderr:
            break
        time.sleep(5)  # somebody else is updating the lists; that lock has no timeout of its own
    result = _apt(prefix, "install", "--no-install-recommends", *names)
    return "" if result.returncode == 0 else "\n".join((result.stderr or result.stdout).strip().split("\n")[-5:])


def _report(packages: list[Package], complaint: str) -> None:
    reasons: dict[str, list[str]] = {}
    for package in packages:
        reasons.setdefault(package.without, []).append(package.name)
    warn("Thiếu gói hệ thống:")
    for reason, names in reasons.items():
        warn(f"  {', '.join(names)} – {reason}")
    if complaint:
        warn(f"apt-get báo lỗi:\n{complaint}")
    else:
        warn("Lệnh này chỉ tự cài được khi chạy bằng root hoặc sudo không hỏi mật khẩu, trên Debian.")
    warn("Nhờ quản trị máy chạy: apt-get install " + " ".join(package.name for package in packages))


def ensure(packages: tuple[Package, ...], *, environment: bool) -> None:
    """Install the missing packages when allowed; otherwise name them once and go on without them.

    `environment` says that a Python environment must be made, for which Debian has a package of its own.

    Raises:
        Trouble: without the package nothing at all can run.
    """
    wanted = missing(packages)
    if environment and not can_make_environments():
        wanted.insert(0, VENV)
    if not wanted:
        return
    prefix = _as_root() if shutil.which("apt-get") else None
    complaint = ""
    if prefix is not None:
        say("Đang cài gói hệ thống: " + " ".join(package.name for package in wanted))
        complaint = _install(prefix, [package.name for package in wanted])
    if prefix is None or complaint:
        _report(wanted, complaint)
    if VENV in wanted and not can_make_environments():
        raise Trouble("Không thể tiếp tục khi thiếu python3-venv.")

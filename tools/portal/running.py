"""`./portal run`: web, worker and scheduler of the embedded portal, started together and stopped together."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from . import locking, packages, preparing, processes, system
from .console import Trouble, say

DEMO_ACCOUNTS = (
    ("hieutruong", "hiệu trưởng trường mầm non, đang nợ báo cáo"),
    ("vanthu", "văn thư trường mầm non đó"),
    ("hieutruong2", "hiệu trưởng trường trung học cơ sở"),
    ("chuyenvien", "chuyên viên theo dõi"),
    ("truongphong", "trưởng phòng"),
    ("vanthu.phong", "văn thư phòng, ghi số và phát hành báo cáo tổng hợp"),
    ("taichinh", "chuyên viên tài chính, theo dõi kinh phí của kế hoạch"),
    ("lanhdao", "lãnh đạo Ủy ban nhân dân"),
    ("tuyengiao", "Ban Tuyên giáo, nhận báo cáo theo kế hoạch của cấp ủy"),
    ("mattran", "Mặt trận Tổ quốc, báo cáo theo kế hoạch đó"),
    ("thuongtruc", "Thường trực cấp ủy"),
    ("quantri", "quản trị hệ thống"),
)
PATIENCE = 60  # seconds a slow machine may take until the first answer


class Stopped(Exception):
    """Somebody asked us to stop."""


def _check_port(host: str, port: int) -> None:
    """Raises Trouble when the address cannot be listened on."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        raise Trouble(f"Không có quyền mở cổng {port}. Chọn cổng từ 1024 trở lên: ./portal run --port 8000") from None
    except OSError as error:
        if isinstance(error, socket.gaierror):
            raise Trouble(f"Không có địa chỉ máy “{host}”.") from None
        raise Trouble(
            f"Cổng {port} trên {host} đang có chương trình khác dùng. Chọn cổng khác: ./portal run --port {port + 1}"
        ) from None


def browser_address(host: str, port: int) -> str:
    """Address a browser on this machine can open."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"


def _environment(var: Path, host: str, port: int, demo: bool) -> dict[str, str]:
    environment = preparing.environment_for(var)
    environment.setdefault("PORTAL_BASE_URL", browser_address(host, port))
    # Listening on every address means that nobody knows by which name the machine is reached.
    everywhere = host in {"0.0.0.0", "::"}
    hosts = "*" if everywhere else f"localhost,127.0.0.1,[::1],{f'[{host}]' if ':' in host else host}"
    environment.setdefault("PORTAL_ALLOWED_HOSTS", hosts)
    environment["PORTAL_DEMO"] = "1" if demo else "0"
    return environment


def web_command(host: str, port: int) -> list[str]:
    """The web server: two processes, replaced now and then so that nothing grows for ever."""
    python = str(packages.PYTHON)
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    command = [python, "-m", "gunicorn", "config.wsgi:application", "--bind", bind, "--workers", "2", "--preload"]
    command += ["--max-requests", "2000", "--max-requests-jitter", "200", "--log-level", "warning"]
    # The heartbeat file must not wait for a slow disk.
    command += ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []
    return [*command, "--no-control-socket", "--graceful-timeout", "5"]


def worker_command(var: Path) -> list[str]:
    """One Celery worker for both queues with the scheduler inside."""
    # Celery's warning about root is meant for pickled messages; ours are JSON.
    python = [str(packages.PYTHON), "-W", "ignore:You're running the worker with superuser"]
    command = [*python, "-m", "celery", "--quiet", "-A", "config", "worker", "--beat"]
    command += ["--schedule", str(var / "celerybeat-schedule"), "--pool", "prefork", "--concurrency", "1"]
    command += ["--queues", "default,documents", "--max-tasks-per-child", "50", "--loglevel", "warning"]
    return [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"]


@contextmanager
def _signals_as_exception() -> Iterator[None]:
    """Turn the first request to stop into `Stopped`; a second one ends the polite waiting, see `stop_all`."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Stopped(signal.Signals(number).name)

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # ignored on purpose under nohup
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _dead(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise Trouble(f"Tiến trình {name} đã dừng ngoài ý muốn (mã {child.returncode}); dừng toàn bộ cổng.")


def _wait_until_healthy(address: str, children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    answer = "chưa trả lời"
    began, pause = time.monotonic(), 0.1
    # A proxy from the environment must not stand between us and our own machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < began + PATIENCE:
        _dead(children)
        try:
            with opener.open(f"{address}/health/", timeout=5):
                return
        except urllib.error.HTTPError as error:
            answer = f"trả lời {error.code}: {error.read(2000).decode(errors='replace')}"
            if error.code < 500:  # a wrong address or host name does not heal by waiting
                break
        except (OSError, ValueError):
            pass
        time.sleep(pause)
        pause = min(pause * 1.2, 2)  # the first seconds count; later, fewer lines in the log do
    raise Trouble(f"Cổng không sẵn sàng sau {time.monotonic() - began:.0f} giây; /health/ {answer}")


def _announce(address: str, *, demo: bool, anybody: bool) -> None:
    say(f"\nCổng theo dõi kế hoạch đang chạy tại {address}/")
    if demo:
        say("Tài khoản dùng thử, mật khẩu chung “demo-portal”:")
        for name, role in DEMO_ACCOUNTS:
            say(f"  {name:<12} {role}")
    elif not anybody:
        say("Chưa có tài khoản nào. Tạo quản trị viên đầu tiên: ./portal manage createsuperuser")
    say("Nhấn Ctrl-C để dừng.")


def _serve(host: str, port: int, environment: Mapping[str, str], var: Path, *, demo: bool, anybody: bool) -> None:
    commands = {"web": web_command(host, port), "nền": worker_command(var)}
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            children[name] = processes.spawn(command, cwd=packages.REPO, env=environment)
        address = browser_address(host, port)
        _wait_until_healthy(address, children)
        _announce(address, demo=demo, anybody=anybody)
        while True:
            _dead(children)
            time.sleep(0.5)
    finally:
        try:
            processes.stop_all(list(children.values()))
        except Stopped:  # asked a second time: no more waiting
            processes.stop_all(list(children.values()), patience=0)


def run(*, host: str, port: int, demo: bool) -> int:
    """Run the portal until Ctrl-C, SIGTERM or the end of one of its processes.

    Returns 0 when asked to stop. Raises Trouble when it cannot start or a process ended by itself.
    """
    _check_port(host, port)
    with _signals_as_exception():
        try:
            var = preparing.var_dir()
            environment = _environment(var, host, port, demo)
            with locking.running(var):
                with locking.preparing():
                    system.ensure(system.FOR_RUNNING, environment=not packages.is_ready(testing=False))
                    packages.ensure(testing=False)
                    preparing.static_files(environment, var)
                    anybody = preparing.database(environment, var, demo=demo)
                _serve(host, port, environment, var, demo=demo, anybody=anybody)
        except Stopped:
            say("\nĐã dừng.")
    return 0

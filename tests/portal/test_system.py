"""Debian packages: with stand-ins for dpkg-query, apt-get and sudo, because a test must not change the machine."""

import os
from pathlib import Path

import pytest

from tools.portal import system
from tools.portal.console import Trouble

PDF = system.Package("libpdf", "không xuất được tệp PDF")
FONT = system.Package("fonts-example", "tệp PDF sai phông chữ")


class Machine:
    """A folder of stand-in programs that is the whole PATH; what they were asked stands in `calls`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._installed = folder / "installed"
        self._calls = folder / "calls"
        self._installed.touch()
        self._calls.touch()
        self.program("dpkg-query", f'cat "{self._installed}"')

    def program(self, name: str, script: str) -> None:
        path = self._folder / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{script}\n")
        path.chmod(0o755)

    def has(self, *names: str) -> None:
        self._installed.write_text("".join(f"{name} installed\n" for name in names))

    def apt(self, *, install: str = "exit 0", update: str = "exit 0") -> None:
        log = f'echo "$DEBIAN_FRONTEND $*" >> "{self._calls}"'
        self.program("apt-get", f'{log}\ncase "$*" in *update*) {update};; *install*) {install};; esac')
        self.program("env", 'exec /usr/bin/env PATH="' + str(self._folder) + '" "$@"')

    @property
    def calls(self) -> list[str]:
        return self._calls.read_text().splitlines()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setenv("PATH", str(tmp_path))
    return Machine(tmp_path)


def _become(monkeypatch: pytest.MonkeyPatch, uid: int) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: uid)


def test_nothing_happens_when_everything_is_installed(machine: Machine, capfd: pytest.CaptureFixture[str]) -> None:
    machine.apt()
    machine.has("libpdf", "fonts-example")

    system.ensure((PDF, FONT), environment=False)

    assert machine.calls == []
    assert capfd.readouterr() == ("", "")


def test_root_installs_only_what_is_missing_and_waits_for_the_lock(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _become(monkeypatch, 0)
    machine.apt()
    machine.has("libpdf")

    system.ensure((PDF, FONT), environment=False)

    assert machine.calls == [
        "noninteractive -o DPkg::Lock::Timeout=300 -y -q install --no-install-recommends fonts-example"
    ]


def test_package_lists_are_fetched_only_when_the_installation_fails(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _become(monkeypatch, 0)
    flag = machine._folder / "updated"
    machine.apt(install=f'test -e "{flag}" || exit 100', update=f': > "{flag}"')

    system.ensure((PDF,), environment=False)

    assert [call.split()[5] for call in machine.calls] == ["install", "update", "install"]
    assert capfd.readouterr().err == ""


def test_without_root_each_package_is_named_once_with_what_will_not_work(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _become(monkeypatch, 1000)
    machine.apt()

    system.ensure((PDF, FONT), environment=False)

    message = capfd.readouterr().err
    assert machine.calls == []
    assert "libpdf – không xuất được tệp PDF" in message
    assert "fonts-example – tệp PDF sai phông chữ" in message
    assert message.endswith("apt-get install libpdf fonts-example\n")


def test_sudo_is_used_only_when_it_asks_for_no_password(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    _become(monkeypatch, 1000)
    machine.apt()
    machine.program("sudo", '[ "$1" = -n ] && shift && exec /usr/bin/env PATH="' + str(machine._folder) + '" "$@"')
    machine.program("true", "exit 0")

    system.ensure((PDF,), environment=False)

    assert machine.calls == ["noninteractive -o DPkg::Lock::Timeout=300 -y -q install --no-install-recommends libpdf"]


def test_a_failing_apt_is_quoted_and_does_not_stop_the_portal(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    _become(monkeypatch, 0)
    machine.apt(install="echo 'E: no network' >&2; exit 100")

    system.ensure((PDF,), environment=False)

    message = capfd.readouterr().err
    assert "E: no network" in message
    assert "libpdf – không xuất được tệp PDF" in message


def test_without_venv_nothing_can_go_on(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    _become(monkeypatch, 1000)
    monkeypatch.setattr(system, "can_make_environments", lambda: False)

    with pytest.raises(Trouble, match="python3-venv"):
        system.ensure((), environment=True)

"""When `.venv` counts as ready and when it is made anew. pip itself is not run here; `./portal` does that for real."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools.portal import packages, processes
from tools.portal.console import Trouble


class Pip:
    """Stands for venv and pip, which need minutes and a network; does to the folder what they would do."""

    def __init__(self, folder: Path) -> None:
        self.calls: list[str] = []
        self.fails = False
        self._folder = folder

    def __call__(self, command: list[Any], **options: Any) -> subprocess.CompletedProcess[str]:
        self.calls.append(" ".join(map(str, command[1:])))
        if self.fails and "pip" in command:
            return subprocess.CompletedProcess(command, 1, "", "HASHES DO NOT MATCH")
        site = self._folder / "lib" / "python3.11" / "site-packages"
        if "venv" in command:
            for leftover in (packages.STAMP, packages.UNFINISHED):
                leftover.unlink(missing_ok=True)
            site.mkdir(parents=True, exist_ok=True)
            (self._folder / "bin").mkdir(exist_ok=True)
            packages.PYTHON.write_text("#!/bin/sh\nexit 0\n")
            packages.PYTHON.chmod(0o755)
        else:
            assert packages.UNFINISHED.exists()
            (site / "django").mkdir(exist_ok=True)
        return subprocess.CompletedProcess(command, 0, "", "")

    @property
    def steps(self) -> list[str]:
        return ["venv" if "venv" in call.split() else "pip" for call in self.calls]


@pytest.fixture
def pip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pip:
    venv = tmp_path / ".venv"
    monkeypatch.setattr(packages, "REPO", tmp_path)
    monkeypatch.setattr(packages, "VENV", venv)
    monkeypatch.setattr(packages, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(packages, "STAMP", venv / ".portal-stamp.json")
    monkeypatch.setattr(packages, "UNFINISHED", venv / ".portal-unfinished")
    (tmp_path / packages.RUN_LOCK).write_text("django==5.2\n")
    (tmp_path / packages.TEST_LOCK).write_text("pytest==9.2\n")
    stand_in = Pip(venv)
    monkeypatch.setattr(processes, "call", stand_in)
    return stand_in


def test_the_first_start_makes_the_environment_with_hashes_and_the_second_does_nothing(pip: Pip) -> None:
    packages.ensure(testing=False)
    first = list(pip.calls)
    packages.ensure(testing=False)

    assert pip.steps == ["venv", "pip"]
    assert "--require-hashes --only-binary :all: -r requirements.txt" in first[1]
    assert pip.calls == first
    assert packages.is_ready(testing=False)
    assert not packages.is_ready(testing=True)


def test_the_tests_add_their_packages_to_the_same_environment(pip: Pip) -> None:
    packages.ensure(testing=False)
    packages.ensure(testing=True)

    assert pip.steps == ["venv", "pip", "pip"]
    assert pip.calls[-1].endswith("-r requirements.txt -r requirements-dev.txt")
    assert packages.is_ready(testing=True)


def test_a_changed_lock_file_installs_into_the_existing_environment(pip: Pip) -> None:
    packages.ensure(testing=False)
    (packages.REPO / packages.RUN_LOCK).write_text("django==5.2.1\n")
    packages.ensure(testing=False)

    assert pip.steps == ["venv", "pip", "pip"]


def test_an_interrupted_installation_is_made_anew(pip: Pip) -> None:
    packages.ensure(testing=False)
    packages.UNFINISHED.touch()
    packages.STAMP.unlink()
    packages.ensure(testing=False)

    assert pip.steps == ["venv", "pip", "venv", "pip"]
    assert not packages.UNFINISHED.exists()


@pytest.mark.parametrize("damage", ["package", "python", "place"])
def test_a_damaged_environment_is_made_anew(pip: Pip, damage: str) -> None:
    packages.ensure(testing=False)
    if damage == "package":
        (packages.VENV / "lib/python3.11/site-packages/django").rmdir()
    elif damage == "python":
        packages.PYTHON.unlink()
    else:
        packages.STAMP.write_text(packages.STAMP.read_text().replace(str(packages.VENV), "/elsewhere/.venv"))
    packages.ensure(testing=False)

    assert pip.steps == ["venv", "pip", "venv", "pip"]


def test_a_failing_pip_is_quoted_and_leaves_no_stamp(pip: Pip) -> None:
    pip.fails = True

    with pytest.raises(Trouble, match="HASHES DO NOT MATCH"):
        packages.ensure(testing=False)

    assert not packages.is_ready(testing=False)
    assert packages.UNFINISHED.exists()


def test_an_environment_elsewhere_is_not_emptied_through_a_link(pip: Pip, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    packages.VENV.symlink_to(elsewhere)

    with pytest.raises(Trouble, match="liên kết"):
        packages.ensure(testing=False)

    assert (elsewhere / "kept").exists()
    assert pip.steps == []

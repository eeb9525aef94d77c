"""Which pytest process the arguments of `./portal test …` lead to, and what a full run consists of."""

import subprocess

import pytest

from tools.portal import testing
from tools.portal.console import REPO, Trouble

WITH_SERVERS = ["-p", "tests.services.plugin"]


def _arguments(arguments: list[str]) -> list[str]:
    return testing.pytest_command(arguments)[3:]


def test_service_tests_get_their_servers() -> None:
    assert _arguments(["tests/services", "-k", "redis"]) == [*WITH_SERVERS, "tests/services", "-k", "redis"]
    one = "tests/services/test_harness.py::test_a_mail_sent_by_django_arrives"
    assert _arguments([one]) == [*WITH_SERVERS, one]


def test_other_tests_get_none() -> None:
    assert _arguments(["tests/portal", "-x"]) == [
        "--ignore=tests/services",
        "--ignore=tests/browser",
        "tests/portal",
        "-x",
    ]


def test_what_is_left_out_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert _arguments(["-k", "deadline"])[:2] == ["--ignore=tests/services", "--ignore=tests/browser"]
    assert "Không gồm tests/services và tests/browser" in capsys.readouterr().out


def test_service_tests_do_not_mix_with_others() -> None:
    with pytest.raises(Trouble, match="tiến trình riêng"):
        _arguments(["tests/services", "tests/portal"])


def test_a_full_run_has_every_step_of_the_house() -> None:
    assert [name for name, _ in testing.STEPS] == [
        "ruff check", "ruff format", "mypy", "lint-imports", "migrations", "django check",
        "pytest", "pytest services", "pytest browser",
    ]  # fmt: skip


def test_all_steps_run_and_one_failure_fails_the_whole(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(testing, "STEPS", (("one", ["false"]), ("two", ["echo", "still running"])))

    code = testing.run_steps({"PATH": "/usr/bin:/bin"})

    output = capfd.readouterr().out
    assert code == 1
    assert "still running" in output
    assert [line.split()[:-2] for line in output.splitlines()[-2:]] == [["KHÔNG", "ĐẠT", "one"], ["đạt", "two"]]


def test_ci_calls_the_same_command() -> None:
    script = (REPO / ".ci" / "run").read_text()

    assert script.splitlines()[-1].endswith("exec ./portal test")


def test_wrong_usage_has_its_own_exit_code() -> None:
    result = subprocess.run([REPO / "portal", "fly"], capture_output=True, text=True)

    assert result.returncode == 2
    assert "./portal run" in result.stderr


def test_help_works_without_any_package() -> None:
    result = subprocess.run(["/usr/bin/env", "python3", "-I", REPO / "portal", "help"], capture_output=True, text=True)

    assert result.returncode == 0
    assert "./portal test" in result.stdout


def test_the_lock_files_name_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (REPO / name).read_text()
        assert "://" not in lock
        assert "--index-url" not in lock
        assert lock.count("==") < lock.count("--hash=sha256:")

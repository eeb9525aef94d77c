"""Production refuses to start when it is not one, and the examples name every variable that exists."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from config.checks import demo_account_problems, production_problems, refuse_unsafe_production
from config.env import INSECURE_SECRET_KEY, VARIABLES
from tests.factories import UserFactory

ROOT = Path(__file__).resolve().parent.parent
SECRET = "q8Zr5-vT2nLw9XkB4mJh7DcYs1FgPa6EuRi3Wo0QxNbVtKzM_y"

PRODUCTION = {
    "PORTAL_MODE": "production",
    "PORTAL_SECRET_KEY": SECRET,
    "PORTAL_ALLOWED_HOSTS": "portal.example.test",
    "PORTAL_BASE_URL": "https://portal.example.test",
    "PORTAL_HTTPS": "true",
    # Nobody listens on the discard port: what is wrong with the settings is known without asking any server.
    "DATABASE_URL": "postgres://portal:secret@127.0.0.1:9/portal",
    "CELERY_BROKER_URL": "redis://127.0.0.1:9/0",
    "REDIS_URL": "redis://127.0.0.1:9/1",
    "EMAIL_URL": "smtp://127.0.0.1:9",
}


@pytest.fixture
def production(settings, monkeypatch):
    """The settings of a production without any problem, inside this process."""
    settings.ENV = {**settings.ENV, "PORTAL_MODE": "production", "REDIS_URL": PRODUCTION["REDIS_URL"]}
    settings.PRODUCTION, settings.DEBUG, settings.DEMO = True, False, False
    settings.SECRET_KEY = SECRET
    settings.ALLOWED_HOSTS = ["portal.example.test"]
    monkeypatch.setitem(connection.settings_dict, "ENGINE", "django.db.backends.postgresql")
    settings.CELERY_BROKER_URL = PRODUCTION["CELERY_BROKER_URL"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return settings


def _problems():
    return [problem.id for problem in production_problems()]


def test_a_proper_production_has_no_problem(production):
    assert _problems() == []


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("SECRET_KEY", INSECURE_SECRET_KEY, "portal.E002"),
        ("SECRET_KEY", INSECURE_SECRET_KEY + SECRET, "portal.E002"),
        ("SECRET_KEY", SECRET[:49], "portal.E002"),
        ("SECRET_KEY", "ab" * 40, "portal.E002"),
        ("DEBUG", True, "portal.E003"),
        ("DEMO", True, "portal.E004"),
        ("CELERY_BROKER_URL", "filesystem://", "portal.E006"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "portal.E008"),
        ("ALLOWED_HOSTS", ["*"], "portal.E009"),
    ],
)
def test_each_unsafe_setting_is_named(production, name, value, problem):
    setattr(production, name, value)

    assert _problems() == [problem]


def test_sqlite_and_a_missing_cache_are_named(production, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "ENGINE", "django.db.backends.sqlite3")
    production.ENV = {**production.ENV, "REDIS_URL": ""}

    assert _problems() == ["portal.E005", "portal.E007"]


def test_a_misspelt_mode_does_not_become_the_embedded_one(settings):
    settings.ENV = {**settings.ENV, "PORTAL_MODE": "prod"}

    assert _problems() == ["portal.E001"]


def test_the_embedded_default_may_be_what_production_must_not(settings):
    settings.PRODUCTION, settings.DEMO, settings.SECRET_KEY = False, True, INSECURE_SECRET_KEY

    assert _problems() == []


def test_the_deploy_check_reports_the_same_list(production):
    production.DEMO = True

    found = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)

    assert [message.id for message in found if message.id.startswith("portal.E")] == ["portal.E004"]


@pytest.mark.parametrize(("https", "warnings"), [(False, ["portal.W001"]), (True, [])])
def test_plain_http_is_a_warning(production, https, warnings):
    production.SESSION_COOKIE_SECURE = https

    found = checks.run_checks(tags=[checks.Tags.security], include_deployment_checks=True)

    assert [message.id for message in found if message.id.startswith("portal.")] == warnings


@pytest.mark.django_db
class TestDemoAccounts:
    @pytest.fixture
    def _account(self):
        return UserFactory(username=DEMO_ACCOUNTS[0].username, password=DEMO_PASSWORD)

    @pytest.mark.usefixtures("_account")
    def test_one_that_still_opens_stops_the_start(self, production):
        with pytest.raises(ImproperlyConfigured, match=r"E010: .*hieutruong"):
            refuse_unsafe_production()

    @pytest.mark.usefixtures("_account")
    def test_the_database_check_and_so_migrate_refuse_too(self, production):
        with pytest.raises(SystemCheckError, match=r"portal\.E010"):
            call_command("check", databases=["default"], tags=["database"])

    def test_a_real_person_of_the_same_name_does_not(self, production):
        UserFactory(username=DEMO_ACCOUNTS[0].username, password="mat-khau-rieng-cua-toi")
        UserFactory(username=DEMO_ACCOUNTS[1].username, password=DEMO_PASSWORD, is_active=False)

        assert demo_account_problems() == []

    @pytest.mark.usefixtures("_account")
    def test_they_belong_into_the_embedded_demo(self, settings):
        settings.PRODUCTION = False

        assert demo_account_problems() == []


def _start(var: Path, *arguments: str, **changed: str) -> subprocess.CompletedProcess[str]:
    names = {variable.name for variable in VARIABLES}
    clean = {name: value for name, value in os.environ.items() if name not in names}
    (var / "static").mkdir()
    environment = {**clean, **PRODUCTION, "PORTAL_VAR_DIR": str(var), **changed}
    return subprocess.run(
        [sys.executable, *(arguments or ("-c", "import config.wsgi"))],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_web_server_starts_as_a_proper_production(tmp_path):
    started = _start(tmp_path)

    assert (started.returncode, started.stderr) == (0, "")


def test_the_web_server_does_not_start_with_demo_and_default_secret(tmp_path):
    started = _start(tmp_path, PORTAL_DEMO="true", PORTAL_SECRET_KEY=INSECURE_SECRET_KEY)

    assert started.returncode == 1
    assert "ImproperlyConfigured" in started.stderr
    assert "portal.E002" in started.stderr
    assert "portal.E004" in started.stderr


@pytest.mark.parametrize("command", ["worker", "beat"])
def test_worker_and_beat_exit_and_say_why(tmp_path, command):
    schedule = ("-s", str(tmp_path / "schedule")) if command == "beat" else ()
    started = _start(tmp_path, "-m", "celery", "-A", "config", command, *schedule, PORTAL_DEMO="true")

    assert started.returncode != 0
    assert "portal.E004" in started.stderr


def test_the_example_of_the_environment_names_every_variable_once_and_no_other():
    lines = (ROOT / ".env.example").read_text().splitlines()
    named = [match[1] for line in lines if (match := re.match(r"#?([A-Z_]+)=", line))]
    of_compose = {"POSTGRES_PASSWORD", "REDIS_PASSWORD", "PORTAL_PUBLISH"}

    assert sorted(named) == sorted({variable.name for variable in VARIABLES} | of_compose)


def test_every_variable_says_what_it_is_for():
    assert [variable.name for variable in VARIABLES if not variable.help.endswith(".")] == []

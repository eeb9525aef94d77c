"""What every test gets: no broker, no file outside its own folder, and templates that fail on an unknown variable."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import LazySettings
from django.template import engines
from django.test import Client

pytest.register_assert_rewrite("tests.both_databases")  # its tests are inherited from another file

# A busy machine is no fault of the code: timings belong in bench/.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")

REPO = Path(__file__).resolve().parent.parent
# These run portal processes of their own, on servers that must not be swapped away.
REAL_SERVERS = ("services",)


class UndefinedVariable(str):
    """Put in the place of `string_if_invalid`: a variable that is not there fails, in the portal's own templates.

    Templates of packages (the admin's, those of form widgets) rely on silence and keep it.
    """

    def __bool__(self) -> bool:
        return True

    def __contains__(self, part: object) -> bool:
        return part == "%s"  # Django asks this before it formats the name of the variable

    def __mod__(self, variable: object) -> str:
        context = sys._getframe(1).f_locals.get("context")
        template = getattr(getattr(context, "render_context", None), "template", None)
        origin = str(getattr(template, "origin", ""))
        if origin.startswith(str(REPO)) and "site-packages" not in origin:
            pytest.fail(f"Undefined template variable “{variable}” in {origin}")
        return ""


@pytest.fixture(autouse=True)
def _undefined_variables_fail() -> None:
    """For every test anew: one that changes DEBUG or TEMPLATES makes Django build its engines again."""
    engine = engines["django"].engine
    if not isinstance(engine.string_if_invalid, UndefinedVariable):
        engine.string_if_invalid = UndefinedVariable()


@pytest.fixture(autouse=True, scope="session")
def _broker_in_memory() -> None:
    """Messages of the queue stay in this process, unless the run has a real broker (tests/services).

    Tasks are never run eagerly: what publishing does is tested as it is, what a task does by calling it.
    """
    if not os.environ.get("CELERY_BROKER_URL"):
        from config.celery import app

        app.conf.update(broker_url="memory://", broker_transport_options={})


@pytest.fixture(autouse=True)
def _sandbox(request: pytest.FixtureRequest, settings: LazySettings, tmp_path: Path) -> None:
    """Fast passwords, files in the test's own folder, static files without a manifest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if any(request.node.get_closest_marker(name) for name in REAL_SERVERS):
        return
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "var" / "media"
    settings.MAIL_DIR = tmp_path / "var" / "mail"
    settings.WHITENOISE_AUTOREFRESH = True  # static files are not collected for tests
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def published() -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    """Tasks published during the test as (name, arguments). Publishing waits for the commit, so use it together with
    `django_capture_on_commit_callbacks(execute=True)` or a transactional test."""
    from celery.signals import before_task_publish

    messages: list[tuple[str, tuple[Any, ...]]] = []

    def note(sender: str, body: Any, **_: Any) -> None:
        messages.append((sender, tuple(body[0])))

    before_task_publish.connect(note, weak=False)
    yield messages
    before_task_publish.disconnect(note)


@pytest.fixture
def login_as(client: Client) -> Callable[[Any], Client]:
    """`client = login_as(user)`: the test's client with the user logged in, without asking for the password."""

    def login(user: Any) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return login

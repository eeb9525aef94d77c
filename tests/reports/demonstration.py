"""The demonstration, loaded once for all tests of a file that only look at it. Import the fixtures by name."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext, override_settings

from reports.demo.loading import load_demo

TODAY = dt.date(2026, 11, 23)
DEMO_MODE = {
    "DEMO": True,
    "PRODUCTION": False,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


@pytest.fixture(scope="module")
def _module_db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One transaction for all tests of the file that only look."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def demo(_module_db: None, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The demonstration as on 23 November; the statements it took. Its files lie where no test looks for them."""
    folder = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"), **DEMO_MODE)
    with folder, CaptureQueriesContext(connection) as queries:
        assert load_demo(today=TODAY).is_new
    return [query["sql"] for query in queries]

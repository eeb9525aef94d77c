"""`/health/`: public, names the part that fails, fails fast."""

import socket
import time

import pytest
import redis  # noqa: F401 - its first import takes longer than the question that is timed here
from django.db import OperationalError

from config import health
from config.celery import app
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    monkeypatch.setattr(health, "_last", None)


@pytest.fixture
def broker():
    """Point the application at another broker for one test."""
    before = app.conf.broker_url, app.conf.broker_transport_options

    def use(url, **options):
        app.conf.broker_url, app.conf.broker_transport_options = url, options

    yield use
    app.conf.broker_url, app.conf.broker_transport_options = before


@pytest.fixture
def no_database(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("connection to server at db.internal, user portal: refused")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", refuse)


@pytest.mark.django_db
def test_everything_answers(client):
    response = client.get("/health/")

    assert response.status_code == 200
    assert response.json() == {"status": "ok", "web": "ok", "database": "ok", "broker": "ok"}


def test_the_database_is_named_and_nothing_about_it_is_told(client, no_database):
    response = client.get("/health/")

    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "web": "ok", "database": "unavailable", "broker": "ok"}
    assert "db.internal" not in response.content.decode()


@pytest.mark.django_db
def test_a_visitor_with_a_session_gets_the_same_answer_without_database(client, login_as, no_database_later):
    login_as(UserFactory())
    no_database_later()

    assert client.get("/health/").status_code == 503


@pytest.fixture
def no_database_later(request):
    return lambda: request.getfixturevalue("no_database")


@pytest.mark.django_db
def test_a_stopped_redis_is_named_at_once(client, broker):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        broker(f"redis://127.0.0.1:{free.getsockname()[1]}/0")

        started = time.monotonic()
        response = client.get("/health/")

    assert response.status_code == 503
    assert response.json() == {"status": "unavailable", "web": "ok", "database": "ok", "broker": "unavailable"}
    assert time.monotonic() - started < 1


@pytest.mark.django_db
def test_the_embedded_broker_answers_while_its_folder_can_be_written(client, broker, tmp_path, monkeypatch):
    folder = tmp_path / "queue"
    folder.mkdir()
    broker("filesystem://", data_folder_out=str(folder))

    writable = client.get("/health/").json()["broker"]
    left_behind = list(folder.iterdir())
    folder.rmdir()
    monkeypatch.setattr(health, "_last", None)
    gone = client.get("/health/").json()["broker"]

    assert (writable, gone) == ("ok", "unavailable")
    assert left_behind == []


@pytest.mark.django_db
def test_the_answer_is_kept_for_a_second_and_never_by_proxies(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/health/")
        client.get("/health/")

    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_the_answer_is_asked_for_again_after_a_second(client, monkeypatch, django_assert_num_queries):
    now = 100.0
    monkeypatch.setattr(health.time, "monotonic", lambda: now)

    with django_assert_num_queries(2):
        client.get("/health/")
        now = 102.0
        client.get("/health/")

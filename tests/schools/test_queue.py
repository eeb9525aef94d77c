"""Publishing never undoes or holds up what was committed, whatever the broker does."""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import EncodeError

from accounts.models import User
from reports.tasks import deliver_notifications
from schools.queue import enqueue
from tests.factories import UserFactory


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def use(url: str, **options: str) -> None:
        for name, value in (("broker_url", url), ("broker_write_url", url), ("broker_transport_options", options)):
            monkeypatch.setitem(current_app.conf, name, value)

    return use


@pytest.fixture
def silent_server() -> Iterator[str]:
    """A server that takes the connection and never answers, as a stopped Redis does."""
    with socket.create_server(("127.0.0.1", 0), backlog=5) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def refused_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.mark.django_db
def test_a_task_is_published_by_its_name_after_the_commit(
    published: list[Any], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(deliver_notifications)
        enqueue("reports.render_summary_file", 7)
        assert published == []
    assert published == [("reports.deliver_notifications", ()), ("reports.render_summary_file", (7,))]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["refused_port", "silent_server"])
def test_a_committed_change_survives_a_dead_broker_and_returns_quickly(
    address: str,
    request: pytest.FixtureRequest,
    broker: Callable[[str], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    broker(request.getfixturevalue(address))
    started = time.monotonic()
    with caplog.at_level(logging.WARNING, logger="schools.queue"), transaction.atomic():
        UserFactory(username="conlai")
        enqueue(deliver_notifications)
    assert time.monotonic() - started < 2.5
    assert User.objects.filter(username="conlai").exists()
    assert "The broker did not take reports.deliver_notifications" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_broker_folder_that_cannot_be_written_is_survived(
    broker: Callable[..., None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = str(tmp_path / "missing" / "queue")
    broker("filesystem://", data_folder_in=folder, data_folder_out=folder, control_folder=str(tmp_path))
    with caplog.at_level(logging.WARNING, logger="schools.queue"):
        enqueue(deliver_notifications)
    assert "The broker did not take" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_mistake_in_the_arguments_is_not_taken_for_a_dead_broker() -> None:
    with pytest.raises(EncodeError):
        enqueue(deliver_notifications, object())

"""The harness itself: what the chain tests rely on really is there and really goes away."""

import os
import urllib.request
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import connection
from redis.exceptions import ConnectionError as RedisConnectionError

from accounts.models import User
from config.celery import app as celery_app
from tests.services.conftest import Services
from tests.services.servers import Mails, wait_until


def _descendants(pid: int) -> set[int]:
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:  # ended while we were looking
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_the_database_is_postgresql_with_the_collation_of_production() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select version(), datcollate, datname from pg_database where datname = current_database()")
        version, collation, database = cursor.fetchone()

    assert connection.vendor == "postgresql"
    assert version.startswith("PostgreSQL")
    assert collation == "C.UTF-8"
    assert database.startswith("test_")


def test_the_cluster_does_not_run_as_root(services: Services) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        owner = Path(f"/proc/{cursor.fetchone()[0]}").stat().st_uid

    assert owner != 0
    assert (owner == os.geteuid()) is (os.geteuid() != 0)


def test_the_cache_is_redis_and_can_be_stopped_and_started_on_its_port(services: Services) -> None:
    cache.set("place", "Cẩm Vũ")
    assert cache.get("place") == "Cẩm Vũ"

    services.stop_redis()
    assert cache.get("place", "không rõ") == "không rõ"
    cache.set("place", "Lai Cách")  # goes nowhere and does not fail
    with pytest.raises(RedisConnectionError):
        cache.incr("place")

    services.start_redis()
    assert cache.get("place") is None
    cache.set("place", "Cẩm Giàng")
    assert cache.get("place") == "Cẩm Giàng"


def test_a_mail_sent_by_django_arrives(mails: Mails) -> None:
    send_mail("Nhắc hạn báo cáo", "Kính gửi nhà trường", "phong@example.org", ["truong@example.org"])

    (mail,) = mails.wait_for(1)
    assert mail["Subject"] == "Nhắc hạn báo cáo"
    assert mail.get_content().strip() == "Kính gửi nhà trường"
    assert mails.to("truong@example.org") == [mail]
    assert mails.to("khac@example.org") == []


def test_waiting_for_a_mail_that_does_not_come_fails(mails: Mails) -> None:
    with pytest.raises(TimeoutError, match="1 mails"):
        mails.wait_for(1, seconds=0.1)


def test_a_worker_takes_both_queues_and_dies_with_its_children(services: Services) -> None:
    worker = services.start_worker()
    with celery_app.connection_for_write() as broker:
        (queues,) = celery_app.control.inspect(timeout=5, connection=broker).active_queues().values()
    family = _descendants(worker.pid)

    services.kill_worker(worker)

    assert {queue["name"] for queue in queues} == {"default", "documents"}
    assert len(family) >= 2
    wait_until(lambda: not any(map(_is_running, family)), seconds=5, what="the worker and its pool are gone")
    assert services.ping(timeout=0.5) == []


def test_another_process_sees_what_the_test_committed(services: Services) -> None:
    User.objects.create(username="nguoidung")

    count = "from accounts.models import User; print('accounts:', User.objects.count())"
    process = services.start(["manage.py", "shell", "-v0", "-c", count])
    process.wait(30)

    assert "accounts: 1" in services.log(process)


def test_the_web_server_answers_on_these_services(services: Services) -> None:
    address = services.start_web(workers=1)

    with urllib.request.urlopen(f"{address}/health/", timeout=10) as answer:
        assert answer.status == 200

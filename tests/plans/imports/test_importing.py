"""Documents on their way through the worker: kept, claimed, read, refused, found again."""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.files.base import ContentFile
from django.utils import timezone

from plans.enums import ImportState
from plans.models import PlanImport
from plans.reading.sources import SourceRefused
from plans.services import importing
from plans.services.errors import Conflict
from plans.tasks import read_import, resume_imports
from tests.factories import OfficeFactory, PlanFactory, PlanImportFactory, UserFactory
from tests.plans.imports.documents import STATE_PLAN

Published = list[tuple[str, tuple[Any, ...]]]
pytestmark = pytest.mark.django_db


def media(settings: LazySettings) -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def start(data: bytes = STATE_PLAN.encode(), name: str = "Kế hoạch.txt") -> PlanImport:
    return importing.start_import(organisation=OfficeFactory(), name=name, data=data, by=UserFactory())


# -- bringing -----------------------------------------------------------------------------------------------------
def test_a_document_is_kept_and_asked_for_after_the_commit(
    published: Published, django_capture_on_commit_callbacks: Any, settings: LazySettings
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        row = start(name="../../e\u202evil\x00<b>.docx")
        assert published == []

    assert published == [("plans.read_import", (row.pk,))]
    assert (row.state, row.source_name) == (ImportState.QUEUED, "e vil _b_.docx")
    (path,) = media(settings)
    assert path.suffix == ".bin"
    assert path.read_bytes() == STATE_PLAN.encode()


@pytest.mark.parametrize("data", [b"", b"  \n\t "])
def test_an_empty_document_is_not_kept(data: bytes, settings: LazySettings) -> None:
    with pytest.raises(importing.SourceTooLarge, match="rỗng"):
        start(data)

    assert (PlanImport.objects.count(), media(settings)) == (0, [])


def test_a_heavy_document_is_not_kept(settings: LazySettings) -> None:
    settings.PLAN_SOURCE_MAX_BYTES = 1024 * 1024

    with pytest.raises(importing.SourceTooLarge) as refusal:
        start(b"x" * (1024 * 1024 + 1))

    assert refusal.value.message == "Văn bản nặng 1 MB; tối đa 1 MB. Bỏ hình ảnh dán trong tệp."
    assert media(settings) == []


# -- reading ------------------------------------------------------------------------------------------------------
def test_the_worker_reads_a_document_once() -> None:
    row = start()

    read_import(row.pk)
    row.refresh_from_db()
    first = row.proposal
    read_import(row.pk)
    row.refresh_from_db()

    assert (row.state, row.attempts, row.claimed_until, row.step) == (ImportState.READY, 1, None, "")
    assert row.proposal == first
    assert row.proposal["rows"]["header"][0]["fields"]["number"] == "07"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"%PDF-1.7 ...", "Tệp PDF không đọc được"), (b"\xd0\xcf\x11\xe0 old", ".docx"), (b"\x89PNG\r\n", "ảnh")],
)
def test_what_is_plainly_another_kind_is_not_kept(data: bytes, words: str, settings: LazySettings) -> None:
    with pytest.raises(SourceRefused, match=words):
        start(data)

    assert PlanImport.objects.count() == 0
    assert media(settings) == []


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"\0" * 300_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0 old", ".docx"),
        (b"MZ\x90\x00 program", "chương trình"),
        (b"PK\x03\x04 broken", ""),
        (b"\x00\x01\x02\x03" * 200, ""),
    ],
)
def test_what_is_no_document_fails_with_a_reason(data: bytes, reason: str) -> None:
    row = start(b"text")
    row.source.save("other.bin", ContentFile(data))  # what the upload does not see, the worker does

    assert importing.read_import(import_id=row.pk) is False

    row.refresh_from_db()
    assert row.state == ImportState.FAILED
    assert row.error.endswith(".")
    assert row.error != importing.FAILED_UNKNOWN
    assert reason in row.error
    assert row.proposal is None


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    row = start(bomb())

    importing.read_import(import_id=row.pk)

    row.refresh_from_db()
    assert row.state == ImportState.FAILED
    assert row.error not in (importing.FAILED_UNKNOWN, "")


def test_a_source_that_has_vanished_is_named(settings: LazySettings) -> None:
    row = start()
    media(settings)[0].unlink()

    importing.read_import(import_id=row.pk)

    row.refresh_from_db()
    assert (row.state, row.error) == (ImportState.FAILED, importing.FAILED_MISSING)


# -- dead workers and lost messages -------------------------------------------------------------------------------
def test_a_fresh_document_is_left_to_its_message() -> None:
    start()

    assert importing.resume_imports() == 0


def test_a_lost_message_is_sent_again_once(published: Published, django_capture_on_commit_callbacks: Any) -> None:
    row = start()
    later = timezone.now() + importing.MESSAGE_LOST_AFTER * 2

    with django_capture_on_commit_callbacks(execute=True), time_machine.travel(later, tick=False):
        resume_imports()
        resume_imports()

    assert published == [("plans.read_import", (row.pk,))]


def test_a_killed_worker_is_followed_by_another_and_at_last_given_up() -> None:
    row = start()
    now = timezone.now()
    for attempt in range(1, importing.MAX_ATTEMPTS + 1):
        now += importing.CLAIM * 2
        with time_machine.travel(now, tick=False):
            assert importing._claim(row.pk) is not None, "the worker takes it and dies"
            assert importing._claim(row.pk) is None, "while the claim holds, nobody else takes it"
            assert importing.resume_imports() == 0
        resumed = importing.resume_imports(now=now + importing.CLAIM + dt.timedelta(seconds=1))
        assert resumed == (attempt < importing.MAX_ATTEMPTS)

    row.refresh_from_db()
    assert (row.state, row.error) == (ImportState.FAILED, importing.FAILED_ATTEMPTS)
    assert importing.read_import(import_id=row.pk) is False


def test_a_worker_that_was_thought_dead_changes_nothing_any_more() -> None:
    row = start()
    slow = importing._claim(row.pk)
    assert slow is not None
    with time_machine.travel(timezone.now() + importing.CLAIM * 2, tick=False):
        assert importing.read_import(import_id=row.pk) is True

    importing._fail(slow, "Quá muộn.")

    row.refresh_from_db()
    assert (row.state, row.error) == (ImportState.READY, "")


# -- again, and away ----------------------------------------------------------------------------------------------
def test_a_failed_document_gets_fresh_attempts() -> None:
    row = PlanImportFactory(state=ImportState.FAILED, attempts=3, error="Lý do.")

    importing.retry_import(plan_import=row, by=UserFactory())
    assert importing.read_import(import_id=row.pk) is True

    row.refresh_from_db()
    assert (row.state, row.attempts, row.error) == (ImportState.READY, 1, "")


def test_only_a_failed_document_is_tried_again() -> None:
    row = PlanImportFactory(ready=True)

    with pytest.raises(Conflict):
        importing.retry_import(plan_import=row, by=UserFactory())

    row.refresh_from_db()
    assert row.state == ImportState.READY


@pytest.mark.django_db(transaction=True)
def test_a_removed_document_takes_its_file_along(settings: LazySettings) -> None:
    row = start()

    importing.delete_import(plan_import=row, by=UserFactory())

    assert (PlanImport.objects.count(), media(settings)) == (0, [])


def test_the_source_of_a_plan_is_kept() -> None:
    row = PlanImportFactory(ready=True, plan=PlanFactory())

    with pytest.raises(Conflict, match="nguồn"):
        importing.delete_import(plan_import=row, by=UserFactory())

    assert PlanImport.objects.filter(pk=row.pk).exists()

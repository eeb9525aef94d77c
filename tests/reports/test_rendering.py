"""Files of a summary: one per content, one worker at a time, whole or not there."""

import datetime as dt
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.utils import timezone

from reports.documents.content import SummaryDocument
from reports.documents.pdf import Progress, RenderedPdf
from reports.enums import FileState
from reports.models import SummaryFile, SummaryReport
from reports.services import renderers, rendering
from reports.tasks import render_summary_file, resume_renderings
from tests.factories import (
    SubmissionFactory,
    SummaryFileFactory,
)
from tests.reports.summaries import ready

Published = list[tuple[str, tuple[Any, ...]]]
pytestmark = pytest.mark.django_db


def media(settings: LazySettings) -> list[str]:
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


# -- asking -------------------------------------------------------------------------------------------------------
def test_request_queues_the_file_once_and_publishes_after_commit(
    summary: SummaryReport, published: Published, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = rendering.request_file(summary=summary)
        assert published == []
        second = rendering.request_file(summary=summary)

    assert first == second
    assert first.state == FileState.QUEUED
    assert published == [("reports.render_summary_file", (first.pk,))]


def test_finished_file_is_found_by_its_content(summary: SummaryReport, quick: list, published: Published) -> None:
    row = ready(summary)

    again = rendering.request_file(summary=summary)

    assert (again.pk, again.state) == (row.pk, FileState.READY)
    assert again.requested_at > row.requested_at
    assert len(quick) == 1


def test_changed_figures_make_another_file(summary: SummaryReport, quick: list) -> None:
    row = ready(summary)
    SubmissionFactory(period=summary.period, submitted=True)

    again = rendering.request_file(summary=summary)

    assert again.pk != row.pk
    assert again.state == FileState.QUEUED
    row.refresh_from_db()
    assert row.state == FileState.READY


def test_file_that_vanished_is_made_again(summary: SummaryReport, quick: list) -> None:
    row = ready(summary)
    default_storage.delete(row.file.name)

    again = rendering.request_file(summary=summary)

    assert (again.pk, again.state, again.attempts) == (row.pk, FileState.QUEUED, 0)
    assert rendering.render_file(file_id=row.pk)


# -- rendering ----------------------------------------------------------------------------------------------------
def test_task_makes_a_real_pdf(summary: SummaryReport, settings: LazySettings) -> None:
    row = rendering.request_file(summary=summary)

    render_summary_file(row.pk)

    row.refresh_from_db()
    with row.file.open() as stored:
        data = stored.read()
    assert row.state == FileState.READY
    assert data.startswith(b"%PDF-")
    assert (row.file_sha256, row.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert (row.progress, row.step, row.error, row.claimed_until, row.attempts) == (100, "", "", None, 1)
    assert row.pages >= 3
    assert row.ready_at is not None
    assert media(settings) == [Path(row.file.name).name]


def test_progress_is_saved_and_renews_the_claim(summary: SummaryReport, monkeypatch: pytest.MonkeyPatch) -> None:
    row = rendering.request_file(summary=summary)
    seen: list[tuple[int, str, bool]] = []

    def render(document: SummaryDocument, *, on_progress: Progress) -> RenderedPdf:
        with time_machine.travel(timezone.now() + dt.timedelta(seconds=90), tick=False):
            on_progress(40, "Dàn trang 3")
            saved = SummaryFile.objects.get(pk=row.pk)
            assert saved.claimed_until is not None
            seen.append((saved.progress, saved.step, saved.claimed_until == timezone.now() + rendering.CLAIM))
        return RenderedPdf(b"%PDF", 1)

    monkeypatch.setattr(renderers, "render", render)

    rendering.render_file(file_id=row.pk)

    assert seen == [(40, "Dàn trang 3", True)]


def test_second_worker_leaves_a_claimed_file_alone(summary: SummaryReport, quick: list) -> None:
    row = rendering.request_file(summary=summary)
    SummaryFile.objects.filter(pk=row.pk).update(
        state=FileState.RENDERING, attempts=1, claimed_until=timezone.now() + dt.timedelta(seconds=30)
    )

    assert rendering.render_file(file_id=row.pk) is False
    assert quick == []


def test_ready_file_is_not_made_twice(summary: SummaryReport, quick: list) -> None:
    row = ready(summary)

    assert rendering.render_file(file_id=row.pk) is False
    assert len(quick) == 1


def test_newer_content_is_rendered_and_its_hash_kept(summary: SummaryReport, quick: list) -> None:
    row = rendering.request_file(summary=summary)
    SubmissionFactory(period=summary.period, submitted=True)

    rendering.render_file(file_id=row.pk)

    asked = row.content_sha256
    row.refresh_from_db()
    assert row.state == FileState.READY
    assert row.content_sha256 == rendering.document_hash(quick[0]) != asked


def test_row_steps_back_when_its_newer_content_has_a_file(summary: SummaryReport, quick: list) -> None:
    finished = ready(summary)
    outdated = SummaryFileFactory(summary=summary)

    assert rendering.render_file(file_id=outdated.pk) is False

    assert list(SummaryFile.objects.values_list("pk", "state")) == [(finished.pk, FileState.READY)]


# -- failing ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("error", "reason"),
    [(RuntimeError("bad box"), rendering.FAILED_LAYOUT), (OSError("disk full"), rendering.FAILED_SYSTEM)],
)
def test_failure_gives_a_reason_and_leaves_nothing(
    summary: SummaryReport, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    def render(*args: Any, **kwargs: Any) -> RenderedPdf:
        raise error

    monkeypatch.setattr(renderers, "render", render)
    row = rendering.request_file(summary=summary)

    assert rendering.render_file(file_id=row.pk) is False

    row.refresh_from_db()
    assert (row.state, row.error, row.claimed_until) == (FileState.FAILED, reason, None)
    assert media(settings) == []


def test_failed_file_is_queued_again_on_request(summary: SummaryReport) -> None:
    row = rendering.request_file(summary=summary)
    SummaryFile.objects.filter(pk=row.pk).update(state=FileState.FAILED, error="Lỗi", attempts=3)

    again = rendering.request_file(summary=summary)

    assert (again.pk, again.state, again.attempts, again.error) == (row.pk, FileState.QUEUED, 0, "")


class Killed(BaseException):
    """What a killed process looks like from inside: nothing after it runs."""


@pytest.mark.parametrize("moment", ["layout", "storing"])
def test_killed_worker_leaves_no_visible_file_and_the_next_one_finishes(
    summary: SummaryReport, quick: list, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    def die(*args: Any, **kwargs: Any) -> None:
        raise Killed

    row = rendering.request_file(summary=summary)
    with monkeypatch.context() as patch:
        patch.setattr(*((renderers, "render") if moment == "layout" else (os, "fsync")), die)
        with pytest.raises(Killed):
            rendering.render_file(file_id=row.pk)

    row.refresh_from_db()
    assert (row.state, bool(row.file)) == (FileState.RENDERING, False)
    assert [name for name in media(settings) if name.endswith(".pdf")] == []
    with time_machine.travel(timezone.now() + rendering.CLAIM + dt.timedelta(seconds=1)):
        assert rendering.resume_renderings() == 1
        assert rendering.render_file(file_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == (FileState.READY, 2)
    assert media(settings) == [Path(row.file.name).name]


def test_half_written_file_of_a_dead_worker_is_swept_later(settings: LazySettings) -> None:
    folder = Path(settings.MEDIA_ROOT) / "summaries"
    folder.mkdir(parents=True)
    for name, age in (("old.part", 3600), ("new.part", 5)):
        (folder / name).write_bytes(b"%PDF")
        moment = timezone.now().timestamp() - age
        os.utime(folder / name, (moment, moment))

    rendering.resume_renderings()

    assert media(settings) == ["new.part"]


def test_worker_that_lost_its_claim_does_not_overwrite(
    summary: SummaryReport, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = rendering.request_file(summary=summary)

    def slow(document: SummaryDocument, *, on_progress: Progress) -> RenderedPdf:
        SummaryFile.objects.filter(pk=row.pk).update(attempts=2, claimed_until=timezone.now() + rendering.CLAIM)
        return RenderedPdf(b"%PDF of the slow one", 1)

    monkeypatch.setattr(renderers, "render", slow)

    assert rendering.render_file(file_id=row.pk) is False
    row.refresh_from_db()
    assert (row.state, row.attempts, bool(row.file)) == (FileState.RENDERING, 2, False)
    assert media(settings) == []


# -- resuming -----------------------------------------------------------------------------------------------------
def test_lost_message_is_sent_again_but_not_every_time(
    published: Published, django_capture_on_commit_callbacks: Any
) -> None:
    now = timezone.now()
    fresh = SummaryFileFactory(requested_at=now)
    lost = SummaryFileFactory(requested_at=now - dt.timedelta(minutes=5))

    with django_capture_on_commit_callbacks(execute=True):
        resume_renderings()
        resume_renderings()

    assert published == [("reports.render_summary_file", (lost.pk,))]
    fresh.refresh_from_db()
    assert fresh.claimed_until is None


def test_running_file_is_not_resumed() -> None:
    SummaryFileFactory(state=FileState.RENDERING, attempts=1, claimed_until=timezone.now() + dt.timedelta(seconds=5))

    assert rendering.resume_renderings() == 0


def test_third_death_is_the_last() -> None:
    past = timezone.now() - dt.timedelta(minutes=1)
    row = SummaryFileFactory(state=FileState.RENDERING, attempts=3, claimed_until=past)

    assert rendering.resume_renderings() == 0

    row.refresh_from_db()
    assert (row.state, row.error) == (FileState.FAILED, rendering.FAILED_ATTEMPTS)

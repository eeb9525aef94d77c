"""Stopping and asking again: the worker notices at its next step, and nothing is made twice."""

from typing import Any

import pytest
from django.db.models import QuerySet

from reports.documents.content import SummaryDocument
from reports.documents.pdf import Progress, RenderedPdf
from reports.enums import FileFormat, FileState
from reports.models import SummaryFile, SummaryReport
from reports.services import renderers, rendering
from tests.factories import UserFactory
from tests.reports.summaries import ready

Published = list[tuple[str, tuple[Any, ...]]]
pytestmark = pytest.mark.django_db


def stop(row: SummaryFile) -> bool:
    return rendering.cancel(row=row, by=UserFactory())


@pytest.mark.parametrize("file_format", [FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX])
def test_worker_stops_at_its_next_step_and_leaves_nothing(
    summary: SummaryReport, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any, file_format: str
) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    row = rendering.request_file(summary=summary, file_format=file_format)
    steps: list[str] = []
    tell = rendering.tell

    def told(claimed: SummaryFile, percent: int, step: str) -> None:
        steps.append(step)
        if len(steps) == 2:
            assert stop(claimed)
        tell(claimed, percent, step)

    monkeypatch.setattr(rendering, "tell", told)

    assert rendering.render_file(file_id=row.pk) is False
    row.refresh_from_db()
    assert (row.state, bool(row.file), row.claimed_until) == (FileState.CANCELLED, False, None)
    assert len(steps) == 2
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_stop_that_comes_before_the_worker_spares_the_work(summary: SummaryReport, quick: list) -> None:
    row = rendering.request_file(summary=summary)

    assert stop(row)
    assert rendering.render_file(file_id=row.pk) is False
    assert rendering.resume_renderings() == 0
    assert quick == []


def test_stopped_file_asked_for_again_is_made_by_the_new_worker_alone(
    summary: SummaryReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker that was stopped is still busy when the file is asked for and taken again: its bytes are not kept."""
    row = rendering.request_file(summary=summary)
    made: list[str] = []

    def second(document: SummaryDocument, *, on_progress: Progress) -> RenderedPdf:
        made.append("second")
        return RenderedPdf(b"%PDF second", 2)

    def first(document: SummaryDocument, *, on_progress: Progress) -> RenderedPdf:
        made.append("first")
        assert stop(SummaryFile.objects.get(pk=row.pk))
        assert rendering.request_file(summary=summary).pk == row.pk
        monkeypatch.setattr(renderers, "render", second)
        assert rendering.render_file(file_id=row.pk)
        return RenderedPdf(b"%PDF first", 1)

    monkeypatch.setattr(renderers, "render", first)

    assert rendering.render_file(file_id=row.pk) is False
    row.refresh_from_db()
    with row.file.open() as stored:
        assert stored.read() == b"%PDF second"
    assert (row.state, row.attempts, made) == (FileState.READY, 1, ["first", "second"])


def test_finished_file_cannot_be_stopped(summary: SummaryReport, quick: list) -> None:
    row = ready(summary)

    assert stop(row) is False
    row.refresh_from_db()
    assert row.state == FileState.READY


@pytest.mark.parametrize("file_format", [FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX])
def test_same_content_is_made_once_in_each_format(
    summary: SummaryReport, published: Published, django_capture_on_commit_callbacks: Any, file_format: str
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked = [rendering.request_file(summary=summary, file_format=file_format) for _ in range(2)]
    assert rendering.render_file(file_id=asked[0].pk)
    made = SummaryFile.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        again = rendering.request_file(summary=summary, file_format=file_format)

    assert {row.pk for row in (*asked, again)} == {made.pk}
    assert published == [("reports.render_summary_file", (made.pk,))]
    assert rendering.render_file(file_id=made.pk) is False
    again.refresh_from_db()
    assert (again.file_sha256, again.ready_at) == (made.file_sha256, made.ready_at)


def test_formats_of_one_content_are_files_of_their_own(summary: SummaryReport, quick: list) -> None:
    rows = [ready(summary, one) for one in (FileFormat.PDF, FileFormat.DOCX, FileFormat.XLSX)]

    assert len({row.pk for row in rows}) == 3
    assert len({row.content_sha256 for row in rows}) == 1
    assert [str(row.file.name).rsplit(".", 1)[1] for row in rows] == ["pdf", "docx", "xlsx"]


def test_stop_right_after_the_worker_took_the_file_counts(
    summary: SummaryReport, quick: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = rendering.request_file(summary=summary)
    read = QuerySet.get

    def slow_get(self: Any, *args: Any, **kwargs: Any) -> Any:
        if self.model is SummaryFile and kwargs == {"pk": row.pk}:
            self.model.objects.filter(pk=row.pk).update(state=FileState.CANCELLED)
        return read(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "get", slow_get)

    assert rendering.render_file(file_id=row.pk) is False
    row.refresh_from_db()
    assert (row.state, quick) == (FileState.CANCELLED, [])

"""Bundles, yearbooks, lists and minutes as files: what comes in, nothing made twice, stopped, killed, tried again."""

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from pypdf import PdfReader

from plans.models import ReportingPeriod
from reports.documents.content import OfficialDocument, PaperDocument
from reports.documents.pdf import Progress
from reports.enums import BundleScope, CollectionKind, FileFormat, FileState
from reports.models import CollectedFile, PaperFile
from reports.services import books, collecting, rendering
from reports.services.claims import CLAIM, FAILED_ATTEMPTS, FAILED_LAYOUT, cancel
from reports.services.errors import Conflict
from reports.services.renderers import Rendered, rendered
from reports.tasks import render_collection
from schools.enums import Levels
from tests.factories import (
    CollectedFileFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    SummaryReportFactory,
)

pytestmark = pytest.mark.django_db
REPORTS = CollectionKind.REPORTS


class Killed(BaseException):
    """What a killed process looks like from inside: nothing after it runs."""


@pytest.fixture
def period() -> ReportingPeriod:
    """Five reports: two accepted, one waiting, one being corrected, one not started."""
    found: ReportingPeriod = ReportingPeriodFactory(plan__year=2099, position=2)
    for name, levels, state in (
        ("THCS Bình", Levels.THCS, {"accepted": True}),
        ("MN An", Levels.MN, {"accepted": True}),
        ("TH Cẩm", Levels.TH, {"submitted": True}),
        ("MN Dương", Levels.MN, {"returned": True}),
        ("MN Em", Levels.MN, {}),
    ):
        SubmissionFactory(period=found, organisation=SchoolFactory(name=name, levels=levels).organisation, **state)
    return found


@pytest.fixture
def layouts(monkeypatch: pytest.MonkeyPatch) -> list[OfficialDocument]:
    """Every document that is really laid out as a paper, in order."""
    seen: list[OfficialDocument] = []

    def watched(document: OfficialDocument, file_format: str, on_progress: Progress) -> Rendered:
        seen.append(document)
        return rendered(document, file_format, on_progress)

    monkeypatch.setattr(rendering, "rendered", watched)
    return seen


def ask(period: ReportingPeriod, scope: str = BundleScope.ACCEPTED, form: str = FileFormat.PDF) -> CollectedFile:
    return collecting.request_collection(kind=REPORTS, plan=period.plan, period=period, scope=scope, file_format=form)


def make(row: CollectedFile) -> CollectedFile:
    assert collecting.render_collection(file_id=row.pk)
    row.refresh_from_db()
    return row


def bookmarks(row: CollectedFile) -> list[Any]:
    with row.file.open("rb") as source:
        return [one.title for one in PdfReader(source).outline]  # type: ignore[union-attr]


def bytes_of(row: PaperFile) -> bytes:
    with row.file.open("rb") as source:
        return bytes(source.read())


def test_bundle_holds_accepted_reports_by_level_and_all_sent_ones_on_demand(
    period: ReportingPeriod, layouts: list[OfficialDocument]
) -> None:
    accepted = make(ask(period))
    sent = make(ask(period, BundleScope.SENT))

    assert bookmarks(accepted) == ["Mục lục", "1. MN An", "2. THCS Bình"]
    assert bookmarks(sent) == ["Mục lục", "1. MN An", "2. TH Cẩm", "3. THCS Bình"]
    assert [type(document) for document in layouts] == [PaperDocument] * 3
    with accepted.file.open("rb") as source:
        first = " ".join(PdfReader(source).pages[0].extract_text().split())
    assert "Tập này gồm 2 báo cáo đã duyệt, trên tổng số 5 đơn vị phải báo cáo. 3 đơn vị không có trong tập" in first
    assert (accepted.state, accepted.progress, accepted.error) == (FileState.READY, 100, "")


def test_zip_uses_the_papers_of_the_pdf(period: ReportingPeriod, layouts: list[OfficialDocument]) -> None:
    make(ask(period))
    packed = make(ask(period, form=FileFormat.ZIP))

    with packed.file.open("rb") as source, zipfile.ZipFile(io.BytesIO(source.read())) as archive:
        names = archive.namelist()
        papers = [archive.read(name) for name in names[1:]]
    assert names == ["00 - Mục lục.pdf", "01 - MN An.pdf", "02 - THCS Bình.pdf"]
    assert len(layouts) == PaperFile.objects.count() == 2
    assert sorted(papers) == sorted(map(bytes_of, PaperFile.objects.all()))


def test_same_content_is_asked_for_once_and_new_content_replaces_the_old(period: ReportingPeriod) -> None:
    first = make(ask(period))
    again = ask(period)
    waiting = period.submissions.get(status="submitted")
    type(waiting).objects.filter(pk=waiting.pk).update(status="accepted", accepted_at=timezone.now())

    newer = ask(period)
    assert (again.pk, newer.pk == first.pk, newer.state) == (first.pk, False, FileState.QUEUED)
    make(newer)
    assert list(CollectedFile.objects.all()) == [newer]
    assert bookmarks(newer) == ["Mục lục", "1. MN An", "2. TH Cẩm", "3. THCS Bình"]


def test_reports_that_change_while_the_bundle_waits_come_in(period: ReportingPeriod) -> None:
    row = ask(period)
    period.submissions.filter(status="submitted").update(status="accepted", accepted_at=timezone.now())

    make(row)

    assert bookmarks(row)[1:] == ["1. MN An", "2. TH Cẩm", "3. THCS Bình"]
    assert ask(period).pk == row.pk


def test_progress_names_each_report(period: ReportingPeriod, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, str]] = []
    tell = collecting.claims.tell
    monkeypatch.setattr(
        collecting.claims, "tell", lambda row, percent, step: (told.append((percent, step)), tell(row, percent, step))
    )

    make(ask(period))

    assert told == [
        (5, "Báo cáo 1/2: MN An"),
        (42, "Báo cáo 2/2: THCS Bình"),
        (80, "Ghép 1/2: MN An"),
        (87, "Ghép 2/2: THCS Bình"),
    ]


def test_stopping_in_the_middle_keeps_finished_papers(
    period: ReportingPeriod, layouts: list[OfficialDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ask(period, BundleScope.SENT)
    ready_paper = collecting.report_bundles.ready_paper

    def stopped_after(submission: Any, still_wanted: Any) -> Any:
        made = ready_paper(submission, still_wanted)
        if submission.organisation.short_name == "TH Cẩm":
            assert cancel(row=row)
        return made

    with monkeypatch.context() as patch:
        patch.setattr(collecting.report_bundles, "ready_paper", stopped_after)
        assert collecting.render_collection(file_id=row.pk) is False
    row.refresh_from_db()
    assert (row.state, bool(row.file), row.step) == (FileState.CANCELLED, False, "")
    assert len(layouts) == 2

    assert make(ask(period, BundleScope.SENT)).pk == row.pk
    assert len(layouts) == 3


def test_next_worker_makes_only_what_a_killed_one_left(
    period: ReportingPeriod, layouts: list[OfficialDocument], monkeypatch: pytest.MonkeyPatch
) -> None:
    row = ask(period, BundleScope.SENT)
    ready_paper = collecting.report_bundles.ready_paper

    def die(submission: Any, still_wanted: Any) -> Any:
        if submission.organisation.short_name == "THCS Bình":
            raise Killed
        return ready_paper(submission, still_wanted)

    with monkeypatch.context() as patch:
        patch.setattr(collecting.report_bundles, "ready_paper", die)
        with pytest.raises(Killed):
            collecting.render_collection(file_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts, len(layouts)) == (FileState.RENDERING, 1, 2)
    assert collecting.resume_collections() == 0, "the claim of the dead worker is still honoured"
    with time_machine.travel(timezone.now() + CLAIM + dt.timedelta(seconds=1)):
        assert collecting.resume_collections() == 1
        make(row)
    assert (row.state, row.attempts, len(layouts)) == (FileState.READY, 2, 3)


def test_long_work_gives_others_their_turn(
    period: ReportingPeriod, published: list, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(books, "SLICE", 0.0)
    row = ask(period, BundleScope.SENT)

    slices = []
    with django_capture_on_commit_callbacks(execute=True):
        while row.state != FileState.READY:
            assert len(slices) < 9
            slices.append(collecting.render_collection(file_id=row.pk))
            row.refresh_from_db()

    assert slices == [False, False, True]
    assert published == [("reports.render_collection", (row.pk,))] * 2
    assert (row.attempts, PaperFile.objects.count()) == (1, 3)


def test_report_that_cannot_be_laid_out_is_named_and_tried_again(
    period: ReportingPeriod, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> Rendered:
        raise ZeroDivisionError

    row = ask(period)
    with monkeypatch.context() as patch:
        patch.setattr(rendering, "rendered", broken)
        assert collecting.render_collection(file_id=row.pk) is False
    row.refresh_from_db()
    assert (row.state, row.error) == (FileState.FAILED, f"MN An: {FAILED_LAYOUT}")

    again = ask(period)
    assert (again.pk, again.state, again.error) == (row.pk, FileState.QUEUED, "")
    assert make(again).state == FileState.READY


def test_work_that_kills_every_worker_fails_with_a_reason(period: ReportingPeriod) -> None:
    now = timezone.now()
    past = now - dt.timedelta(minutes=1)
    row = CollectedFileFactory(period=period, state=FileState.RENDERING, attempts=3, claimed_until=past)

    assert collecting.resume_collections(now=now) == 0
    row.refresh_from_db()
    assert (row.state, row.error) == (FileState.FAILED, FAILED_ATTEMPTS)


def test_nothing_to_collect_is_said_before_anything_is_queued() -> None:
    empty = ReportingPeriodFactory()

    with pytest.raises(Conflict) as nothing:
        ask(empty)
    with pytest.raises(Conflict) as unpublished:
        collecting.request_collection(kind=CollectionKind.YEARBOOK, plan=empty.plan)
    with pytest.raises(ValueError, match="no unreported is made as zip"):
        collecting.request_collection(
            kind=CollectionKind.UNREPORTED, plan=empty.plan, period=empty, file_format=FileFormat.ZIP
        )

    assert nothing.value.message == "Kỳ này chưa có báo cáo nào được duyệt."
    assert unpublished.value.message == "Kế hoạch chưa có báo cáo tổng hợp nào được phát hành."
    assert CollectedFile.objects.count() == 0


def test_bundle_whose_reports_were_all_reopened_says_so(period: ReportingPeriod) -> None:
    row = ask(period)
    period.submissions.filter(status="accepted").update(status="submitted", accepted_at=None)

    render_collection(row.pk)

    row.refresh_from_db()
    assert (row.state, row.error) == (FileState.FAILED, "Kỳ này chưa có báo cáo nào được duyệt.")


def test_yearbook_takes_the_last_published_revision_and_says_what_is_missing() -> None:
    first = ReportingPeriodFactory(position=1, label="3 tháng")
    second = ReportingPeriodFactory(plan=first.plan, position=2, label="6 tháng")
    third = ReportingPeriodFactory(plan=first.plan, position=3, label="9 tháng")
    old = SummaryReportFactory(period=first, published=True, number=7)
    SummaryReportFactory(period=first, revision=2, replaces=old, reason="Sai số liệu", published=True, number=12)
    SummaryReportFactory(period=second, published=True, number=30)
    SummaryReportFactory(period=third, finalised=True)

    row = make(collecting.request_collection(kind=CollectionKind.YEARBOOK, plan=first.plan))

    with row.file.open("rb") as source:
        reader = PdfReader(source)
        contents = " ".join(reader.pages[0].extract_text().split())
        titles = [one.title for one in reader.outline]  # type: ignore[union-attr]
        pages = len(reader.pages)
    assert titles == ["Mục lục", "1. Báo cáo 3 tháng", "2. Báo cáo 6 tháng"]
    assert "Tập này gồm 2 báo cáo tổng hợp đã phát hành của 3 kỳ báo cáo" in contents
    assert "Chưa phát hành: 9 tháng." in contents
    assert "3 Báo cáo 9 tháng Chưa phát hành –" in contents
    assert ("12/BC" in contents, "07/BC" in contents) == (True, False)
    assert pages == row.pages

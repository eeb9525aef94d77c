"""A worker killed in the middle of a bundle: finished reports stay finished, and the next worker makes the rest."""

from django.utils import timezone
from pypdf import PdfReader

from reports.enums import BundleScope, CollectionKind, FileState
from reports.models import CollectedFile, PaperFile
from reports.services.claims import CLAIM, cancel
from reports.services.collecting import request_collection, resume_collections
from reports.services.rendering import resume_renderings
from tests.factories import ReportingPeriodFactory, SubmissionFactory
from tests.services.conftest import Services
from tests.services.servers import wait_until

REPORTS = 12


def ask_for_bundle() -> CollectedFile:
    """The bundle of a period with a dozen accepted reports."""
    period = ReportingPeriodFactory()
    for _ in range(REPORTS):
        SubmissionFactory(period=period, accepted=True)
    return ask_again(period)


def ask_again(period: object) -> CollectedFile:
    plan = period.plan  # type: ignore[attr-defined]
    return request_collection(kind=CollectionKind.REPORTS, plan=plan, period=period, scope=BundleScope.ACCEPTED)  # type: ignore[arg-type]


def now_of(row: CollectedFile) -> CollectedFile:
    row.refresh_from_db()
    return row


def finished() -> dict[int, str]:
    """The finished papers with the moment each was ready."""
    return dict(PaperFile.objects.filter(state=FileState.READY).values_list("pk", "ready_at"))


def test_next_worker_makes_only_what_a_killed_one_left(services: Services) -> None:
    row = ask_for_bundle()
    first = services.start_worker()
    wait_until(lambda: len(finished()) >= 3, seconds=120, what=f"three reports are made: {services.log(first)}")
    services.kill_worker(first)
    before = finished()

    assert 3 <= len(before) < REPORTS, "the worker was struck in the middle of its work"
    assert (now_of(row).state, bool(row.file)) == (FileState.RENDERING, False)
    services.start_worker()
    assert resume_collections() == 0, "the claim of the dead worker is still honoured"
    later = timezone.now() + CLAIM
    PaperFile.objects.filter(state=FileState.RENDERING).update(claimed_until=timezone.now())  # its paper's, too
    assert resume_collections(now=later) == 1  # as beat does when the claim has run out
    resume_renderings(now=later)
    wait_until(lambda: now_of(row).state == FileState.READY, seconds=300, what="the next worker makes the rest")

    after = finished()
    assert len(after) == REPORTS
    assert {pk: after[pk] for pk in before} == before
    with row.file.open("rb") as source:
        reader = PdfReader(source)
        assert (len(reader.outline), len(reader.pages)) == (REPORTS + 1, row.pages)


def test_stopped_bundle_is_left_alone_and_goes_on_when_asked_again(services: Services) -> None:
    row = ask_for_bundle()
    worker = services.start_worker()
    wait_until(lambda: len(finished()) >= 2, seconds=120, what=f"two reports are made: {services.log(worker)}")

    assert cancel(row=row)
    wait_until(
        lambda: not PaperFile.objects.filter(state=FileState.RENDERING).exists(), seconds=60, what="the worker stops"
    )
    before = finished()
    assert (now_of(row).state, bool(row.file), len(before) < REPORTS) == (FileState.CANCELLED, False, True)

    assert ask_again(row.period).pk == row.pk
    wait_until(lambda: now_of(row).state == FileState.READY, seconds=300, what="the bundle is finished")
    after = finished()
    assert {pk: after[pk] for pk in before} == before

"""A worker killed in the middle of reading a document: the next one takes over, and in the end a reason is told."""

from django.utils import timezone

from plans.enums import ImportState
from plans.models import PlanImport
from plans.services.importing import CLAIM, FAILED_ATTEMPTS, MAX_ATTEMPTS, resume_imports, start_import
from tests.factories import OfficeFactory, UserFactory
from tests.plans.imports.documents import STATE_PLAN
from tests.services.conftest import Services
from tests.services.servers import wait_until

LAST_STEP = "Tìm các phần của kế hoạch"


def long_plan() -> bytes:
    """A plan of a hundred pages, so that there is time to strike."""
    tasks = (
        f"{n}. Tổ chức thực hiện nội dung số {n}, đạt {n % 100}% trở lên trước ngày 10/3/2018." for n in range(3, 3500)
    )
    return STATE_PLAN.replace("1- Chế độ báo cáo", "\n".join([*tasks, "1- Chế độ báo cáo"])).encode()


def now_of(row: PlanImport) -> PlanImport:
    row.refresh_from_db()
    return row


def strike_while_reading(services: Services, row: PlanImport, attempt: int) -> None:
    """Start a worker, and kill it as soon as it has opened the file and looks for the parts of the plan."""
    worker = services.start_worker()

    def is_reading() -> bool:
        found = now_of(row)
        return (found.state, found.step, found.attempts) == (ImportState.READING, LAST_STEP, attempt)

    wait_until(is_reading, seconds=60, what=f"the worker reads: {services.log(worker)}")
    services.kill_worker(worker)


def test_the_next_worker_reads_what_a_killed_one_left(services: Services) -> None:
    row = start_import(organisation=OfficeFactory(), name="Dài.txt", data=long_plan(), by=UserFactory())

    strike_while_reading(services, row, 1)

    assert (now_of(row).state, row.proposal) == (ImportState.READING, None), "struck in the middle of its work"
    services.start_worker()
    assert resume_imports() == 0, "the claim of the dead worker is still honoured"
    assert resume_imports(now=timezone.now() + CLAIM) == 1  # as beat does when the claim has run out
    wait_until(lambda: now_of(row).state == ImportState.READY, seconds=120, what="the next worker reads it")
    assert (row.attempts, row.step, row.claimed_until) == (2, "", None)
    assert row.proposal["rows"]["header"][0]["fields"]["number"] == "07"


def test_a_document_that_kills_every_worker_fails_with_a_reason(services: Services) -> None:
    row = start_import(organisation=OfficeFactory(), name="Dài.txt", data=long_plan(), by=UserFactory())

    for attempt in range(1, MAX_ATTEMPTS + 1):
        strike_while_reading(services, row, attempt)
        assert now_of(row).state == ImportState.READING
        resume_imports(now=timezone.now() + CLAIM)

    assert (now_of(row).state, row.error) == (ImportState.FAILED, FAILED_ATTEMPTS)
    assert (row.proposal, row.claimed_until) == (None, None)

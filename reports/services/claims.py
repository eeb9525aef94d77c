"""How workers share the making of files: a row is taken by a conditional update, kept for two minutes, which each step
of the work renews, and given back, finished or failed by whoever still holds it.

When a worker dies its claim runs out and the next one takes over; after three attempts the file has failed for good,
until somebody asks again. Single documents and collections of many follow the same rules.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from reports.enums import FileState
from reports.models.rendered import RenderedFile
from reports.services.rendered_files import sweep
from schools.queue import enqueue

logger = logging.getLogger(__name__)

CLAIM = dt.timedelta(minutes=2)
# A message normally arrives at once; beat sends it again when none came through.
MESSAGE_LOST_AFTER = dt.timedelta(minutes=1)
MAX_ATTEMPTS = 3
WAITS = "Chờ đến lượt"
STEP_LENGTH = RenderedFile._meta.get_field("step").max_length or 80

FAILED_LAYOUT = "Không dàn trang được tài liệu. Hãy tạo lại; nếu vẫn lỗi, đề nghị báo quản trị hệ thống."
FAILED_SYSTEM = "Máy chủ không ghi được tệp hoặc thiếu thư viện dàn trang. Đề nghị báo quản trị hệ thống."
FAILED_ATTEMPTS = "Tiến trình tạo tệp bị dừng giữa chừng nhiều lần. Hãy tạo lại; nếu vẫn lỗi, đề nghị báo quản trị."


class ClaimLost(Exception):
    """Another worker took the file over while this one was busy, or somebody stopped it."""


class CannotMake(Exception):
    """The file cannot be made, for a reason that people understand: its message is shown to them."""


def is_usable(row: RenderedFile) -> bool:
    """Whether the row is ready and its file is still there."""
    return row.state == FileState.READY and bool(row.file) and default_storage.exists(str(row.file.name))


def is_lost(row: RenderedFile) -> bool:
    """Whether nobody will finish the row unless it is queued again: failed, stopped, or gone from the storage."""
    ended = row.state in (FileState.FAILED, FileState.CANCELLED)
    return ended or (row.state == FileState.READY and not is_usable(row))


def cancel(*, row: RenderedFile, by: Any = None) -> bool:
    """Stop a file that waits or is being made; the worker notices at its next step. False when it ended meanwhile."""
    waiting = type(row).objects.filter(pk=row.pk, state__in=[FileState.QUEUED, FileState.RENDERING])
    stopped = bool(waiting.update(state=FileState.CANCELLED, step="", claimed_until=None))
    if stopped:
        logger.info("%s %s stopped by user %s", type(row).__name__, row.pk, getattr(by, "pk", None))
    return stopped


def held(row: RenderedFile) -> Any:
    """The row as long as it is as we know it: a takeover counts an attempt, a new request sets its time."""
    rows = type(row).objects
    return rows.filter(pk=row.pk, state=row.state, attempts=row.attempts, requested_at=row.requested_at)


def queue_again(row: RenderedFile, *, attempts: int, until: dt.datetime | None = None) -> int:
    """Put the row back into the queue unless it changed meanwhile. `until` keeps beat from sending it twice."""
    return held(row).update(
        state=FileState.QUEUED,
        attempts=attempts,
        claimed_until=until,
        requested_at=row.requested_at if until else timezone.now(),
        progress=0,
        step=WAITS,
        error="",
    )


def claim(rows: Any, file_id: int) -> Any:
    """Take a waiting or abandoned file; None when it is finished or somebody works on it.

    `rows` is the queryset by which the row is read.
    """
    now = timezone.now()
    free = rows.model.objects.filter(pk=file_id, attempts__lt=MAX_ATTEMPTS)
    claimed = (
        free.filter(state=FileState.QUEUED) | free.filter(state=FileState.RENDERING, claimed_until__lt=now)
    ).update(
        state=FileState.RENDERING,
        attempts=F("attempts") + 1,
        claimed_until=now + CLAIM,
        progress=5,
        step="Tổng hợp số liệu",
        error="",
    )
    row = rows.get(pk=file_id) if claimed else None
    # Somebody may have stopped the file between the two statements: then it is not ours to finish.
    return row if row is not None and row.state == FileState.RENDERING else None


def tell(row: RenderedFile, percent: int, step: str) -> None:
    """Save how far the work is, and renew the claim.

    Raises:
        ClaimLost: the row is no longer ours.
    """
    changes = {"progress": percent, "step": step[:STEP_LENGTH], "claimed_until": timezone.now() + CLAIM}
    if not held(row).update(**changes):
        raise ClaimLost


def hand_over(row: RenderedFile, task: str) -> None:
    """End a slice of long work: the row waits for its next turn, behind what others wait for.

    What was done stands, so this turn counts as no failed attempt.

    Raises:
        ClaimLost: the row is no longer ours.
    """
    with transaction.atomic():
        until = timezone.now() + MESSAGE_LOST_AFTER
        if not held(row).update(state=FileState.QUEUED, attempts=0, claimed_until=until):
            raise ClaimLost
        enqueue(task, row.pk)


def finish(row: RenderedFile, *, name: str, source: File, pages: int) -> None:
    """Store the whole file under `name`, then let the row point to it: nobody ever sees a part of a file.

    Raises:
        ClaimLost: the row is no longer ours; the file is removed again.
    """
    sha256, size = hashlib.sha256(), source.size
    for chunk in source.chunks():
        sha256.update(chunk)
    source.seek(0)
    stored = default_storage.save(name, source)
    done = 0
    try:
        done = held(row).update(
            state=FileState.READY,
            file=stored,
            file_sha256=sha256.hexdigest(),
            size=size,
            pages=pages,
            progress=100,
            step="",
            ready_at=timezone.now(),
            claimed_until=None,
        )
    finally:
        if not done:
            default_storage.delete(stored)
    if not done:
        raise ClaimLost


def fail(row: RenderedFile, reason: str) -> None:
    """Say why there is no file, unless the row is no longer ours."""
    held(row).update(state=FileState.FAILED, error=reason, step="", claimed_until=None)


def guarded(row: RenderedFile, work: Callable[[], bool]) -> bool:
    """Do the work of one claim, whose answer is whether the file was finished; what goes wrong is told on the row."""
    name = f"{type(row).__name__} {row.pk}"
    try:
        return work()
    except ClaimLost:
        logger.warning("%s was taken over or stopped", name)
    except CannotMake as error:
        logger.warning("%s: %s", name, error)
        fail(row, str(error))
    except OSError:
        logger.exception("%s: system error", name)
        fail(row, FAILED_SYSTEM)
    except Exception:
        logger.exception("%s: cannot be rendered", name)
        fail(row, FAILED_LAYOUT)
    return False


def remove(rows: Any) -> None:
    """Rows first: a row that points to nothing would be an error, a file without a row is only waste."""
    for old in list(rows):
        if held(old).delete()[0] and old.file:
            default_storage.delete(str(old.file.name))


def resume(model: type[RenderedFile], *, folder: str, task: str, moment: dt.datetime) -> int:
    """Queue again what nobody works on: lost messages and dead workers. Returns how many were queued."""
    sweep(folder, moment - 5 * CLAIM)
    abandoned: list[RenderedFile] = list(model.objects.unclaimed(moment).order_by("requested_at", "pk"))
    resumed = 0
    for row in abandoned:
        if row.state == FileState.QUEUED and row.requested_at > moment - MESSAGE_LOST_AFTER:
            continue
        if row.attempts >= MAX_ATTEMPTS:
            fail(row, FAILED_ATTEMPTS)
            continue
        with transaction.atomic():
            if queue_again(row, attempts=row.attempts, until=moment + MESSAGE_LOST_AFTER):
                enqueue(task, row.pk)
                resumed += 1
    return resumed

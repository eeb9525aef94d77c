"""Documents that are read into plans: kept, read by a worker, tried again, removed.

A worker takes a row by a conditional update and holds it for a few minutes. When the worker dies the claim runs out
and the next one takes over; after three attempts the document counts as unreadable, until somebody tries again.
"""

import datetime as dt
import hashlib
import logging
import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from plans.enums import ImportState
from plans.file_names import shown_name, size_text
from plans.imports.composing import composed
from plans.imports.directory import Directory
from plans.models import PlanImport
from plans.reading.proposing import propose
from plans.reading.sources import SourceRefused, read_source, refuse_strangers
from plans.services.errors import Conflict
from schools.models import Organisation
from schools.queue import enqueue

logger = logging.getLogger(__name__)

CLAIM = dt.timedelta(minutes=3)  # a document of 40 pages takes seconds; the task itself is stopped after two minutes
# A message normally arrives at once; beat sends it again when none came through.
MESSAGE_LOST_AFTER = dt.timedelta(minutes=1)
MAX_ATTEMPTS = 3
TASK = "plans.read_import"
WAITING = "Chờ đến lượt"

FAILED_UNKNOWN = "Không đọc được văn bản. Hãy thử chép lời văn bản rồi dán vào; nếu vẫn lỗi, đề nghị báo quản trị."
FAILED_MISSING = "Tệp nguồn không còn trong kho lưu trữ. Đề nghị xóa dòng này và tải tệp lên lại."
FAILED_ATTEMPTS = "Việc đọc bị dừng giữa chừng nhiều lần. Hãy đọc lại; nếu vẫn lỗi, đề nghị báo quản trị."
KEPT_AS_SOURCE = "Văn bản này là nguồn của một kế hoạch trong cổng nên không xóa được."


class SourceTooLarge(Exception):
    """The file or text is empty or larger than allowed; `message` is for the person."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def start_import(*, organisation: Organisation, name: str, data: bytes, by: Any) -> PlanImport:
    """Keep a document and ask a worker to read it. What is plainly of another kind is refused before it is kept; the
    worker looks at the bytes once more, and into what is packed.

    Raises:
        SourceRefused: a PDF, an old Word file, a picture or a program.
        SourceTooLarge: nothing in it, or more than `settings.PLAN_SOURCE_MAX_BYTES`.
    """
    if not data.strip():
        raise SourceTooLarge("Tệp rỗng, không có nội dung nào.")
    if len(data) > settings.PLAN_SOURCE_MAX_BYTES:
        most = size_text(settings.PLAN_SOURCE_MAX_BYTES)
        raise SourceTooLarge(f"Văn bản nặng {size_text(len(data))}; tối đa {most}. Bỏ hình ảnh dán trong tệp.")
    refuse_strangers(data)
    with transaction.atomic():
        row = PlanImport.objects.create(
            organisation=organisation,
            source_name=shown_name(name),
            # A name that says nothing about the file, and an ending no server takes for anything.
            source=ContentFile(data, name=f"{uuid.uuid4().hex}.bin"),
            size=len(data),
            sha256=hashlib.sha256(data).hexdigest(),
            step=WAITING,
            created_by=by,
            created_at=timezone.now(),
        )
        logger.info("import %s started by user %s", row.pk, getattr(by, "pk", None))
        enqueue(TASK, row.pk)
    return row


def read_import(*, import_id: int) -> bool:
    """Read one document. True when this call finished it; False when there was nothing to do or it failed."""
    row = _claim(import_id)
    if row is None:
        return False
    try:
        with row.source.open("rb") as file:
            data = file.read()
        _tell(row, "Mở tệp")
        lines = read_source(data)
        _tell(row, "Tìm các phần của kế hoạch")
        proposal = composed(propose(lines), lines, directory=Directory(), organisation=row.organisation)
    except SourceRefused as refusal:
        _fail(row, refusal.message)
    except FileNotFoundError:
        logger.exception("import %s: the source is gone", row.pk)
        _fail(row, FAILED_MISSING)
    except Exception:
        logger.exception("import %s cannot be read", row.pk)
        _fail(row, FAILED_UNKNOWN)
    else:
        return bool(_held(row).update(state=ImportState.READY, proposal=proposal, step="", claimed_until=None))
    return False


def resume_imports(*, now: dt.datetime | None = None) -> int:
    """Queue again what nobody works on: lost messages and dead workers. Returns how many were queued."""
    moment = now or timezone.now()
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=moment)
    waiting = Q(state=ImportState.QUEUED, created_at__lt=moment - MESSAGE_LOST_AFTER) | Q(state=ImportState.READING)
    resumed = 0
    for row in PlanImport.objects.filter(free, waiting).defer("proposal").order_by("created_at", "pk"):
        if row.attempts >= MAX_ATTEMPTS:
            _fail(row, FAILED_ATTEMPTS)
            continue
        with transaction.atomic():
            # The claim keeps beat from sending the same document twice.
            until = moment + MESSAGE_LOST_AFTER
            if _held(row).update(state=ImportState.QUEUED, step=WAITING, claimed_until=until):
                enqueue(TASK, row.pk)
                resumed += 1
    return resumed


def retry_import(*, plan_import: PlanImport, by: Any) -> None:
    """Read a failed document again, with fresh attempts.

    Raises:
        Conflict: it has not failed, or somebody was faster.
    """
    with transaction.atomic():
        failed = PlanImport.objects.filter(pk=plan_import.pk, state=ImportState.FAILED)
        if not failed.update(state=ImportState.QUEUED, attempts=0, error="", step=WAITING, claimed_until=None):
            raise Conflict("Văn bản này không còn ở tình trạng lỗi; hãy xem lại trang.")
        logger.info("import %s tried again by user %s", plan_import.pk, getattr(by, "pk", None))
        enqueue(TASK, plan_import.pk)


def delete_import(*, plan_import: PlanImport, by: Any) -> None:
    """Remove a document with everything corrected in it. The plan made from it keeps it as its source.

    Raises:
        Conflict: a plan was made from it.
    """
    with transaction.atomic():
        row = PlanImport.objects.select_for_update().filter(pk=plan_import.pk).defer("proposal").first()
        if row is None:
            return
        if row.plan_id:
            raise Conflict(KEPT_AS_SOURCE)
        logger.info("import %s deleted by user %s", row.pk, getattr(by, "pk", None))
        row.delete()


def _claim(import_id: int) -> PlanImport | None:
    """Take a waiting or abandoned document; None when it is finished or somebody works on it."""
    now = timezone.now()
    free = PlanImport.objects.filter(pk=import_id, attempts__lt=MAX_ATTEMPTS)
    abandoned = Q(state=ImportState.READING, claimed_until__lt=now)
    claimed = free.filter(Q(state=ImportState.QUEUED) | abandoned).update(
        state=ImportState.READING, attempts=F("attempts") + 1, claimed_until=now + CLAIM, error="", step="Lấy tệp"
    )
    return PlanImport.objects.select_related("organisation").get(pk=import_id) if claimed else None


def _held(row: PlanImport) -> Any:
    """The row as long as it is as we know it: a takeover counts an attempt."""
    return PlanImport.objects.filter(pk=row.pk, state=row.state, attempts=row.attempts)


def _tell(row: PlanImport, step: str) -> None:
    _held(row).update(step=step, claimed_until=timezone.now() + CLAIM)


def _fail(row: PlanImport, reason: str) -> None:
    _held(row).update(state=ImportState.FAILED, error=reason, step="", claimed_until=None)

"""Files of documents: asked for once per content, made by one worker at a time, visible when whole.

A worker takes a row by a conditional update and keeps it for two minutes, which each step of the work renews. When
the worker dies the claim runs out and the next one takes over; after three attempts the file has failed for good,
until somebody asks again.
"""

import datetime as dt
import hashlib
import logging
from collections.abc import Callable
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from plans.models import Plan
from plans.queue import enqueue
from reports.documents.content import OfficialDocument
from reports.documents.paper import build_paper
from reports.enums import FileFormat, FileState
from reports.models import LetterFile, PaperFile, PlanFile, ReminderLetter, Submission, SummaryFile, SummaryReport
from reports.models.rendered import RenderedFile
from reports.services.rendered_files import sweep, temporary
from reports.services.renderers import Rendered, rendered
from reports.services.rendering_kinds import KINDS, LETTER, PAPER, PLAN, SUMMARY, Kind, document_hash

logger = logging.getLogger(__name__)

CLAIM = dt.timedelta(minutes=2)
# A message normally arrives at once; beat sends it again when none came through.
MESSAGE_LOST_AFTER = dt.timedelta(minutes=1)
MAX_ATTEMPTS = 3

FAILED_LAYOUT = "Không dàn trang được tài liệu. Hãy tạo lại; nếu vẫn lỗi, đề nghị báo quản trị hệ thống."
FAILED_SYSTEM = "Máy chủ không ghi được tệp hoặc thiếu thư viện dàn trang. Đề nghị báo quản trị hệ thống."
FAILED_ATTEMPTS = "Tiến trình tạo tệp bị dừng giữa chừng nhiều lần. Hãy tạo lại; nếu vẫn lỗi, đề nghị báo quản trị."


class ClaimLost(Exception):
    """Another worker took the file over while this one was busy."""


def summary_of(period: Any) -> SummaryReport:
    """The current summary of a period, created when it is first asked for."""
    summary = SummaryReport.objects.filter(period=period).order_by("-revision").first()
    return summary or SummaryReport.objects.get_or_create(period=period, revision=1)[0]


def is_usable(row: RenderedFile) -> bool:
    """Whether the row is ready and its file is still there."""
    return row.state == FileState.READY and bool(row.file) and default_storage.exists(str(row.file.name))


def request_file(*, summary: SummaryReport, by: Any = None, file_format: str = FileFormat.PDF) -> SummaryFile:
    """The file of the summary as it stands now: the finished one when the content is the same, else a new one queued.

    A failed or stopped file, and one that has vanished from the storage, is queued again with fresh attempts.
    `by` is named in the log.
    """
    return _request(SUMMARY, summary, by, file_format=file_format)


def request_paper(*, submission: Submission, by: Any = None) -> PaperFile:
    """The PDF of a report as it stands now, by the same rules."""
    return _request(PAPER, submission, by)


def request_letter(*, letter: ReminderLetter, by: Any = None) -> LetterFile:
    """The PDF of a letter, by the same rules."""
    return _request(LETTER, letter, by)


def request_plan(*, plan: Plan, annexes: bool = False, by: Any = None) -> PlanFile:
    """The PDF of a plan, with or without its annexes, by the same rules."""
    return _request(PLAN, plan, by, build=PLAN.builds[annexes])


def plan_file_of(plan: Plan, *, annexes: bool = False) -> PlanFile | None:
    """The file, in whatever state, of what the plan says now."""
    sha256 = document_hash(PLAN.builds[annexes](plan))
    return PlanFile.objects.filter(plan=plan, format=FileFormat.PDF, content_sha256=sha256).first()


def letter_file_of(letter: ReminderLetter, document: OfficialDocument) -> LetterFile | None:
    """The file, in whatever state, of the letter with this content in today's layout."""
    sha256 = document_hash(document)
    return LetterFile.objects.filter(letter=letter, format=FileFormat.PDF, content_sha256=sha256).first()


def paper_of(submission: Submission) -> PaperFile | None:
    """The file, in whatever state, of what the report says now."""
    sha256 = document_hash(build_paper(submission))
    return PaperFile.objects.filter(submission=submission, format=FileFormat.PDF, content_sha256=sha256).first()


def render_file(*, file_id: int) -> bool:
    """Make one file of a summary. True when this call finished it; False when there was nothing to do or it failed.

    The content is built again from the database. When it has changed since it was asked for, the newer content is
    rendered and the row takes its hash; when a file of that content exists already, this row steps back for it.
    """
    return _render(SUMMARY, file_id)


def render_paper(*, file_id: int) -> bool:
    """Make the paper of a report, by the same rules; what was made from its earlier words is removed."""
    return _render(PAPER, file_id)


def render_letter(*, file_id: int) -> bool:
    """Make the PDF of a letter, by the same rules."""
    return _render(LETTER, file_id)


def render_plan(*, file_id: int) -> bool:
    """Make the PDF of a plan, by the same rules; what was made from its earlier words is removed."""
    return _render(PLAN, file_id)


def resume_renderings(*, now: dt.datetime | None = None) -> int:
    """Queue again what nobody works on: lost messages and dead workers. Returns how many were queued."""
    moment = now or timezone.now()
    return sum(_resume(kind, moment) for kind in KINDS.values())


def cancel(*, row: RenderedFile, by: Any = None) -> bool:
    """Stop a file that waits or is being made; the worker notices at its next step. False when it ended meanwhile."""
    waiting = type(row).objects.filter(pk=row.pk, state__in=[FileState.QUEUED, FileState.RENDERING])
    stopped = bool(waiting.update(state=FileState.CANCELLED, step="", claimed_until=None))
    if stopped:
        logger.info("%s %s stopped by user %s", type(row).__name__, row.pk, getattr(by, "pk", None))
    return stopped


def _request(
    kind: Kind,
    owner: Any,
    by: Any,
    *,
    build: Callable[[Any], OfficialDocument] | None = None,
    file_format: str = FileFormat.PDF,
) -> Any:
    sha256 = document_hash((build or kind.builds[0])(owner))
    with transaction.atomic():
        row, created = kind.model.objects.get_or_create(
            **{kind.owner: owner},
            format=file_format,
            content_sha256=sha256,
            defaults={"requested_at": timezone.now(), "step": "Chờ đến lượt"},
        )
        ended = row.state in (FileState.FAILED, FileState.CANCELLED)
        lost = ended or (row.state == FileState.READY and not is_usable(row))
        if lost:
            _queue_again(row, attempts=0)
        if created or lost:
            logger.info("%s file %s requested by user %s", kind.owner, row.pk, getattr(by, "pk", None))
            enqueue(kind.task, row.pk)
        elif row.state == FileState.READY:
            # The newest request is the file the page shows, also when the figures went back to what they were.
            kind.model.objects.filter(pk=row.pk).update(requested_at=timezone.now())
    row.refresh_from_db()
    return row


def _render(kind: Kind, file_id: int) -> bool:
    row = _claim(kind, file_id)
    if row is None:
        return False
    try:
        document = _newest_content(kind, row)
        if document is None:
            return False
        _finish(kind, row, rendered(document, row.format, lambda percent, step: _tell(row, percent, step)))
    except ClaimLost:
        logger.warning("%s file %s was taken over or stopped", kind.owner, row.pk)
        return False
    except OSError:
        logger.exception("%s file %s: system error", kind.owner, row.pk)
        _fail(row, FAILED_SYSTEM)
        return False
    except Exception:
        logger.exception("%s file %s: cannot be rendered", kind.owner, row.pk)
        _fail(row, FAILED_LAYOUT)
        return False
    if not kind.keeps_older:
        _remove_older(kind, row)
    return True


def _resume(kind: Kind, moment: dt.datetime) -> int:
    sweep(kind.folder, moment - 5 * CLAIM)
    abandoned = list(kind.model.objects.unclaimed(moment).order_by("requested_at", "pk"))
    resumed = 0
    for row in abandoned:
        if row.state == FileState.QUEUED and row.requested_at > moment - MESSAGE_LOST_AFTER:
            continue
        if row.attempts >= MAX_ATTEMPTS:
            _fail(row, FAILED_ATTEMPTS)
            continue
        with transaction.atomic():
            if _queue_again(row, attempts=row.attempts, until=moment + MESSAGE_LOST_AFTER):
                enqueue(kind.task, row.pk)
                resumed += 1
    return resumed


def _queue_again(row: RenderedFile, *, attempts: int, until: dt.datetime | None = None) -> int:
    """Put the row back into the queue unless it changed meanwhile. `until` keeps beat from sending it twice."""
    return _held(row).update(
        state=FileState.QUEUED,
        attempts=attempts,
        claimed_until=until,
        requested_at=row.requested_at if until else timezone.now(),
        progress=0,
        step="Chờ đến lượt",
        error="",
    )


def _claim(kind: Kind, file_id: int) -> Any:
    """Take a waiting or abandoned file; None when it is finished or somebody works on it."""
    now = timezone.now()
    free = kind.model.objects.filter(pk=file_id, attempts__lt=MAX_ATTEMPTS)
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
    return kind.model.objects.select_related(kind.to_plan).get(pk=file_id) if claimed else None


def _held(row: RenderedFile) -> Any:
    """The row as long as it is as we know it: a takeover counts an attempt, a new request sets its time."""
    rows = type(row).objects
    return rows.filter(pk=row.pk, state=row.state, attempts=row.attempts, requested_at=row.requested_at)


def _tell(row: RenderedFile, percent: int, step: str) -> None:
    """Save how far the work is, and renew the claim."""
    changes = {"progress": percent, "step": step, "claimed_until": timezone.now() + CLAIM}
    if not _held(row).update(**changes):
        raise ClaimLost


def _newest_content(kind: Kind, row: RenderedFile) -> OfficialDocument | None:
    """The content of today; None when another file already stands for it.

    What was asked for in another form than the plain one and has changed since becomes the plain one.
    """
    owner = kind.owner_of(row)
    document, *others = (build(owner) for build in kind.builds)
    sha256 = document_hash(document)
    for found in (document, *others):
        if document_hash(found) == row.content_sha256:
            return found
    with transaction.atomic():
        same = kind.model.objects.filter(**{kind.owner: owner}, format=row.format, content_sha256=sha256)
        if not same.exists():
            if not _held(row).update(content_sha256=sha256):
                raise ClaimLost
            return document
        _held(row).delete()
    _request(kind, owner, None, file_format=row.format)
    return None


def _finish(kind: Kind, row: RenderedFile, made: Rendered) -> None:
    """Store the bytes, then let the row point to them: nobody ever sees a part of a file."""
    with temporary(kind.folder, made.data) as source:
        name = default_storage.save(f"{kind.folder}/{kind.year_of(row)}/{row.content_sha256[:20]}.{row.format}", source)
    now = timezone.now()
    done = 0
    try:
        done = _held(row).update(
            state=FileState.READY,
            file=name,
            file_sha256=hashlib.sha256(made.data).hexdigest(),
            size=len(made.data),
            pages=made.pages,
            progress=100,
            step="",
            ready_at=now,
            claimed_until=None,
        )
    finally:
        if not done:
            default_storage.delete(name)
    if not done:
        raise ClaimLost


def _remove_older(kind: Kind, row: RenderedFile) -> None:
    """Rows first: a row that points to nothing would be an error, a file without a row is only waste."""
    owner = kind.owner_of(row)
    # Another form of the same words is as new as this one.
    current = [document_hash(build(owner)) for build in kind.builds] if len(kind.builds) > 1 else []
    older = kind.model.objects.filter(**{kind.owner: owner}, pk__lt=row.pk, state=FileState.READY)
    older = older.exclude(content_sha256__in=current)
    for old in list(older):
        if _held(old).delete()[0] and old.file:
            default_storage.delete(str(old.file.name))


def _fail(row: RenderedFile, reason: str) -> None:
    _held(row).update(state=FileState.FAILED, error=reason, step="", claimed_until=None)

"""Files of documents: asked for once per content, made by one worker at a time, visible when whole.

How workers share the rows stands in `claims`.
"""

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.models import Plan
from reports.documents.content import OfficialDocument
from reports.documents.paper import build_paper
from reports.enums import FileFormat, FileState
from reports.models import LetterFile, PaperFile, PlanFile, ReminderLetter, Submission, SummaryFile, SummaryReport
from reports.models.rendered import RenderedFile
from reports.queries.published_files import published_file
from reports.services.claims import (
    CLAIM,
    FAILED_ATTEMPTS,
    FAILED_LAYOUT,
    FAILED_SYSTEM,
    MAX_ATTEMPTS,
    WAITS,
    ClaimLost,
    cancel,
    claim,
    finish,
    guarded,
    held,
    is_lost,
    is_usable,
    queue_again,
    remove,
    resume,
    tell,
)
from reports.services.rendered_files import temporary
from reports.services.renderers import Rendered, rendered
from reports.services.rendering_kinds import KINDS, LETTER, PAPER, PLAN, SUMMARY, Kind, document_hash
from schools.queue import enqueue

__all__ = [
    "CLAIM",
    "FAILED_ATTEMPTS",
    "FAILED_LAYOUT",
    "FAILED_SYSTEM",
    "MAX_ATTEMPTS",
    "ClaimLost",
    "cancel",
    "is_usable",
]

logger = logging.getLogger(__name__)


def summary_of(period: Any) -> SummaryReport:
    """The current summary of a period, created when it is first asked for."""
    summary = SummaryReport.objects.filter(period=period).order_by("-revision").first()
    return summary or SummaryReport.objects.get_or_create(period=period, revision=1)[0]


def request_file(
    *, summary: SummaryReport, by: Any = None, file_format: str = FileFormat.PDF, sends: bool = True
) -> SummaryFile:
    """The file of the summary as it stands now: the finished one when the content is the same, else a new one queued.

    A failed or stopped file, and one that has vanished from the storage, is queued again with fresh attempts. Of a
    published summary everybody gets the bytes that were made first, whatever the layout of today.
    `by` is named in the log; without `sends` no worker is called, because the caller makes the file.
    """
    published = published_file(summary, file_format)
    if published is not None and is_usable(published):
        return published
    return _request(SUMMARY, summary, by, file_format=file_format, sends=sends)


def request_paper(*, submission: Submission, by: Any = None, sends: bool = True) -> PaperFile:
    """The PDF of a report as it stands now, by the same rules."""
    return _request(PAPER, submission, by, sends=sends)


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
    return sum(resume(kind.model, folder=kind.folder, task=kind.task, moment=moment) for kind in KINDS.values())


def _request(
    kind: Kind,
    owner: Any,
    by: Any,
    *,
    build: Callable[[Any], OfficialDocument] | None = None,
    file_format: str = FileFormat.PDF,
    sends: bool = True,
) -> Any:
    sha256 = document_hash((build or kind.builds[0])(owner))
    with transaction.atomic():
        row, created = kind.model.objects.get_or_create(
            **{kind.owner: owner},
            format=file_format,
            content_sha256=sha256,
            defaults={"requested_at": timezone.now(), "step": WAITS},
        )
        lost = is_lost(row)
        if lost:
            queue_again(row, attempts=0)
        if created or lost:
            logger.info("%s file %s requested by user %s", kind.owner, row.pk, getattr(by, "pk", None))
            if sends:
                enqueue(kind.task, row.pk)
        elif row.state == FileState.READY:
            # The newest request is the file the page shows, also when the figures went back to what they were.
            kind.model.objects.filter(pk=row.pk).update(requested_at=timezone.now())
    row.refresh_from_db()
    return row


def _render(kind: Kind, file_id: int) -> bool:
    row = claim(kind.model.objects.select_related(kind.to_plan), file_id)
    if row is None:
        return False
    if not guarded(row, lambda: _make(kind, row)):
        return False
    if not kind.keeps_older:
        _remove_older(kind, row)
    return True


def _make(kind: Kind, row: RenderedFile) -> bool:
    document = _newest_content(kind, row)
    if document is None:
        return False
    _finish(kind, row, rendered(document, row.format, lambda percent, step: tell(row, percent, step)))
    return True


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
            if not held(row).update(content_sha256=sha256):
                raise ClaimLost
            return document
        held(row).delete()
    _request(kind, owner, None, file_format=row.format)
    return None


def _finish(kind: Kind, row: RenderedFile, made: Rendered) -> None:
    name = f"{kind.folder}/{kind.year_of(row)}/{row.content_sha256[:20]}.{row.format}"
    with temporary(kind.folder, made.data) as source:
        finish(row, name=name, source=source, pages=made.pages)


def _remove_older(kind: Kind, row: RenderedFile) -> None:
    owner = kind.owner_of(row)
    # Another form of the same words is as new as this one.
    current = [document_hash(build(owner)) for build in kind.builds] if len(kind.builds) > 1 else []
    older = kind.model.objects.filter(**{kind.owner: owner}, pk__lt=row.pk, state=FileState.READY)
    remove(older.exclude(content_sha256__in=current))

"""Collections: lists, minutes and books made from many records, by the rules of all files (`claims`).

What a kind is made from, and how, stands in its recipe. A book of many papers is made in slices, between which other
files get their turn; papers that are done are found again by their content, so no slice and no successor of a killed
worker makes one twice.
"""

import datetime as dt
import logging
from typing import Any

from django.db import transaction
from django.utils import timezone

from facilities.models import Inspection
from plans.models import Plan, ReportingPeriod
from reports.enums import CollectionKind, FileFormat, FileState
from reports.models import CollectedFile
from reports.services import claims, minutes_files, report_bundles, unreported_lists, yearbooks
from reports.services.errors import Conflict
from reports.services.recipes import Recipe, SliceOver
from reports.services.rendered_files import scratch, whole
from schools.models import Organisation
from schools.queue import enqueue

logger = logging.getLogger(__name__)

TASK = "reports.render_collection"
FOLDER = "collections"
ENDED = (FileState.READY, FileState.FAILED, FileState.CANCELLED)
RECIPES: dict[str, Recipe] = {
    CollectionKind.UNREPORTED: unreported_lists.RECIPE,
    CollectionKind.REPORTS: report_bundles.RECIPE,
    CollectionKind.YEARBOOK: yearbooks.RECIPE,
    CollectionKind.MINUTES: minutes_files.RECIPE,
}


def request_collection(
    *,
    kind: str,
    plan: Plan,
    period: ReportingPeriod | None = None,
    organisation: Organisation | None = None,
    inspection: Inspection | None = None,
    scope: str = "",
    file_format: str = FileFormat.PDF,
    by: Any = None,
) -> CollectedFile:
    """The file of the records as they are now: the one that is there when nothing changed, else a new one queued.

    A failed or stopped file, and one that has vanished from the storage, is queued again with fresh attempts.

    Raises:
        ValueError: this kind is not made in this format.
        Conflict: there is nothing to collect.
    """
    recipe = RECIPES[kind]
    if file_format not in recipe.formats:
        raise ValueError(f"no {kind} is made as {file_format}")
    asked = CollectedFile(
        kind=kind,
        plan=plan,
        period=period,
        organisation=organisation,
        inspection=inspection,
        scope=scope,
        format=file_format,
        requested_at=timezone.now(),
        step=claims.WAITS,
    )
    asked.content_sha256 = recipe.key(asked)
    return _queued(asked, by)


def render_collection(*, file_id: int) -> bool:
    """Make one collection, or the next slice of it. True when this call finished it."""
    rows = CollectedFile.objects.select_related("plan__receiver", "period__plan__receiver", "organisation")
    row = claims.claim(rows, file_id)
    if row is None or not claims.guarded(row, lambda: _make(row)):
        return False
    older = CollectedFile.objects.filter(
        plan=row.plan_id, kind=row.kind, format=row.format, scope=row.scope, state__in=ENDED, pk__lt=row.pk
    )
    same = {"period": row.period_id, "organisation": row.organisation_id, "inspection": row.inspection_id}
    claims.remove(older.filter(**same))
    return True


def resume_collections(*, now: dt.datetime | None = None) -> int:
    """Queue again what nobody works on: lost messages and dead workers. Returns how many were queued."""
    return claims.resume(CollectedFile, folder=FOLDER, task=TASK, moment=now or timezone.now())


def _queued(asked: CollectedFile, by: Any) -> CollectedFile:
    """The row that stands for what is asked, queued unless it is there or being made."""
    about = {
        name: getattr(asked, name) for name in ("period", "organisation", "inspection", "scope", "requested_at", "step")
    }
    with transaction.atomic():
        row, created = CollectedFile.objects.get_or_create(**_identity(asked), defaults=about)
        lost = claims.is_lost(row)
        if lost:
            claims.queue_again(row, attempts=0)
        if created or lost:
            logger.info("collection %s (%s) requested by user %s", row.pk, row.kind, getattr(by, "pk", None))
            enqueue(TASK, row.pk)
        elif row.state == FileState.READY:
            # The newest request is the file the page shows, also when the records went back to what they were.
            CollectedFile.objects.filter(pk=row.pk).update(requested_at=asked.requested_at)
    row.refresh_from_db()
    return row


def _identity(row: CollectedFile) -> dict[str, Any]:
    """What finds a collection again."""
    return {"plan": row.plan, "kind": row.kind, "format": row.format, "content_sha256": row.content_sha256}


def _make(row: CollectedFile) -> bool:
    recipe = RECIPES[row.kind]
    try:
        if not _is_newest(row, recipe):
            return False
    except Conflict as nothing:
        raise claims.CannotMake(nothing.message) from nothing
    with scratch(FOLDER) as path:
        try:
            pages = recipe.make(row, path, lambda percent, step: claims.tell(row, percent, step))
        except SliceOver:
            claims.hand_over(row, TASK)
            return False
        name = f"{FOLDER}/{row.plan.year}/{row.content_sha256[:20]}.{row.format}"
        with whole(path) as source:
            claims.finish(row, name=name, source=source, pages=pages)
    return True


def _is_newest(row: CollectedFile, recipe: Recipe) -> bool:
    """Whether the row stands for the records of now: changed ones get a new key, or another row stands for them."""
    sha256 = recipe.key(row)
    if sha256 == row.content_sha256:
        return True
    with transaction.atomic():
        same = CollectedFile.objects.filter(**_identity(row) | {"content_sha256": sha256})
        if not same.exists():
            if not claims.held(row).update(content_sha256=sha256):
                raise claims.ClaimLost
            row.content_sha256 = sha256
            return True
        claims.held(row).delete()
    request_collection(
        kind=row.kind,
        plan=row.plan,
        period=row.period,
        organisation=row.organisation,
        inspection=row.inspection,
        scope=row.scope,
        file_format=row.format,
    )
    return False

"""From an uploaded workbook to the registry: kept, shown, and written exactly as it was shown (ADR 0024)."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from schools.models import RegistryUpload
from schools.services.registry_applying import write_entries
from schools.services.registry_state import load_state
from schools.workbooks.registry_dry_run import MOST_BYTES, DryRun, dry_run
from schools.workbooks.safety import inspect

KEPT_DAYS = 30


class ChangedMeanwhile(Exception):
    """The dry run would show something else now than what was confirmed; nothing was written."""


class AlreadyApplied(Exception):
    """Somebody confirmed this upload before, perhaps with a second click."""


@transaction.atomic
def keep_upload(*, data: bytes, name: str, by: Any) -> RegistryUpload:
    """Keep a workbook for its owner. It takes the place of those the person did not confirm; bytes that nobody needs
    any more go after 30 days.

    Raises:
        WorkbookRefused: no harmless workbook; nothing is kept.
    """
    inspect(data, most_bytes=MOST_BYTES)
    now = timezone.now()
    RegistryUpload.objects.filter(by=by, applied_at=None).delete()
    old = RegistryUpload.objects.filter(uploaded_at__lt=now - dt.timedelta(days=KEPT_DAYS))
    old.filter(applied_at=None).delete()
    old.update(data=b"")
    return RegistryUpload.objects.create(by=by, name=name[:200], data=data, uploaded_at=now)


def preview(upload: RegistryUpload) -> DryRun:
    """What the upload would change now.

    Raises:
        WorkbookRefused: no harmless workbook.
    """
    return dry_run(bytes(upload.data), load_state())


def apply_upload(*, upload: RegistryUpload, seen: str, by: Any) -> RegistryUpload:
    """Write what the person saw; `seen` is the digest of that dry run. Everything or nothing, and once.

    Raises:
        AlreadyApplied: it was written before.
        ChangedMeanwhile: the registry is not what it was when the person looked, or the file has mistakes.
    """
    try:
        with transaction.atomic():
            kept = RegistryUpload.objects.select_for_update().get(pk=upload.pk)
            if kept.applied_at is not None:
                raise AlreadyApplied
            state = load_state(for_update=True)
            result = dry_run(bytes(kept.data), state)
            if result.digest != seen or not result.can_confirm:
                raise ChangedMeanwhile
            write_entries(state, result.entries)
            kept.by, kept.applied_at, kept.created, kept.changed = by, timezone.now(), result.new, result.changed
            kept.save(update_fields=["by", "applied_at", "created", "changed"])
            return kept
    except IntegrityError as error:
        # A row of the same key came from elsewhere between the comparison and the writing.
        raise ChangedMeanwhile from error

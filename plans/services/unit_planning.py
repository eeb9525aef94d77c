"""A unit registers the plan it has made to carry out the plan above (Plan 04, IV.2)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from plans.digests import digest_of
from plans.enums import FileType, PlanStatus
from plans.models import Plan, UnitPlan, UnitTarget
from plans.services.errors import Conflict
from plans.services.sections import SectionChanged, lock_plan
from plans.services.uploading import CheckedFile
from schools.models import Organisation

FIELDS = ("number", "symbol", "issued_on", "subject")
TAKEN = (FileType.PDF, FileType.DOCX)


def seen_of(plan: Plan, organisation: Organisation) -> list[Model]:
    """What a person sees before changing it; empty before the first registration."""
    rows = UnitPlan.objects.filter(plan=plan, organisation=organisation)
    targets = UnitTarget.objects.filter(unit_plan__in=rows).order_by("indicator_id")
    return [*rows, *targets]


@transaction.atomic
def register_unit_plan(
    *,
    plan: Plan,
    organisation: Organisation,
    by: Any,
    data: Mapping[str, Any],
    targets: Iterable[UnitTarget],
    read_as: str,
    file: CheckedFile | None = None,
    drop_file: bool = False,
) -> UnitPlan:
    """Write a unit's plan with its own targets, the first time or again; `targets` are unsaved rows and replace those
    there were. A new file takes the place of the old one.

    Raises:
        Conflict: the plan above is not in force. SectionChanged: somebody else saved since `read_as`.
        ValidationError: the model refuses it.
    """
    if lock_plan(plan=plan).status != PlanStatus.IN_FORCE:
        raise Conflict("Kế hoạch không còn thực hiện nên không đăng ký được nữa.")
    if digest_of(seen_of(plan, organisation)) != read_as:
        raise SectionChanged("Người khác của đơn vị vừa lưu phần này.")
    now = timezone.now()
    row = UnitPlan.objects.filter(plan=plan, organisation=organisation).first()
    row = row or UnitPlan(plan=plan, organisation=organisation, registered_by=by, registered_at=now)
    for name in FIELDS:
        setattr(row, name, data[name])
    row.changed_at = now
    old = _put_file(row, file, drop_file)
    try:
        row.full_clean()
        row.save()
        _write_targets(row, targets)
    except Exception as error:
        if file is not None:  # the storage knows no rollback
            row.file.storage.delete(str(row.file.name))
        if isinstance(error, IntegrityError):
            raise SectionChanged("Người khác của đơn vị vừa lưu phần này.") from None
        raise
    if old:
        storage = row.file.storage
        transaction.on_commit(lambda: storage.delete(old), robust=True)
    return row


def _put_file(row: UnitPlan, file: CheckedFile | None, drop: bool) -> str:
    """Put the new file in its place, or none; returns the name in the storage of what it replaces."""
    old = str(row.file.name or "")
    if file is not None:
        row.file.save(file.storage_name, File(file.upload), save=False)
        row.file_name, row.file_type, row.sha256 = file.name, file.type, file.sha256
        row.size = file.upload.size or 0
        return old
    if drop and old:
        row.file, row.file_name, row.file_type, row.sha256, row.size = "", "", "", "", 0
        return old
    return ""


def _write_targets(row: UnitPlan, targets: Iterable[UnitTarget]) -> None:
    row.targets.all().delete()
    for target in targets:
        target.unit_plan = row
        target.full_clean()
        target.save()

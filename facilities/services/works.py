"""Writing works down, and telling how far they are."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from facilities.models import Photo, Work, WorkFunding, WorkUpdate
from facilities.progress import progress_problems, settled
from facilities.services.photos import FileRefused, ready_photo, store_photo
from plans.services.errors import Conflict
from plans.services.uploading import shown_upload_name
from vietnamese.text import nfc

CHANGED = "Người khác vừa sửa công trình này. Nội dung bạn nhập còn nguyên dưới đây; xem lại rồi lưu lần nữa."
GONE = "Công trình này đã bị xóa."


class ProgressRefused(Exception):
    """What was told cannot be so; `problems` says why by field, in Vietnamese."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("; ".join(self.problems.values()))


@dataclass
class Told:
    """The line of progress, whether this call wrote it, and the photos left out as (name, why)."""

    update: WorkUpdate
    is_new: bool = True
    refused: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def save_work(
    *, work: Work | None, values: Mapping[str, Any], funding: Mapping[int, Decimal | None], by: Any, version: int = 0
) -> Work:
    """Write what the office knows of a work; None begins a new one. `funding` is the amount of each source in million
    đồng, None for a source that pays nothing. How far the work is comes from `tell_progress` alone.

    Raises:
        Conflict: the work was changed since the person saw `version`, or the school has got one of that name.
    """
    try:
        with transaction.atomic():
            if work is None:
                work = Work.objects.create(**values)
            else:
                _claim(work.pk, version, **values)
    except IntegrityError:
        raise Conflict("Trường vừa có công trình mang tên này. Đổi tên công trình rồi lưu lại.") from None
    WorkFunding.objects.filter(work=work).exclude(source__in=[pk for pk, amount in funding.items() if amount]).delete()
    for source, amount in funding.items():
        if amount:
            WorkFunding.objects.update_or_create(work=work, source_id=source, defaults={"amount_million": amount})
    return work


def tell_progress(
    *,
    work: Work,
    by: Any,
    seen_on: dt.date,
    percent: int,
    state: str,
    note: str = "",
    token: uuid.UUID,
    version: int,
    photos: Sequence[UploadedFile] = (),
) -> Told:
    """Write one line of progress with its photos and make it the work's own state, in one transaction.

    The first line that is not "chưa khởi công" begins the work on its day; finishing fills the day and 100 %. A form
    sent twice (the same `token`) is answered with the line that is there. Photos that cannot be taken are named, the
    line is written all the same. `by` has to hold the capability, which views ask.

    Raises:
        ProgressRefused: see `progress_problems`. Conflict: the work was changed since the person saw `version`.
    """
    known = WorkUpdate.objects.filter(work=work, token=token).first()
    if known is not None:
        return Told(known, is_new=False)
    refused: list[tuple[str, str]] = []
    ready = _look_at(photos, refused)
    stored: list[str] = []
    line = WorkUpdate(
        work=work, seen_on=seen_on, percent=percent, state=state, note=nfc(note).strip(), by=by, token=token
    )
    line.created_at = timezone.now()
    try:
        with transaction.atomic():
            update = _write_line(line, version)
            for name, data in ready:
                _keep(update, name, data, by, stored, refused)
    except IntegrityError:
        # The same form sent a second time at the same moment: the first one wrote the line.
        twin = WorkUpdate.objects.filter(work=work, token=token).first()
        _forget(stored)
        if twin is None:
            raise
        return Told(twin, is_new=False)
    except BaseException:
        _forget(stored)
        raise
    return Told(update, refused=refused)


def _write_line(line: WorkUpdate, version: int) -> WorkUpdate:
    """The line as it was settled, written together with what the work now says of itself.

    Raises:
        ProgressRefused: the line contradicts what is known. Conflict: the work was changed or is gone.
    """
    current = Work.objects.select_for_update().filter(pk=line.work_id).first()
    if current is None:
        raise Conflict(GONE)
    told = settled(current, seen_on=line.seen_on, percent=line.percent, state=line.state)
    last = current.updates.order_by("-seen_on", "-pk").first()
    problems = progress_problems(current, told, note=line.note, last_seen_on=last.seen_on if last else None)
    if problems:
        raise ProgressRefused(problems)
    _claim(current.pk, version, **told.as_fields())
    line.work, line.percent, line.state = current, told.percent, told.state
    line.save(force_insert=True)
    return line


def delete_work(*, work: Work, by: Any) -> None:
    """Take away a work that was written down by mistake, with its progress and photos; nothing brings it back."""
    work.delete()


def _claim(pk: int, version: int, **values: Any) -> None:
    """Write only over what the person saw."""
    if not Work.objects.filter(pk=pk, version=version).update(**values, version=F("version") + 1):
        raise Conflict(CHANGED if Work.objects.filter(pk=pk).exists() else GONE)


def _look_at(photos: Sequence[UploadedFile], refused: list[tuple[str, str]]) -> list[tuple[str, bytes]]:
    good = []
    for upload in photos:
        try:
            good.append((shown_upload_name(upload), ready_photo(upload)))
        except FileRefused as refusal:
            refused.append((shown_upload_name(upload), refusal.message))
    return good


def _keep(
    update: WorkUpdate, name: str, data: bytes, by: Any, stored: list[str], refused: list[tuple[str, str]]
) -> None:
    try:
        photo: Photo = store_photo(data=data, by=by, work_update=update)
    except FileRefused as refusal:
        refused.append((name, refusal.message))
    else:
        stored.append(str(photo.file.name))


def _forget(stored: Sequence[str]) -> None:
    """The rows went with the transaction; what was written for them must not stay behind."""
    for name in stored:
        default_storage.delete(name)

"""Keeping photos of visits and of works: checked by their bytes, written anew, kept once in each place."""

import hashlib
import uuid
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from facilities.models import Finding, Inspection, Photo, WorkUpdate
from facilities.pictures import clean_jpeg
from plans.enums import FileType
from plans.file_types import ACCEPTED
from plans.services.uploading import FileRefused, check_upload

__all__ = ["FileRefused", "add_photo", "ready_photo", "remove_photo", "store_photo"]

# A visit goes round a whole school; one line of progress shows one work.
MOST_OF_INSPECTION = 60
PICTURES = frozenset({FileType.JPEG, FileType.PNG})
PICTURES_ACCEPTED = "ảnh JPEG hoặc PNG"


def ready_photo(upload: UploadedFile) -> bytes:
    """The bytes that would be kept of what somebody sent; nothing is written yet.

    Raises:
        FileRefused: too heavy, not a JPEG or PNG whatever it is called, broken, or too large once opened; its
            `message` is for the person.
    """
    try:
        checked = check_upload(upload)
    except FileRefused as refused:  # documents are taken elsewhere, not among photos
        raise FileRefused(refused.message.replace(ACCEPTED, PICTURES_ACCEPTED)) from None
    if checked.type not in PICTURES:
        raise FileRefused(f"Tệp không phải ảnh. Chỉ nhận {PICTURES_ACCEPTED}.")
    return clean_jpeg(cast(BinaryIO, upload))


def add_photo(
    *,
    upload: UploadedFile,
    by: Any,
    inspection: Inspection | None = None,
    work_update: WorkUpdate | None = None,
    finding: Finding | None = None,
    caption: str = "",
) -> Photo:
    """Keep one photo of a visit (perhaps of one finding) or of a line of progress; give exactly one of the two.

    The same photo sent again to the same place is answered with the row that is there. `by` has to hold the
    capability, which views ask.

    Raises:
        FileRefused: see `ready_photo`; or the place has as many photos as it may.
    """
    return store_photo(
        data=ready_photo(upload),
        by=by,
        inspection=inspection,
        work_update=work_update,
        finding=finding,
        caption=caption,
    )


def store_photo(
    *,
    data: bytes,
    by: Any,
    inspection: Inspection | None = None,
    work_update: WorkUpdate | None = None,
    finding: Finding | None = None,
    caption: str = "",
) -> Photo:
    """Keep what `ready_photo` made; `add_photo` in two steps, for those who look at all files before they write.

    Raises:
        FileRefused: the place has as many photos as it may.
    """
    place = Photo.objects.filter(inspection=inspection, work_update=work_update)
    sha256 = hashlib.sha256(data).hexdigest()
    known = place.filter(sha256=sha256).first()
    if known is not None:
        return known
    most = settings.EVIDENCE_MAX_FILES if work_update is not None else MOST_OF_INSPECTION
    if place.count() >= most:
        raise FileRefused(f"Đã đủ {most} ảnh. Gỡ bớt ảnh không cần rồi tải lại.")
    photo = Photo(
        inspection=inspection,
        work_update=work_update,
        finding=finding,
        sha256=sha256,
        caption=caption.replace("\0", "").strip()[:200],
        by=by,
        created_at=timezone.now(),
    )
    # The name in the storage says nothing about the photo and meets no other.
    name = f"{uuid.uuid4().hex}.jpg"
    photo.file.save(name, ContentFile(data, name=name), save=False)
    try:
        with transaction.atomic():
            photo.save()
    except BaseException as error:
        default_storage.delete(str(photo.file.name))
        if isinstance(error, IntegrityError) and (twin := place.filter(sha256=sha256).first()) is not None:
            return twin  # somebody sent the same photo at the same moment
        raise
    return photo


def remove_photo(*, photo: Photo, by: Any) -> None:
    """Take a photo away; its file goes when the transaction is done. `by` has to hold the capability."""
    photo.delete()

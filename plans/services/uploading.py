"""Looking at a file people send before anything is kept: its size, what it is by its bytes, its name and its hash."""

import hashlib
import uuid
from dataclasses import dataclass
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from plans.enums import FileType
from plans.file_names import ENDINGS, shown_name, size_text, stored_name
from plans.file_types import FileRefused, detect

__all__ = ["CheckedFile", "FileRefused", "check_upload", "shown_upload_name"]


@dataclass(frozen=True)
class CheckedFile:
    """A file whose content has been looked at."""

    upload: UploadedFile
    name: str
    type: FileType
    sha256: str

    @property
    def storage_name(self) -> str:
        """A name for the storage that says nothing about the file and meets no other."""
        return f"{uuid.uuid4().hex}{ENDINGS[self.type][0]}"


def check_upload(upload: UploadedFile) -> CheckedFile:
    """Check size and content without touching the database.

    Raises:
        FileRefused: too heavy, empty, broken, or of a type that is not taken; the message is for the person.
    """
    raw = upload.name or ""
    if (upload.size or 0) > settings.EVIDENCE_MAX_BYTES:
        most = size_text(settings.EVIDENCE_MAX_BYTES)
        raise FileRefused(f"Tệp nặng {size_text(upload.size or 0)}; mỗi tệp tối đa {most}.")
    kind = detect(cast(BinaryIO, upload))
    digest = hashlib.sha256()
    upload.seek(0)
    for chunk in upload.chunks():
        digest.update(chunk)
    return CheckedFile(upload, stored_name(raw, kind), kind, digest.hexdigest())


def shown_upload_name(upload: UploadedFile) -> str:
    """The name of a file that was refused, fit to be shown."""
    return shown_name(upload.name or "")

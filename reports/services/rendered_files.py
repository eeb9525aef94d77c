"""Files on their way to the storage: prepared beside their place, moved there whole, never seen in part."""

import datetime as dt
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage

PARTIAL = ".part"


class _WholeFile(File):
    """A file Django's storage may move into place instead of copying it."""

    def temporary_file_path(self) -> str:
        return str(self.name)


@contextmanager
def temporary(folder: str, data: bytes) -> Iterator[File]:
    """The bytes in a file beside their later place, so that the move is one step of the file system."""
    descriptor, name = tempfile.mkstemp(suffix=PARTIAL, dir=_folder(folder))
    try:
        with os.fdopen(descriptor, "wb") as target:
            target.write(data)
            target.flush()
            os.fsync(target.fileno())
        with Path(name).open("rb") as source:
            yield _WholeFile(source, name)
    finally:
        Path(name).unlink(missing_ok=True)


def _folder(name: str) -> Path | None:
    """Where files are prepared; None when the storage is no folder of this machine and is atomic by itself."""
    try:
        folder = Path(default_storage.path(name))
    except NotImplementedError:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def sweep(name: str, before: dt.datetime) -> None:
    """Remove what a worker that died while writing has left before that moment; nothing ever pointed to it."""
    folder = _folder(name)
    for path in folder.glob(f"*{PARTIAL}") if folder else ():
        if path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)

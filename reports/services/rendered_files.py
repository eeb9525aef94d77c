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
def scratch(folder: str) -> Iterator[Path]:
    """An empty file beside its later place, so that the move is one step of the file system."""
    descriptor, name = tempfile.mkstemp(suffix=PARTIAL, dir=_folder(folder))
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


@contextmanager
def whole(path: Path) -> Iterator[File]:
    """What was written there, complete and on the disk, ready to be moved into the storage."""
    with path.open("rb") as source:
        os.fsync(source.fileno())
        yield _WholeFile(source, str(path))


@contextmanager
def temporary(folder: str, data: bytes) -> Iterator[File]:
    """The bytes in a file beside their later place."""
    with scratch(folder) as path:
        path.write_bytes(data)
        with whole(path) as source:
            yield source


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

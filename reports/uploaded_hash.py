"""An upload that is only weighed and hashed while it arrives: nothing of it is kept, opened or written to disk."""

import hashlib
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class HashedUpload:
    """Takes the place of an uploaded file: its name, its size in bytes, its SHA-256 in hexadecimal digits."""

    def __init__(self, name: str, size: int, sha256: str) -> None:
        self.name, self.size, self.sha256 = name, size, sha256

    def close(self) -> None:
        """A request closes its files; here is nothing to close."""


class HashingUploadHandler(FileUploadHandler):
    """Gives each file of the request as a `HashedUpload`; `is_too_large` after it broke off at `limit` bytes."""

    def __init__(self, *, limit: int) -> None:
        super().__init__()
        self.limit = limit
        self.is_too_large = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.digest = hashlib.sha256()
        self.seen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.seen += len(raw_data)
        if self.seen > self.limit:
            self.is_too_large = True
            raise StopUpload(connection_reset=False)
        self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> Any:
        return HashedUpload(self.file_name or "", file_size, self.digest.hexdigest())

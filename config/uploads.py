"""What an upload may weigh before anybody reads it."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

ROOM_FOR_FIELDS = 1024 * 1024


class RequestSizeLimit(FileUploadHandler):
    """Cuts a request off by the length it announces. Django limits text fields only, and the form's token is read
    before any view could look at the length."""

    def handle_raw_input(
        self, input_data: Any, meta: dict[str, Any], content_length: int, boundary: str, encoding: str | None = None
    ) -> None:
        """Raises:
        RequestDataTooBig: the request is larger than all files of one section together (answered with 400).
        """
        if content_length > settings.EVIDENCE_MAX_BYTES * settings.EVIDENCE_MAX_FILES + ROOM_FOR_FIELDS:
            raise RequestDataTooBig("The request is larger than any upload of the portal.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

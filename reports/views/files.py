"""How a finished file leaves the portal: named, typed, never guessed at and never kept by anybody in between."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from reports.enums import FileFormat
from reports.models.rendered import RenderedFile

PRIVATE = {"Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTENT_TYPES = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: WORD,
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.ZIP: "application/zip",
}


def file_response(request: HttpRequest, file: RenderedFile, name: str, *, as_attachment: bool) -> HttpResponseBase:
    """A ready file, or 304 when the browser holds these very bytes."""
    etag = f'"{file.file_sha256}"'
    return get_conditional_response(request, etag=etag) or FileResponse(
        file.file.open("rb"),
        as_attachment=as_attachment,
        filename=name,
        content_type=CONTENT_TYPES[FileFormat(file.format)],
        headers={"ETag": etag, **PRIVATE},
    )


def word_response(data: bytes, name: str) -> HttpResponse:
    """A Word file to be kept and edited."""
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(data, content_type=WORD, headers={"Content-Disposition": disposition, **PRIVATE})

"""How a list leaves the portal as a file."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(data: bytes, name: str) -> HttpResponse:
    """An Excel file to be kept; `name` without its ending. Nobody in between keeps a copy."""
    disposition = content_disposition_header(True, f"{name.replace('/', '-')}.xlsx") or "attachment"
    headers = {
        "Content-Disposition": disposition,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, content_type=XLSX, headers=headers)

"""Photos for those who may see what they show."""

import logging
from typing import BinaryIO, cast

from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from facilities.models import Photo
from facilities.permissions import may_see_photo
from facilities.pictures import thumbnail

logger = logging.getLogger(__name__)

# A photo never changes under its number: whoever has seen it need not ask again, and nobody in between keeps it.
CACHING = "private, max-age=31536000, immutable"


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo as it is kept."""
    shown = _photo(request, pk)
    headers = _headers(shown.sha256)
    unchanged = get_conditional_response(request, etag=headers["ETag"])
    if unchanged is not None:
        return unchanged
    return FileResponse(_stream(shown), filename=f"anh-{pk}.jpg", content_type="image/jpeg", headers=headers)


@require_safe
def photo_thumb(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo in small, made when it is asked for: a few milliseconds, once for each person."""
    shown = _photo(request, pk)
    headers = _headers(f"{shown.sha256}-thumb")
    unchanged = get_conditional_response(request, etag=headers["ETag"])
    if unchanged is not None:
        return unchanged
    with _stream(shown) as stream:
        return HttpResponse(thumbnail(cast(BinaryIO, stream)), content_type="image/jpeg", headers=headers)


def _photo(request: HttpRequest, pk: int) -> Photo:
    found = get_object_or_404(Photo.objects.select_related("inspection__school", "work_update__work__school"), pk=pk)
    if not may_see_photo(request.user, found):
        raise Http404
    return found


def _headers(tag: str) -> dict[str, str]:
    return {
        "ETag": f'"{tag}"',
        "Cache-Control": CACHING,
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
    }


def _stream(shown: Photo) -> File:
    try:
        return shown.file.open("rb")
    except OSError:
        logger.exception("photo %s has no file in the storage", shown.pk)
        raise Http404 from None


photo_urls = [
    path("facilities/photos/<int:pk>/", photo, name="photo"),
    path("facilities/photos/<int:pk>/thumb/", photo_thumb, name="photo_thumb"),
]

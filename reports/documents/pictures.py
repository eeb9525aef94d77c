"""The pictures of a document: read from the storage when a page is laid out, never part of its content."""

import base64
import logging

from django.core.files.storage import default_storage

from reports.documents.content import Picture, Pictures

logger = logging.getLogger(__name__)

LOST = "(Không còn tệp ảnh)"
ACROSS = 2
# Space a picture has on a sheet, in mm: two side by side, three rows on a page.
WIDTH_MM, HEIGHT_MM = 78, 58


def picture_bytes(picture: Picture) -> bytes | None:
    """The file, None when the storage has lost it: the document is made without it and says so."""
    try:
        with default_storage.open(picture.path) as file:
            return bytes(file.read())
    except OSError:
        logger.exception("picture %s of a document has no file in the storage", picture.path)
        return None


def picture_address(picture: Picture) -> str:
    """The file as an address that holds it, "" when it is lost: a document fetches nothing."""
    data = picture_bytes(picture)
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}" if data else ""


def size_mm(picture: Picture) -> tuple[float, float]:
    """Width and height that fill the space without bending the picture."""
    share = min(WIDTH_MM / max(picture.width, 1), HEIGHT_MM / max(picture.height, 1))
    return round(picture.width * share, 1), round(picture.height * share, 1)


def in_rows(block: Pictures) -> list[tuple[Picture, ...]]:
    """The pictures in rows, in their order."""
    return [block.pictures[at : at + ACROSS] for at in range(0, len(block.pictures), ACROSS)]

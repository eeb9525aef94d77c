"""What becomes of a picture from a phone: turned upright, made smaller, written anew without what the camera said.

Pillow is loaded only when there is a picture, because it is heavy (tests/test_light_start.py).
"""

import io
from typing import TYPE_CHECKING, BinaryIO

from plans.file_types import BROKEN, FileRefused

if TYPE_CHECKING:
    from PIL.Image import Image

# Long side in points; a phone shows no more, a page of minutes prints no more.
LONG_SIDE = 1600
THUMBNAIL_SIDE = 320
QUALITY = 82
THUMBNAIL_QUALITY = 72
# A PNG is unpacked whole before it can be made smaller (four bytes a point); a JPEG is read at a fraction of its size.
MOST_PNG_PIXELS = 24_000_000
WHITE = (255, 255, 255)


def clean_jpeg(stream: BinaryIO) -> bytes:
    """The picture as JPEG of at most LONG_SIDE points, upright, without place, time, device or comment.

    Raises:
        FileRefused: broken, or too large once opened.
    """
    return _reduced(stream, LONG_SIDE, QUALITY)


def thumbnail(stream: BinaryIO) -> bytes:
    """The same picture at most THUMBNAIL_SIDE points long, for lists and timelines."""
    return _reduced(stream, THUMBNAIL_SIDE, THUMBNAIL_QUALITY)


def _reduced(stream: BinaryIO, side: int, quality: int) -> bytes:
    from PIL import Image, ImageFile

    stream.seek(0)
    # WeasyPrint, once loaded in the same process, tells Pillow to be content with half a picture; we are not.
    tolerant, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(stream, formats=["JPEG", "PNG"]) as image:
            if image.format == "PNG" and image.width * image.height > MOST_PNG_PIXELS:
                raise FileRefused(_too_many_points(image.width, image.height))
            return _encoded(_small_upright(image, side), quality)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused("Ảnh quá lớn khi mở ra. Đề nghị giảm kích thước ảnh rồi tải lại.") from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError):
        raise FileRefused(BROKEN) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant


def _small_upright(image: "Image", side: int) -> "Image":
    from PIL import ImageOps

    image.draft("RGB", (side, side))
    image.thumbnail((side, side))
    return ImageOps.exif_transpose(image)


def _encoded(image: "Image", quality: int) -> bytes:
    """Painted on a fresh white sheet, so that nothing but the points is kept."""
    from PIL import Image

    sheet = Image.new("RGB", image.size, WHITE)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        sheet.paste(layer, mask=layer)
    else:
        sheet.paste(image.convert("RGB"))
    target = io.BytesIO()
    sheet.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
    return target.getvalue()


def _too_many_points(width: int, height: int) -> str:
    return (
        f"Ảnh PNG {width} × {height} điểm quá lớn; tối đa {MOST_PNG_PIXELS // 1_000_000} triệu điểm ảnh. "
        "Đề nghị lưu lại thành JPEG hoặc giảm kích thước rồi tải lại."
    )

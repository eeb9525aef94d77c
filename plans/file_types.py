"""What kind of file some bytes are, decided by the bytes alone.

Images are read by Pillow and office files by `zipfile`, which look inside; libraries that compare first bytes
(`puremagic`, `filetype`) take any zip for a Word file and any beginning for the whole, so they would add nothing here.
Nothing is unpacked to disk and nothing beyond the limits below is unpacked at all.
"""

import re
import struct
import zipfile
import zlib
from typing import BinaryIO

from plans.enums import FileType
from plans.office_parts import MacrosFound, PartsBroken, main_content_type

# Limits of what a file may become when it is opened, whatever its size on the way in.
MOST_PIXELS = 64_000_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_MEMBERS = 3000
HEAD = 1024
CHUNK = 1024 * 1024

WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OFFICE_TYPES = {WORD_MAIN: FileType.DOCX, EXCEL_MAIN: FileType.XLSX}

ACCEPTED = "PDF, ảnh JPEG hoặc PNG, Word (.docx), Excel (.xlsx)"
BROKEN = "Tệp bị hỏng hoặc tải lên chưa trọn vẹn. Đề nghị mở thử tệp trên máy rồi tải lại."
TWO_IN_ONE = "Tệp có một tệp khác ghép vào bên trong nên không nhận."
UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError, ValueError)
# First bytes of what people send by mistake, with what to do about it.
KNOWN_STRANGERS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"MZ|\x7fELF|#!"), "Tệp là chương trình máy tính nên không nhận, dù tên tệp ghi gì."),
    (
        re.compile(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        "Tệp Word, Excel đời cũ hoặc có mật khẩu. Mở tệp, bỏ mật khẩu và lưu lại thành .docx hoặc .xlsx.",
    ),
    (
        re.compile(rb"....ftyp(?:hei[cfsx]|hev|mif1|msf1|avif)", re.DOTALL),
        "Ảnh HEIC của điện thoại. Đề nghị lưu lại thành JPEG.",
    ),
    (re.compile(rb"Rar!|7z\xbc\xaf"), f"Tệp nén không nhận; tải từng tệp bên trong: {ACCEPTED}."),
    (
        re.compile(rb"(?:\xef\xbb\xbf)?\s*<", re.DOTALL),
        f"Tệp là trang web hoặc ảnh SVG nên không nhận. Chỉ nhận {ACCEPTED}.",
    ),
)


class FileRefused(Exception):
    """The file is not taken. `message` tells why and what to do, in Vietnamese."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def detect(file: BinaryIO) -> FileType:
    """The type of a file that can be taken as evidence.

    Raises:
        FileRefused: empty, of another type, broken, with macros, two files in one, or too large once opened.
    """
    file.seek(0)
    head = file.read(HEAD)
    if not head:
        raise FileRefused("Tệp rỗng.")
    if head.startswith(b"%PDF-"):
        _check_pdf(file)
        return FileType.PDF
    if head.startswith(b"\xff\xd8\xff"):
        _check_image(file, "JPEG")
        return FileType.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_image(file, "PNG")
        return FileType.PNG
    if head.startswith(b"PK\x03\x04"):
        return _check_office(file)
    for pattern, message in KNOWN_STRANGERS:
        if pattern.match(head):
            raise FileRefused(message)
    raise FileRefused(f"Nội dung tệp không phải {ACCEPTED}.")


def _check_pdf(file: BinaryIO) -> None:
    """The end of a PDF is where a reader starts; without it the upload broke off."""
    size = file.seek(0, 2)
    file.seek(max(size - 2 * HEAD, 0))
    tail = file.read()
    if b"%%EOF" not in tail or b"startxref" not in tail:
        raise FileRefused(BROKEN)
    _refuse_second_file(file)


def _refuse_second_file(file: BinaryIO) -> None:
    """A picture or PDF that is a zip as well: one program shows the picture, another runs the rest."""
    file.seek(0)
    if zipfile.is_zipfile(file):
        raise FileRefused(TWO_IN_ONE)


def _check_image(file: BinaryIO, kind: str) -> None:
    from PIL import Image, ImageFile, UnidentifiedImageError

    file.seek(0)
    # WeasyPrint, once loaded in the same process, tells Pillow to be content with half a picture; we are not.
    tolerant, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        image = Image.open(file, formats=[kind])
        if image.width * image.height > MOST_PIXELS:
            raise FileRefused(_too_many_pixels(image.width, image.height))
        if kind == "JPEG":
            # Decoding at an eighth of the size finds a broken end for little memory; `verify` would not look.
            image.draft("RGB", (max(image.width // 8, 1), max(image.height // 8, 1)))
            image.load()
        else:
            image.verify()  # checks every chunk's sum without unpacking the picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise FileRefused("Ảnh quá lớn khi mở ra. Đề nghị giảm kích thước ảnh rồi tải lại.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, zlib.error):
        raise FileRefused(BROKEN) from None
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = tolerant
    _refuse_second_file(file)


def _too_many_pixels(width: int, height: int) -> str:
    return (
        f"Ảnh {width} × {height} điểm quá lớn; tối đa {MOST_PIXELS // 1_000_000} triệu điểm ảnh. "
        "Đề nghị giảm kích thước ảnh rồi tải lại."
    )


def _check_office(file: BinaryIO) -> FileType:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            _refuse_bomb(package)
            kind = OFFICE_TYPES.get(main_content_type(package))
            if kind is None:
                raise FileRefused(f"Tệp nén không nhận; tải từng tệp bên trong: {ACCEPTED}.")
            _read_through(package)
            return kind
    except MacrosFound:
        raise FileRefused("Tệp có chứa macro nên không nhận. Lưu lại thành .docx hoặc .xlsx không có macro.") from None
    except (PartsBroken, *UNREADABLE):
        raise FileRefused(BROKEN) from None


def _refuse_bomb(package: zipfile.ZipFile) -> None:
    members = package.infolist()
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > MOST_UNPACKED:
        raise FileRefused("Tệp quá lớn khi giải nén nên không nhận.")
    plain = all(member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members)
    if not plain or len({member.filename for member in members}) != len(members):
        raise FileRefused(BROKEN)
    if members and min(member.header_offset for member in members) != 0:
        raise FileRefused(TWO_IN_ONE)


def _read_through(package: zipfile.ZipFile) -> None:
    """Unpack every member once, piece by piece and no further than it says it is long: sums must be right."""
    for member in package.infolist():
        with package.open(member) as stream:
            while stream.read(CHUNK):
                pass

"""Files people send, honest and hostile, made in memory."""

import io
import struct
import zipfile
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def pdf(text: str = "") -> bytes:
    """A PDF of one empty page; the text makes its bytes differ."""
    body = "%PDF-1.4\n%" + text + "\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    body += "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    body += "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    return (body + f"trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n").encode()


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    """A picture with a little structure, so that cutting it off is noticed."""
    stream = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(stream, kind)
    return stream.getvalue()


def package(members: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def office(content_type: str = WORD, part: str = "word/document.xml", types: str = "", **members: bytes | str) -> bytes:
    """A Word or Excel file with only its tables of contents and one part; `types` adds content types."""
    return package(
        {
            "[Content_Types].xml": '<Types xmlns="x"><Default Extension="xml" ContentType="a/xml"/>'
            f'<Override PartName="/{part}" ContentType="{content_type}"/>{types}</Types>',
            "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{OFFICE}" Target="{part}"/></Relationships>',
            part: "<document/>",
            **{name.replace("__", "/"): content for name, content in members.items()},
        }
    )


def excel() -> bytes:
    return office(EXCEL, "xl/workbook.xml")


def huge_png(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is very large."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def bomb() -> bytes:
    """A Word file of about 300 KB that unpacks to 300 MB, written piece by piece."""
    stream = io.BytesIO(office())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("word/media", "w") as member:
        for _ in range(300):
            member.write(b"\0" * 1024 * 1024)
    return stream.getvalue()


def upload(content: bytes, name: str, **options: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, **options)

"""What keeps uploaded workbooks harmless: files that are workbooks and nothing else."""

import io
import zipfile
import zlib
from typing import Any
from xml.sax import ContentHandler, SAXException

from defusedxml import DefusedXmlException
from defusedxml.sax import parse

MOST_BYTES_UNPACKED = 20 * 1024 * 1024  # a full workbook of a large plan unpacks to less than 1 MB
MOST_ENTRIES = 200
MOST_RATIO = 200  # highly repetitive XML of Excel itself reaches about 40
MOST_DEPTH = 60

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG = 0x1
_CONTENT_TYPES = "[Content_Types].xml"


class WorkbookRefused(Exception):
    """The file cannot be taken at all. `messages` are Vietnamese sentences, all reasons at once."""

    def __init__(self, *messages: str) -> None:
        self.messages = list(messages)
        super().__init__(" ".join(messages))


def inspect(data: bytes, *, most_bytes: int) -> None:
    """Look at an uploaded file before anything parses it.

    Raises:
        WorkbookRefused: it is no .xlsx workbook, or one that may do harm; the message says which.
    """
    if not data:
        raise WorkbookRefused("Tệp rỗng, không có nội dung nào.")
    if len(data) > most_bytes:
        raise WorkbookRefused(f"Tệp quá lớn: tối đa {most_bytes // 1024 // 1024} MB. Bỏ hình ảnh dán trong tệp.")
    _refuse_other_formats(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _inspect_archive(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, SAXException):
        raise WorkbookRefused(DAMAGED) from None


DAMAGED = "Tệp bị hỏng, không đọc được. Mở lại tệp bằng Excel, lưu rồi tải lên lần nữa."


def _refuse_other_formats(data: bytes) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise WorkbookRefused("Tệp đặt mật khẩu mở. Bỏ mật khẩu trong Excel rồi tải lên lại.")
        raise WorkbookRefused("Tệp định dạng cũ .xls. Mở bằng Excel, chọn Lưu thành (Save As) loại .xlsx.")
    if data.startswith(_OLD_EXCEL):
        raise WorkbookRefused("Tệp định dạng cũ .xls. Mở bằng Excel, chọn Lưu thành (Save As) loại .xlsx.")
    if data.startswith((b"MZ", b"\x7fELF")):
        raise WorkbookRefused(
            "Tệp là chương trình máy tính, không phải biểu Excel; có thể là mã độc. Không mở tệp này."
        )
    if not data.startswith(b"PK"):
        raise WorkbookRefused("Tệp không phải biểu Excel (.xlsx). Dùng đúng tệp đã tải từ cổng.")


def _inspect_archive(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise WorkbookRefused("Tệp đặt mật khẩu mở. Bỏ mật khẩu trong Excel rồi tải lên lại.")
    _refuse_bombs(entries)
    if len(set(names)) != len(names):
        raise WorkbookRefused(DAMAGED)
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise WorkbookRefused(DAMAGED)
    lower = [name.lower() for name in names]
    if "xl/workbook.bin" in lower:
        raise WorkbookRefused("Tệp định dạng .xlsb. Mở bằng Excel, chọn Lưu thành (Save As) loại .xlsx.")
    if _CONTENT_TYPES not in names or "xl/workbook.xml" not in lower:
        raise WorkbookRefused("Tệp không phải biểu Excel (.xlsx). Dùng đúng tệp đã tải từ cổng.")
    if _has_macros(archive, lower):
        raise WorkbookRefused("Tệp có macro (.xlsm). Lưu thành loại .xlsx không có macro rồi tải lên lại.")
    if any(name.startswith(("xl/externallinks/", "xl/connections", "xl/querytables/")) for name in lower):
        raise WorkbookRefused(
            "Tệp có liên kết đến tệp hoặc nguồn dữ liệu ngoài. Bỏ liên kết (Data, Edit Links, Break Link) rồi lưu lại."
        )
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            _refuse_entities(archive, entry)


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    """By the declared sizes: zipfile never unpacks an entry beyond the size it declares."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(sum(entry.compress_size for entry in entries), 1)
    # Small files compress to almost nothing by nature, so the ratio counts from 1 MB on.
    too_dense = unpacked > 1024 * 1024 and unpacked / packed > MOST_RATIO
    if len(entries) > MOST_ENTRIES or unpacked > MOST_BYTES_UNPACKED or too_dense:
        raise WorkbookRefused("Tệp nén bất thường (khi mở ra lớn quá mức cho phép) nên không được nhận.")


def _has_macros(archive: zipfile.ZipFile, names: list[str]) -> bool:
    parts = ("vbaproject.bin", "xl/macrosheets/", "xl/activex/", "xl/dialogsheets/")
    return (
        any(part in name for name in names for part in parts) or b"macroenabled" in archive.read(_CONTENT_TYPES).lower()
    )


class _Depth(ContentHandler):
    """Stops at nesting no workbook has, before a recursive reader meets it."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 - the name SAX calls
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise SAXException("nested too deeply")

    def endElement(self, name: str) -> None:  # noqa: N802 - the name SAX calls
        self.depth -= 1


def _refuse_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    try:
        with archive.open(entry) as part:
            parse(part, _Depth(), forbid_dtd=True)
    except DefusedXmlException:
        raise WorkbookRefused(
            "Tệp khai báo thực thể XML (DTD) có thể dùng để đọc trộm dữ liệu; không được nhận."
        ) from None

"""Files people bring: Word (.docx), OpenDocument (.odt) and plain text, told apart by their bytes, not their names."""

from plans.reading.lines import RawLine
from plans.reading.sources.archive import Archive
from plans.reading.sources.refusal import SourceRefused
from plans.reading.sources.text import read_text

__all__ = ["MOST_BYTES", "SourceRefused", "read_source", "refuse_strangers"]

MOST_BYTES = 10 * 1024 * 1024
_STRANGERS = (
    (b"\xd0\xcf\x11\xe0", "Tệp Word đời cũ (.doc) hoặc có mật khẩu. Mở tệp, bỏ mật khẩu và lưu lại thành .docx."),
    (b"%PDF", "Tệp PDF không đọc được ở đây. Chép lời văn bản ra hoặc dùng tệp Word gốc."),
    (b"{\\rtf", "Tệp RTF không đọc được. Mở bằng Word và lưu lại thành .docx."),
    (b"MZ", "Tệp là chương trình máy tính nên không nhận, dù tên tệp ghi gì."),
    (b"\x7fELF", "Tệp là chương trình máy tính nên không nhận, dù tên tệp ghi gì."),
    (b"\x89PNG", "Tệp là ảnh. Cần tệp Word (.docx), .odt hoặc văn bản (.txt)."),
    (b"\xff\xd8\xff", "Tệp là ảnh. Cần tệp Word (.docx), .odt hoặc văn bản (.txt)."),
)


def read_source(data: bytes) -> list[RawLine]:
    """Return the lines of a document file.

    Raises:
        SourceRefused: the file is too big, broken, of another kind, or may do harm; the message is Vietnamese.
    """
    if not data.strip():
        raise SourceRefused("Tệp rỗng, không có nội dung nào.")
    if len(data) > MOST_BYTES:
        raise SourceRefused(f"Tệp quá lớn: tối đa {MOST_BYTES // 1024 // 1024} MB. Bỏ hình ảnh dán trong tệp.")
    refuse_strangers(data)
    lines = _read_office(data) if data.startswith(b"PK") else read_text(data)
    if not any(line.text.strip() for line in lines):
        raise SourceRefused("Tệp không có chữ nào. Nếu là bản chụp, cần nhận dạng chữ trước.")
    return lines


def refuse_strangers(data: bytes) -> None:
    """Refuse what its first bytes show to be no document that can be read, whatever its name says.

    Raises:
        SourceRefused: an old Word file, a PDF, a picture, a program; the message says what to bring instead.
    """
    for signature, message in _STRANGERS:
        if data.startswith(signature):
            raise SourceRefused(message)


def _read_office(data: bytes) -> list[RawLine]:
    # Imported here: a page that lists plans needs no XML parser.
    from plans.reading.sources.docx import read_docx
    from plans.reading.sources.odt import read_odt

    with Archive(data) as archive:
        if "[Content_Types].xml" in archive.names:
            return read_docx(archive)
        if "content.xml" in archive.names:
            return read_odt(archive)
    raise SourceRefused("Tệp nén không phải văn bản Word (.docx) hoặc OpenDocument (.odt).")

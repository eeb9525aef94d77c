"""Plain text in the encodings that turn up: UTF-8, UTF-16, and the old 8-bit sets."""

import codecs
import unicodedata

from plans.reading.lines import RawLine
from plans.reading.sources.refusal import MOST_CHARACTERS, MOST_LINES, TOO_LONG, SourceRefused
from plans.reading.sources.text_tables import with_tables
from vietnamese.legacy_encodings import TCVN3, VNI, decode_legacy
from vietnamese.syllables import is_syllable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4000
_STRANGE = ("Cc", "Cn", "Co")  # control characters, unassigned and private ones
_NOT_TEXT = "Tệp không phải văn bản. Cần tệp Word (.docx), .odt hoặc văn bản (.txt)."


def read_text(data: bytes) -> list[RawLine]:
    """Return the lines of a text file.

    Text in an old 8-bit set (TCVN3, VNI) comes back as it looks without its font; it is put right and reported later.

    Raises:
        SourceRefused: the bytes are no text, or too many.
    """
    return text_lines(_decode(data))


def text_lines(text: str) -> list[RawLine]:
    """Return the lines of pasted text.

    Raises:
        SourceRefused: it is too long, or made of control characters.
    """
    if len(text) > MOST_CHARACTERS or text.count("\n") > MOST_LINES:
        raise SourceRefused(TOO_LONG)
    sample = text[:_SAMPLE]
    strange = sum(_is_strange(character) for character in sample)
    if strange * 50 > len(sample):
        raise SourceRefused(_NOT_TEXT)
    return with_tables(text.replace("\r\n", "\n").replace("\f", "\n\n").splitlines())


def _is_strange(character: str) -> bool:
    """Whether text has no use for the character; those from 0x80 to 0x9F turn up in text of the wrong character set."""
    return (
        unicodedata.category(character) in _STRANGE
        and character not in "\t\n\r\f\v"
        and not "\x80" <= character < "\xa0"
    )


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if unmarked := _utf16_without_mark(data):
        return data.decode(unmarked, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return data.decode("utf-8", errors="replace")
    windows = unicodedata.normalize("NFC", data.decode("cp1258", errors="replace"))
    plain = data.decode("latin-1")
    old = max(_syllables_with_marks(decode_legacy(plain[:_SAMPLE], name)) for name in (TCVN3, VNI))
    if (found := _syllables_with_marks(windows[:_SAMPLE])) >= 5 and found > old:
        return windows
    return plain


def _utf16_without_mark(data: bytes) -> str | None:
    """Latin letters in UTF-16 leave every other byte zero in long runs."""
    head = data[:_SAMPLE]
    if head[1::2].count(0) * 4 > len(head) and head[0::2].count(0) * 20 < len(head):
        return "utf-16-le"
    if head[0::2].count(0) * 4 > len(head) and head[1::2].count(0) * 20 < len(head):
        return "utf-16-be"
    return None


def _mostly_utf8(data: bytes) -> bool:
    """Whether only a few bytes are lost: a cut end, or one broken letter in a thousand."""
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - lost
    return lost * 20 <= good


def _syllables_with_marks(text: str) -> int:
    return sum(not word.isascii() and word.isalpha() and is_syllable(word) for word in text.split())

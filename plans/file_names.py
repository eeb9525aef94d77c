"""Names and sizes of files people send: as typed, with nothing that could mislead or leave its place."""

import re
import unicodedata
from pathlib import PurePosixPath

from plans.enums import FileType
from vietnamese.numbers import format_number
from vietnamese.text import nfc

MEGABYTE = 1024 * 1024
LONGEST_NAME = 200  # characters, extension included; fits the column and every file system of a desktop
ENDINGS = {
    FileType.PDF: (".pdf",),
    FileType.JPEG: (".jpg", ".jpeg"),
    FileType.PNG: (".png",),
    FileType.DOCX: (".docx",),
    FileType.XLSX: (".xlsx",),
}
ANY_ENDING = tuple(ending for endings in ENDINGS.values() for ending in endings)
# Signs that end or redirect a name on one system or another.
_RESERVED = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)")


def shown_name(raw: str) -> str:
    """A name fit to be shown: composed letters, the last part of a path, no control or direction characters."""
    last = re.split(r"[/\\]", nfc(raw))[-1]
    visible = "".join(" " if _is_hidden(character) else character for character in last)
    name = " ".join(_RESERVED.sub("_", visible).split()).strip(". ")
    return _shortened(name) or "Tệp không tên"


def stored_name(raw: str, kind: FileType) -> str:
    """`shown_name` with the ending of what the file really is: `ảnh.png` that is a JPEG becomes `ảnh.jpg`."""
    name = shown_name(raw)
    if not name.lower().endswith(ENDINGS[kind]):
        stem = str(PurePosixPath(name).with_suffix("")) if name.lower().endswith(ANY_ENDING) else name
        name = _shortened(stem + ENDINGS[kind][0])
    return f"_{name}" if _DEVICES.match(name) else name


def _is_hidden(character: str) -> bool:
    """Control, format (direction marks, zero width), lone surrogate, private, unassigned, line separators."""
    kind = unicodedata.category(character)
    return kind[0] == "C" or kind in ("Zl", "Zp")


def _shortened(name: str) -> str:
    """At most `LONGEST_NAME` characters, less one for a prefix; the ending stays."""
    suffix = PurePosixPath(name).suffix if len(PurePosixPath(name).suffix) <= 6 else ""
    stem = name[: len(name) - len(suffix)]
    return stem[: LONGEST_NAME - 1 - len(suffix)].rstrip() + suffix


def size_text(size: int) -> str:
    """A size in bytes for people: `1,2 MB`, `830 KB`."""
    if size < MEGABYTE:
        return f"{max(round(size / 1024), 1)} KB"
    return f"{format_number(size / MEGABYTE, decimals=1).removesuffix(',0')} MB"

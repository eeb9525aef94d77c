"""The zip file around a Word or OpenDocument text, opened so that nothing in it can do harm."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from plans.reading.sources.refusal import BROKEN, SourceRefused

MOST_ENTRIES = 3000
MOST_UNPACKED = 200 * 1024 * 1024  # declared by all entries together; pictures are never unpacked
MOST_PART = 25 * 1024 * 1024  # of one XML part that is read
MOST_RATIO = 300
MOST_DEPTH = 200
_ENCRYPTED = 0x1
_UNREADABLE = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError, ValueError, LookupError)
_BOMB = "Tệp nén bất thường (khi mở ra lớn quá mức cho phép) nên không được nhận."
_ENTITIES = "Tệp khai báo thực thể XML (DTD) có thể dùng để đọc trộm dữ liệu; không được nhận."


class Archive:
    """A zip file whose XML parts are read event by event, without entities and within limits."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _UNREADABLE:
            raise SourceRefused(BROKEN) from None
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise SourceRefused("Tệp đặt mật khẩu mở. Bỏ mật khẩu rồi thử lại.")
        if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise SourceRefused(_BOMB)
        self._entries = {entry.filename: entry for entry in entries}
        self.names = set(self._entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def events(self, name: str) -> Iterator[tuple[str, Element]]:
        """Start and end of every element of the XML part `name`; no events when there is no such part.

        Raises:
            SourceRefused: the part is broken, too big, nested too deeply, or declares entities.
        """
        entry = self._entries.get(name)
        if entry is None:
            return
        too_dense = entry.file_size > 1024 * 1024 and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        if entry.file_size > MOST_PART or too_dense:
            raise SourceRefused(_BOMB)
        depth = 0
        try:
            with self._zip.open(entry) as part:  # zipfile never unpacks beyond the size an entry declares
                for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
                    depth += 1 if event == "start" else -1
                    if depth > MOST_DEPTH:
                        raise SourceRefused(BROKEN)
                    yield event, element
        except DefusedXmlException:
            raise SourceRefused(_ENTITIES) from None
        except (ParseError, *_UNREADABLE):
            raise SourceRefused(BROKEN) from None


def attribute(element: Element, name: str) -> str | None:
    """The attribute of that local name, whatever namespace it is in (strict and transitional files differ)."""
    value = element.get(name)
    if value is not None:
        return value
    return next((found for key, found in element.items() if key.endswith("}" + name)), None)


def local(element: Element | Any) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""

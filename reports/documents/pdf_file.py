"""A PDF file written object by object: nothing is kept but where each object stands.

What pypdf calls a writer holds all objects until the end; a book of reports must not.
"""

import zlib
from typing import Any, BinaryIO

# Objects that are no streams are packed together, so that the structure of a paper is compressed as in the original.
PACKED = 200
IN_FILE, IN_PACK = 1, 2


class PdfFile:
    """One file while it is written; an object gets its number before it is written, so that others can refer to it."""

    def __init__(self, target: BinaryIO) -> None:
        self._file = target
        # Where each object stands: (IN_FILE, offset, 0), or (IN_PACK, number of the pack, place in it).
        self._places: list[tuple[int, int, int]] = []
        self._waiting: list[tuple[int, bytes]] = []
        target.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def reserve(self) -> int:
        """The number of an object that is written later."""
        self._places.append((0, 0, 0))
        return len(self._places)

    def put(self, number: int, data: bytes) -> None:
        """Write an object that is no stream."""
        self._waiting.append((number, data))
        if len(self._waiting) >= PACKED:
            self._pack()

    def put_stream(self, number: int, data: bytes, entries: bytes = b"") -> None:
        """Write a stream with these entries of its dictionary."""
        head = b"<< %s /Length %d >>\nstream\n" % (entries, len(data))
        self.put_object(number, head + data + b"\nendstream")

    def put_object(self, number: int, data: bytes) -> None:
        """Write an object by itself, as streams have to be."""
        self._places[number - 1] = (IN_FILE, self._file.tell(), 0)
        self._file.write(b"%d 0 obj\n%s\nendobj\n" % (number, data))

    def close(self, *, root: int, info: int) -> None:
        """Write where everything stands; `root` is the catalog."""
        self._pack()
        number, start = self.reserve(), self._file.tell()
        self._places[number - 1] = (IN_FILE, start, 0)
        rows = [(0, 0, 65535), *self._places]
        table = b"".join(
            bytes((kind,)) + place.to_bytes(5, "big") + index.to_bytes(2, "big") for kind, place, index in rows
        )
        entries = b"/Type /XRef /Size %d /W [1 5 2] /Root %d 0 R /Info %d 0 R /Filter /FlateDecode"
        self.put_stream(number, zlib.compress(table), entries % (len(rows), root, info))
        self._file.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _pack(self) -> None:
        """Write the objects that wait as one compressed stream."""
        if not self._waiting:
            return
        pack, offsets, offset = self.reserve(), [], 0
        for place, (number, data) in enumerate(self._waiting):
            self._places[number - 1] = (IN_PACK, pack, place)
            offsets.append(b"%d %d" % (number, offset))
            offset += len(data) + 1
        head = b" ".join(offsets) + b"\n"
        body = zlib.compress(head + b"\n".join(data for _, data in self._waiting))
        entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode"
        self.put_stream(pack, body, entries % (len(self._waiting), len(head)))
        self._waiting = []


def references(numbers: list[int]) -> bytes:
    """A list of references to objects."""
    return b"[%s]" % b" ".join(b"%d 0 R" % number for number in numbers)


def text(words: str) -> bytes:
    """Words as a PDF string."""
    return b"<%s>" % (b"\xfe\xff" + words.encode("utf-16-be")).hex().encode()


def as_bytes(value: Any) -> bytes:
    """An object of pypdf as it is written."""
    from io import BytesIO

    stream = BytesIO()
    value.write_to_stream(stream)
    return stream.getvalue()

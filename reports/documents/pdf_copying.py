"""One finished PDF taken into a book: its objects get numbers of the book and are written one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reports.documents.pdf_file import PdfFile, as_bytes

# What a page may take from the tree of pages that it leaves.
INHERITED = ("/MediaBox", "/Resources", "/Rotate", "/CropBox")


@dataclass
class Structure:
    """The structure of documents that a reader speaks (tags): the top elements, their namespaces, and which elements
    stand for each page, by the page's key."""

    number: int
    elements: list[int] = field(default_factory=list)
    namespaces: list[int] = field(default_factory=list)
    parents: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def next_key(self) -> int:
        return self.parents[-1][0] + 1 if self.parents else 0


class Copier:
    """Copies the pages of one paper with everything they lead to. `placed` are references to objects of the book."""

    def __init__(self, file: PdfFile, reader: Any) -> None:
        from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, NumberObject, StreamObject

        class Placed(IndirectObject):
            """A reference that is one of the book already."""

        self._file, self._reader = file, reader
        self._array, self._dictionary, self._reference = ArrayObject, DictionaryObject, IndirectObject
        self._name, self._integer, self._stream, self._placed = NameObject, NumberObject, StreamObject, Placed
        self._numbers: dict[int, int] = {}
        self._waiting: list[int] = []

    def placed(self, number: int) -> Any:
        """A reference to an object of the book, to be put into objects of the paper."""
        return self._placed(number, 0, self._reader)

    def take_structure(self, structure: Structure) -> None:
        """Hang the paper's structure into that of the book, behind what is there. Comes before the pages."""
        reference = dict.get(self._reader.root_object, "/StructTreeRoot")
        if reference is None:
            return
        base, root = structure.next_key, reference.get_object()
        self._numbers[reference.idnum] = structure.number
        structure.elements += [self._number(one.idnum) for one in _references(root, "/K")]
        structure.namespaces += [self._number(one.idnum) for one in _references(root, "/Namespaces")]
        for page in self._reader.pages:
            for holder, key in ((page, "/StructParents"), *((link, "/StructParent") for link in _links(page))):
                if key in holder:
                    holder[self._name(key)] = self._integer(int(holder[key]) + base)
        structure.parents += [
            (base + key, as_bytes(self._rewritten(value))) for key, value in sorted(_numbered(root["/ParentTree"]))
        ]

    def copy(self, tree: int, font: tuple[str, int], frames: list[tuple[int, int]]) -> list[int]:
        """Write the pages as kids of `tree`, each between the two streams of its frame, in which the font has this
        name; returns their numbers."""
        numbers = []
        for page, frame in zip(self._reader.pages, frames, strict=True):
            number = self._numbers.setdefault(page.indirect_reference.idnum, 0) or self._file.reserve()
            self._numbers[page.indirect_reference.idnum] = number
            self._prepare(page, tree, font, frame)
            numbers.append(number)
        # Pages refer to each other through links: all have their numbers before the first is written.
        for page, number in zip(self._reader.pages, numbers, strict=True):
            self._file.put(number, as_bytes(self._rewritten(page)))
        self._write_waiting()
        return numbers

    def _prepare(self, page: Any, tree: int, font: tuple[str, int], frame: tuple[int, int]) -> None:
        for key in INHERITED:
            if (found := _inherited(page, key)) is not None:
                page[self._name(key)] = found
        page[self._name("/Parent")] = self.placed(tree)
        resources = page["/Resources"]
        if "/Font" not in resources:
            resources[self._name("/Font")] = self._dictionary()
        resources["/Font"][self._name(font[0])] = self.placed(font[1])
        raw = dict.get(page, "/Contents", self._array())
        inner = raw.get_object()
        own = list(inner) if isinstance(inner, self._array) else [raw]
        page[self._name("/Contents")] = self._array([self.placed(frame[0]), *own, self.placed(frame[1])])
        # Signatures and fields hold for their own file only.
        links = self._array(note for note in page.get("/Annots", ()) if note.get_object().get("/Subtype") == "/Link")
        page[self._name("/Annots")] = links

    def _number(self, source: int) -> int:
        if source not in self._numbers:
            self._numbers[source] = self._file.reserve()
            self._waiting.append(source)
        return self._numbers[source]

    def _write_waiting(self) -> None:
        while self._waiting:
            source = self._waiting.pop()
            obj = self._reader.get_object(self._reference(source, 0, self._reader))
            if obj is None:  # a reference to nothing stands for null
                self._file.put(self._numbers[source], b"null")
                continue
            data = as_bytes(self._rewritten(obj))
            put = self._file.put_object if isinstance(obj, self._stream) else self._file.put
            put(self._numbers[source], data)

    def _rewritten(self, value: Any) -> Any:
        """The value with references to objects of the book."""
        if isinstance(value, self._placed):
            return value
        if isinstance(value, self._reference):
            return self.placed(self._number(value.idnum))
        if isinstance(value, self._array):
            return self._array(self._rewritten(one) for one in value)
        if isinstance(value, self._dictionary):
            for key, one in list(dict.items(value)):
                dict.__setitem__(value, key, self._rewritten(one))
        return value


def _inherited(page: Any, key: str) -> Any:
    """The page's own value or that of the nearest node above, as it is written there."""
    while page is not None:
        if key in page:
            return dict.__getitem__(page, key)
        page = page.get("/Parent")
    return None


def _links(page: Any) -> list[Any]:
    return [note.get_object() for note in page.get("/Annots", ())]


def _references(holder: Any, key: str) -> list[Any]:
    """The references under a key that holds one or a list of them."""
    value = dict.get(holder, key)
    if value is None:
        return []
    values = value.get_object() if hasattr(value, "idnum") else value
    return [one for one in (values if isinstance(values, list) else [value]) if hasattr(one, "idnum")]


def _numbered(node: Any) -> Iterator[tuple[int, Any]]:
    """The entries of a number tree."""
    entries = list(node.get("/Nums", ()))
    yield from zip(map(int, entries[::2]), entries[1::2], strict=True)
    for kid in node.get("/Kids", ()):
        yield from _numbered(kid.get_object())

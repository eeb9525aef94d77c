"""What a kind of collection is made from, and how."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from reports.documents.content import OfficialDocument
from reports.documents.pdf import Progress
from reports.models import CollectedFile
from reports.services.renderers import rendered
from reports.services.rendering_kinds import document_hash


class SliceOver(Exception):
    """Enough for one turn: other files wait, and what was done is kept."""


@dataclass(frozen=True)
class Recipe:
    """`key` is the hash of everything the file is made from; `make` writes the file there and returns how many pages
    it has, 0 when they are not known."""

    formats: Collection[str]
    key: Callable[[CollectedFile], str]
    make: Callable[[CollectedFile, Path, Progress], int]


def of_document(formats: Collection[str], build: Callable[[CollectedFile], OfficialDocument]) -> Recipe:
    """The recipe of a collection that is one document."""

    def make(row: CollectedFile, path: Path, tell: Progress) -> int:
        made = rendered(build(row), row.format, tell)
        path.write_bytes(made.data)
        return made.pages

    return Recipe(formats, lambda row: document_hash(build(row)), make)

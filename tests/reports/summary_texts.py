"""Reading what a summary says: the lines of one of its sections."""

from reports.documents.content import Item, OfficialDocument, Paragraph
from reports.documents.sections import sections_of


def lines(document: OfficialDocument, key: str) -> list[str]:
    """The sentences of the section with this key, tables left out."""
    (section,) = [section for section in sections_of(document) if section.key == key]
    return [block.text for block in section.blocks if isinstance(block, Paragraph | Item)]

"""A document as it was finalised: read back from its stored form, whatever the database says by now."""

from typing import Any

from reports.charts import Chart, Series
from reports.documents.content import (
    Appendix,
    Column,
    ContentsDocument,
    Heading,
    Item,
    LetterDocument,
    Letterhead,
    ListDocument,
    MinutesDocument,
    OfficialDocument,
    PaperDocument,
    Paragraph,
    Picture,
    Pictures,
    PlanDocument,
    Row,
    Signature,
    Source,
    SummaryDocument,
    Table,
    Verification,
)

TYPES: dict[str, type] = {
    one.__name__: one
    for one in (
        Appendix, Chart, Column, ContentsDocument, Heading, Item, LetterDocument, Letterhead, ListDocument,
        MinutesDocument, OfficialDocument, PaperDocument, Paragraph, Picture, Pictures, PlanDocument, Row, Series,
        Signature, Source, SummaryDocument, Table, Verification,
    )
}  # fmt: skip


def thaw(stored: Any) -> Any:
    """The content that `content.plain` has stored. What a later version adds to a type takes its default.

    Raises:
        ValueError: the stored form names an unknown type or lacks a part that its type cannot be without.
    """
    if isinstance(stored, list):
        return tuple(thaw(one) for one in stored)
    if not isinstance(stored, dict):
        return stored
    kind = TYPES.get(stored.get("type", ""))
    if kind is None:
        raise ValueError(f"{stored.get('type')!r} is no type of document content")
    known = kind.__dataclass_fields__  # type: ignore[attr-defined]
    try:
        return kind(**{name: thaw(value) for name, value in stored.items() if name in known})
    except TypeError as error:
        raise ValueError(str(error)) from error

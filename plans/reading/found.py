"""What reading finds: every value with the line it came from, the words it was read from, and how sure that is."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

from plans.enums import DeadlineRule, DocumentStyle, Operator, RecipientRole
from plans.reading.tables import Table

T = TypeVar("T")

# Confidence is one of three levels between 0 and 1; a page can colour fields by it.
SURE = 0.95  # the document says so in the prescribed form
LIKELY = 0.75  # read by a rule that has exceptions
DOUBTFUL = 0.5  # a person must look


@dataclass(frozen=True)
class Found(Generic[T]):
    """One value of the document header. `line` counts from 1 in the source."""

    value: T
    line: int
    quote: str
    confidence: float = SURE


@dataclass(frozen=True)
class Citation:
    """A document that the plan refers to. Dates are None when the text gives none or an impossible one."""

    type: str | None
    number: str | None
    symbol: str | None
    issued_on: dt.date | None
    issuer: str | None
    quote: str
    line: int
    confidence: float = SURE


@dataclass(frozen=True)
class Assignment:
    """What a row of the table of assignments says in its other columns; None where the column is empty or missing."""

    task: str
    lead: str | None = None
    coordinating: str | None = None
    due: str | None = None
    product: str | None = None


@dataclass
class Bullet:
    """An item under "-"; `items` are the ones under "+" below it. `assigned` when it was a row of a table."""

    text: str
    line: int
    items: list["Bullet"] = field(default_factory=list)
    assigned: Assignment | None = None

    def printed(self, indent: str = "") -> str:
        """The text, each inner item on a line of its own behind "+"."""
        inner = [f"{indent}+ {item.printed(indent + '  ')}" for item in self.items]
        return "\n".join([self.text, *inner])


@dataclass
class Section:
    """A numbered part. `label` is bare ("II", "1.3", "a"); `code` joins the labels from the top ("II.1.3.a").

    `text` holds all paragraphs and the rows of tables, one a line; `paragraphs` are those that are no rows, with the
    line each begins in. Rows of a table of assignments are in `bullets`, not in `text`.
    """

    label: str | None
    line: int
    title: str | None = None
    text: str | None = None
    bullets: list[Bullet] = field(default_factory=list)
    children: list["Section"] = field(default_factory=list)
    code: str = ""
    confidence: float = SURE
    paragraphs: list[tuple[int, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass(frozen=True)
class TargetFound:
    """A number the plan sets. `operator` is None for "khoảng", "gần"; `value_to` is set for a range alone."""

    section: str | None
    quote: str
    operator: Operator | None
    value: Decimal
    value_to: Decimal | None
    unit: str | None
    line: int
    confidence: float = SURE


@dataclass(frozen=True)
class DeadlineFound:
    """A date by which something is due; `date` is None when the text leaves out the day or the year."""

    date: dt.date | None
    rule: DeadlineRule | None
    quote: str
    line: int
    confidence: float = SURE


@dataclass(frozen=True)
class RecipientFound:
    """A line of "Nơi nhận"; the role is None when the document gives none."""

    name: str
    role: RecipientRole | None
    line: int
    confidence: float = SURE


@dataclass(frozen=True)
class SignerFound:
    """The signature block; `capacity` is everything above the signer's own title ("TM. ỦY BAN NHÂN DÂN")."""

    capacity: str | None
    title: str | None
    name: str | None
    line: int
    confidence: float = SURE


@dataclass
class Proposal:
    """Everything read from one document, for a person to correct; `warnings` are Vietnamese sentences."""

    document_type: Found[str] | None = None
    number: Found[str] | None = None
    symbol: Found[str] | None = None
    style: Found[DocumentStyle] | None = None
    place: Found[str] | None = None
    issued_on: Found[dt.date] | None = None
    issuer: Found[str] | None = None
    superior: Found[str] | None = None
    subject: Found[str] | None = None
    opening: str | None = None
    closing: str | None = None
    bases: list[Citation] = field(default_factory=list)
    implements: list[Citation] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    targets: list[TargetFound] = field(default_factory=list)
    deadlines: list[DeadlineFound] = field(default_factory=list)
    recipients: list[RecipientFound] = field(default_factory=list)
    signer: SignerFound | None = None
    warnings: list[str] = field(default_factory=list)

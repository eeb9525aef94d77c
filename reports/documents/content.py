"""What a document contains, as plain data: renderers turn it into PDF today and into other formats later.

Nothing here knows the database or a page. Equal content has an equal hash, so a file is made once per content.
"""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from reports.charts import Chart
from reports.documents.profiles import PROFILES, Profile, ProfileKey

Align = Literal["left", "center", "right"]
RowKind = Literal["plain", "group", "total"]
HeadingLevel = Literal[1, 2, 3]
Sign = Literal["-", "+"]

STATE_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY_NAME = "ĐẢNG CỘNG SẢN VIỆT NAM"
# What a Party document has under the name of its issuer and under its subject.
STAR, DASHES = "*", "-----"
DRAFT_MARK = "BẢN NHÁP"
SAMPLE_MARK = "DỮ LIỆU MINH HỌA"


@dataclass(frozen=True)
class Letterhead:
    """Who issues a document, its number and its day. `number_line` and `date_line` keep their gaps."""

    superior: str
    issuer: str
    number_line: str
    date_line: str


@dataclass(frozen=True)
class Source:
    """Where the figures of a sentence can be looked up. Not printed: the page turns `kind` and `key` into a link.

    `kind` names a place of the portal (`documents.sources` lists them), `key` what is shown there, such as the code of
    an indicator; `label` says in words what the sentence rests on.
    """

    kind: str
    label: str
    key: str = ""


@dataclass(frozen=True)
class Heading:
    """A numbered heading: level 1 is `I.`, level 2 `1.`, level 3 `a)`. `key` names the section that it begins."""

    level: HeadingLevel
    label: str
    text: str
    key: str = ""


@dataclass(frozen=True)
class Paragraph:
    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Item:
    """A line of an enumeration, written after its sign: a dash, and a plus one level below."""

    text: str
    sign: Sign = "-"
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Column:
    """`width` is the share of the table in percent; the widths of a table add up to 100."""

    title: str
    width: int
    align: Align = "left"


@dataclass(frozen=True)
class Row:
    """A `group` row has one cell over the whole width; the others have a cell for each column."""

    cells: tuple[str, ...]
    kind: RowKind = "plain"


@dataclass(frozen=True)
class Table:
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Picture:
    """A photo: where the storage has it, what its bytes are by their hash, what it shows, its size in points."""

    path: str
    sha256: str
    caption: str
    width: int
    height: int


@dataclass(frozen=True)
class Pictures:
    """Photos with captions, two side by side, six on a page."""

    pictures: tuple[Picture, ...]


Block = Heading | Paragraph | Item | Table | Chart | Pictures


@dataclass(frozen=True)
class Signature:
    """`capacity` holds lines such as `TM. …`; it may be empty, and so may title and name."""

    capacity: str
    title: str
    name: str

    @property
    def capacities(self) -> tuple[str, ...]:
        return tuple(line.strip().upper() for line in self.capacity.splitlines() if line.strip())


@dataclass(frozen=True)
class Appendix:
    """`is_wide` turns the sheet: only for a table that an upright one cannot show (domain reference §1.2)."""

    label: str
    title: str
    reference: str
    blocks: tuple[Block, ...]
    is_wide: bool = False


@dataclass(frozen=True)
class Verification:
    """How a reader finds out whether the paper is genuine: a short code, the address that the QR code holds, and
    whether its PDF is signed with the portal's certificate."""

    code: str
    address: str
    is_signed: bool = False

    @property
    def place(self) -> str:
        """Where the code can be typed, as it is printed: host and path of the page that asks for it."""
        return self.address.split("://", 1)[-1].rstrip("/").rpartition("/")[0] + "/"

    @property
    def line(self) -> str:
        """What stands at the foot of each page."""
        return f"Mã xác thực {self.code} · tra cứu tại {self.place}"


@dataclass(frozen=True)
class OfficialDocument:
    """A document of an office: a report to the body above it, a letter, a plan. `profile` names its family.

    `addressee` is whom it is sent to, several a line each, and empty for a document that only names recipients;
    `basis` are the documents it rests on, a line each; a draft and made-up data carry their mark.
    """

    # A letter has no type name: what it is about stands under its number (row 5c).
    is_letter: ClassVar[bool] = False
    # A table of contents in front of other papers is signed by nobody.
    is_signed: ClassVar[bool] = True

    letterhead: Letterhead
    kind: str
    subject: str
    addressee: str
    is_illustrative: bool
    opening: tuple[Paragraph | Item, ...]
    body: tuple[Block, ...]
    closing: str
    recipients: tuple[str, ...]
    signature: Signature
    appendices: tuple[Appendix, ...]
    basis: tuple[str, ...] = ()
    is_draft: bool = False
    profile: ProfileKey = "state"
    verification: Verification | None = None

    @property
    def rules(self) -> Profile:
        return PROFILES[self.profile]

    @property
    def title(self) -> str:
        return f"{self.kind.capitalize()} {self.subject[:1].lower()}{self.subject[1:]}"

    @property
    def addressees(self) -> tuple[str, ...]:
        return tuple(self.addressee.splitlines())

    @property
    def marks(self) -> tuple[str, ...]:
        """What stands boxed above the title."""
        return tuple(
            mark for mark, holds in ((DRAFT_MARK, self.is_draft), (SAMPLE_MARK, self.is_illustrative)) if holds
        )

    @property
    def counterpart(self) -> Signature | None:
        """Who signs on the left, where others name the recipients; these then stand below both signatures."""
        return None


class SummaryDocument(OfficialDocument):
    """The receiving office's summary of a period (domain reference §6.2)."""

    @property
    def marks(self) -> tuple[str, ...]:
        """A draft is marked in the margin alone: what is printed to be read is laid out as what will be signed."""
        return (SAMPLE_MARK,) if self.is_illustrative else ()


class PaperDocument(OfficialDocument):
    """The report of one body for a period (domain reference §6.1)."""


class PlanDocument(OfficialDocument):
    """A plan as it is signed (domain reference §4)."""


class LetterDocument(OfficialDocument):
    """The letter that urges late bodies to report (domain reference §6.5); its `subject` follows "V/v"."""

    is_letter = True


class ListDocument(OfficialDocument):
    """A list of bodies that an office draws up on a day."""


class ContentsDocument(OfficialDocument):
    """The first pages of a book: which papers it holds, and on which page each begins."""

    is_signed = False


@dataclass(frozen=True)
class MinutesDocument(OfficialDocument):
    """Minutes (biên bản, BB) that two sides sign (domain reference §1.2); `visited` signs for the body visited."""

    visited: Signature | None = None

    @property
    def counterpart(self) -> Signature | None:
        return self.visited


def canonical_json(content: Any) -> str:
    """The content as JSON that is equal for equal content; each dataclass names its type."""
    return json.dumps(plain(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_sha256(content: Any, *, layout: str) -> str:
    """The hash that finds a finished file again. `layout` names the layout, so that a new one makes new files."""
    return hashlib.sha256(f"{layout}\n{canonical_json(content)}".encode()).hexdigest()


def plain(value: Any) -> Any:
    """Content as lists and mappings that JSON can hold; `documents.frozen.thaw` reads them back.

    Raises:
        TypeError: it holds something that is no document content.
    """
    if dataclasses.is_dataclass(value):
        fields = {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"type": type(value).__name__, **fields}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"{type(value).__name__} is not document content")

"""The head of a document: family, issuer, number, place, date, type and subject.

Recognised paper mixes the two columns of the head, so every line is taken apart into pieces first: what is the
national title, a number or a date is known by its form; what is left above the document type names the bodies.
"""

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

from plans.enums import DocumentStyle
from plans.reading.citations import STATE_NUMBER, number_at, tidy_symbol, type_of_symbol
from plans.reading.folding import any_of, fold, is_capitals
from plans.reading.found import LIKELY, SURE, Found, Proposal
from plans.reading.head_pieces import Piece, mended
from plans.reading.labels import labels_of
from plans.reading.layout import BASIS, MOTTO, NATIONAL_TITLE, PARTY_TITLE, find_title
from plans.reading.lines import Line
from plans.reading.words import starting, words
from vietnamese.dates import DateError, parse_date

_GAPS = r"[ .…_]{0,30}"
_DATE = re.compile(
    rf"(?P<place>[^\d,;:]{{2,40}}?)? ?,? *\bngay(?P<d>{_GAPS}\d{{0,2}}){_GAPS}thang(?P<m>{_GAPS}\d{{0,2}}){_GAPS}"
    rf"nam(?P<y>{_GAPS}\d{{0,4}})[ .…_]*"
    r"|(?P<place2>[^\d,;:]{2,40}), *ngay +(?P<short>\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4})"
)
_NUMBER_WORD = re.compile(r"\bs[o06] ?[:.]?(?= ?[\d./…_-])")
_BLANK_NUMBER = re.compile(r"[ .…_]*(?P<sep>[-–/]) ?(?P<symbol>[A-ZĐ][\wĐđ&./-]{1,40})")
_RULE = re.compile(r"[-–—_=*.~| ]+")
_ATTACHED = re.compile(r"\(? *(?:duoc )?(?:ban hanh )?kem theo\b")
_STAMP = re.compile(r"(?:du thao|hoa toc|thuong khan|khan|mat|toi mat|tuyet mat|v/v|lan \d)\b")
_TORN = re.compile(rf"(?:\b(?:va|{any_of(words('places'))})|,| -)$")
_LONGEST_PIECE = 300
_SEARCHED_BELOW_TITLE = 8
_HEAD_PIECES = 12  # looked at for bodies when no title says where the head ends


def read_header(lines: Sequence[Line], proposal: Proposal) -> int | None:
    """Fill the head of `proposal` but for the subject; return the index of the title line."""
    title = find_title(lines)
    _read_attachment(lines, title[0] if title else None, proposal)
    if title:
        index, kind, _ = title
        proposal.document_type = Found(kind, lines[index].number, lines[index].text)
    pieces = _pieces(lines, title[0] if title else None)
    rest: list[Piece] = []
    for piece in pieces:
        rest += _Taker(proposal).take(piece)
    above = lines[title[0]].number if title else None
    _bodies([piece for piece in rest if piece.line <= above] if above else rest[:_HEAD_PIECES], proposal)
    symbol = proposal.symbol
    if not proposal.document_type and symbol and (short := type_of_symbol(symbol.value)):
        proposal.document_type = Found(short, symbol.line, symbol.quote, LIKELY)
    return title[0] if title else None


def _pieces(lines: Sequence[Line], title: int | None) -> list[Piece]:
    """The columns of the head lines; a few lines below the title are searched too, since columns may be mixed."""
    found = []
    stop = len(lines) if title is None else title + 1 + _SEARCHED_BELOW_TITLE
    for index, line in enumerate(lines[: min(stop, 60)]):
        if index == title:
            continue
        if (title is None or index > title) and (BASIS.match(line.folded) or labels_of(line.text)):
            break
        if not _ATTACHED.match(line.folded):  # the number of the document that the plan is attached to
            found += [Piece(line.number, part) for part in line.columns if len(part) <= _LONGEST_PIECE]
    return mended(found)


def _read_attachment(lines: Sequence[Line], title: int | None, proposal: Proposal) -> None:
    """Say which decision the plan is attached to; its number and date are not the plan's own."""
    start = 0 if title is None else title
    for line in lines[start : start + _SEARCHED_BELOW_TITLE]:
        if _ATTACHED.match(line.folded):
            proposal.warnings.append(
                f"Dòng {line.number}: kế hoạch không có số riêng mà ban hành kèm theo văn bản khác: "
                f"{line.text.strip('() ')[:_LONGEST_PIECE]}."
            )
            if not proposal.style and STATE_NUMBER.search(line.text):
                proposal.style = Found(DocumentStyle.STATE, line.number, line.text, LIKELY)
            return


class _Taker:
    """Takes known forms out of a piece and returns what is left of it."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal

    def take(self, piece: Piece) -> list[Piece]:
        texts = [piece.text]
        for taker in (self._titles, self._titles, self._number, self._date):
            texts = [left for text in texts for left in taker(piece.line, text)]
        return [Piece(piece.line, text) for text in texts if not _RULE.fullmatch(text)]

    def _titles(self, line: int, text: str) -> list[str]:
        folded = fold(text)
        for pattern, style in (
            (NATIONAL_TITLE, DocumentStyle.STATE),
            (PARTY_TITLE, DocumentStyle.PARTY),
            (MOTTO, DocumentStyle.STATE),
        ):
            match = pattern.search(folded)
            if match and (pattern is MOTTO or is_capitals(text[match.start() : match.end()])):
                if not self.proposal.style or self.proposal.style.confidence < SURE:
                    self.proposal.style = Found(style, line, text[match.start() : match.end()])
                return _without(text, match.start(), match.end())
        whole = "cong hoa xa hoi chu nghia viet nam"
        if len(folded) >= 8 and folded.strip() in whole and is_capitals(text):
            return []
        return [text]

    def _number(self, line: int, text: str) -> list[str]:
        lead = _NUMBER_WORD.search(fold(text))
        start = lead.end() if lead else 0
        start += len(text[start:]) - len(text[start:].lstrip(" .…_"))
        if found := number_at(text, start):
            match, style = found
            if self.proposal.number or (not lead and match.end() != len(text)):
                return [text]
            confidence = SURE if lead else LIKELY
            quote = text[lead.start() if lead else match.start() : match.end()]
            self.proposal.number = Found(match["number"].replace(" ", ""), line, quote, confidence)
            self._symbol(line, match["symbol"], quote, style)
            return _without(text, lead.start() if lead else match.start(), match.end())
        if lead and (blank := _BLANK_NUMBER.match(text, lead.end())) and not self.proposal.symbol:
            style = DocumentStyle.PARTY if blank["sep"] != "/" else DocumentStyle.STATE
            self._symbol(line, blank["symbol"], text[lead.start() : blank.end()], style)
            return _without(text, lead.start(), blank.end())
        return [text]

    def _symbol(self, line: int, symbol: str, quote: str, style: DocumentStyle | None) -> None:
        self.proposal.symbol = Found(tidy_symbol(symbol), line, quote)
        if style and not self.proposal.style:
            self.proposal.style = Found(style, line, quote, LIKELY)

    def _date(self, line: int, text: str) -> list[str]:
        match = _DATE.search(fold(text))
        if not match or self.proposal.issued_on or self.proposal.place or match.end() != len(text):
            return [text]
        start, end = match.span("place") if match["place"] else match.span("place2")
        place = text[max(start, 0) : max(end, 0)].strip(" ,")
        if place and (not place[0].isupper() or len(place.split()) > 6):
            return [text]
        if place:
            self.proposal.place = Found(place, line, text)
        if issued_on := _date_of(match):
            self.proposal.issued_on = Found(issued_on, line, text[match.start() :])
        return _without(text, match.start(), match.end())


def _date_of(match: re.Match[str]) -> dt.date | None:
    """The date of the head; None when the clerk has not written day or month yet."""
    if match["short"]:
        written = match["short"].replace(" ", "")
    else:
        day, month, year = (re.sub(r"[ .…_]", "", match[name]) for name in ("d", "m", "y"))
        written = f"{day}/{month}/{year}" if len(year) == 4 else ""
    try:
        return parse_date(written)
    except DateError:
        return None


def _without(text: str, start: int, end: int) -> list[str]:
    return [part for part in (text[:start].strip(" ,"), text[end:].strip(" ,")) if part]


def _bodies(pieces: Sequence[Piece], proposal: Proposal) -> None:
    """The last body of the head is the issuer, what stands above it the superior (§1.2 rows 2a, 2b; §1.4)."""
    bodies: list[list[Piece]] = []
    for piece in pieces:
        folded = fold(piece.text)
        if _STAMP.match(folded) or len(piece.text) > 120 or folded.strip(" *-") in _union_titles():
            continue
        new = starting("bodies").match(folded) and not _is_torn(bodies)
        if new and (is_capitals(piece.text) or not bodies):
            bodies.append([piece])
        elif bodies and is_capitals(piece.text):
            bodies[-1].append(piece)
    names = [_joined(body) for body in bodies]
    if names:
        proposal.issuer = names[-1]
    if len(names) > 1:
        above = names[:-1]
        proposal.superior = Found(
            " - ".join(name.value for name in above), above[0].line, above[0].quote, SURE if len(above) == 1 else LIKELY
        )


@cache
def _union_titles() -> set[str]:
    """What mass organisations set where the state sets the national title."""
    return {fold(title) for title in words("union_titles")}


def _is_torn(bodies: list[list[Piece]]) -> bool:
    """Whether the last body stops inside its name: at "và", or at "xã" without the name of the commune."""
    return bool(bodies) and _TORN.search(fold(bodies[-1][-1].text)) is not None


def _joined(body: list[Piece]) -> Found[str]:
    name = " ".join(piece.text for piece in body).strip(" *-")
    return Found(name, body[0].line, name, SURE if is_capitals(name) else LIKELY)

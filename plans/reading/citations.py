"""Documents named in a text: type, number, symbol, date and issuer (domain reference §1.2, §1.4)."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from plans.enums import DocumentStyle
from plans.reading.dates_in_text import DATE, DateMention, mention
from plans.reading.folding import UPPER, any_of, fold
from plans.reading.words import document_types, starting, types_by_abbreviation

_GROUP = r"[A-ZĐÂĂÊÔƠƯ][A-Za-zĐđÂâĂăÊêÔôƠơƯư0-9&.]{0,14}"
_GROUPS = rf"{_GROUP}(?:(?: ?[-–] ?|,){_GROUP}){{0,5}}"
# `04/KH-PGDĐT`, `07/2017/NQ-HĐND`, `43/2019/QH14`; spaces around the separators are slips of recognition.
STATE_NUMBER = re.compile(
    rf"(?P<number>\d{{1,5}}[a-d]?(?: ?/ ?(?:19|20)\d\d)?) ?/ ?(?P<symbol>{_GROUPS}(?:/{_GROUP})?)(?![A-Za-zđ])"
)
# `97-KH/TU`, `29-NQ/TW`: the type behind a hyphen, the body behind a slash.
PARTY_NUMBER = re.compile(
    r"(?P<number>\d{1,5}[a-d]?) ?[-–] ?(?P<symbol>[A-ZĐ][A-Za-zĐđ]{0,5} ?/ ?[A-ZĐ][A-ZĐÂĂÊÔƠƯa-zđ0-9&-]{0,20})"
)
_PLAIN_NUMBER = re.compile(r"(?P<number>\d{1,5}(?:/(?:19|20)\d\d)?)(?![\d/.%-]|,\d)")
# What follows the name of the issuer: mostly what the document is about. With marks, in lower case: without them
# "giao" would end a name at "Giáo dục".
_STOP_WORDS = (
    "về|quy định|ban hành|hướng dẫn|sửa đổi|bổ sung|phê duyệt|công bố|tiếp tục|đối với|triển khai|thực hiện|"
    "giao|phát động|thông qua|năm|ngày|nhiệm kỳ|tại|nhằm|để|xây dựng|trong"
)
_ISSUER_END = re.compile(rf"[;:()\n“”\"]| (?:{_STOP_WORDS})\b|\.(?= |$)|/\.")
_COMMA_IN_NAME = re.compile(rf", [{UPPER}][\w-]*(?: [\w-]+){{0,4}} (?:và|-) [{UPPER}]")
_MOST_OF_NAME = 140
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")  # cited by name, mostly without a number
_LEAD_TO_NUMBER = re.compile(r"[ :]*(?:so)?[ :]*(?=\d)")
_NAME_OF_LAW = re.compile(r"[^\d;:.()]{0,90}?\bso +(?=\d)")
# "Chương trình công tác năm 2024 số 02/CTr-…", "các Quyết định của Thủ tướng Chính phủ: số 1436/QĐ-TTg"
_WORDS_TO_NUMBER = re.compile(r"(?:[^\d;.()\n]|nam(?: hoc)? \d{4}(?: ?- ?\d{4})?){0,90}?\bso *:? *(?=\d)")
_WORDS_TO_ISSUER = re.compile(rf"(?:[^;:.,()“”\"\n]){{0,90}}? của (?=[{UPPER}])")
_NEAR = re.compile(r"(?:[ ,]*\([^()]{1,40}\))?[ ,]*")
_FAR = re.compile(r"[^\d;:().]{0,90}? (?=ngay +\d)")
_LEAD_TO_ISSUER = re.compile(r"(?:[ ,]*\([^()]{1,40}\)|,? *khoa +[ivxl]+(?= cua\b))?[ ,]*(?:cua\b)? *")


@dataclass(frozen=True)
class Mention:
    """A document named between `start` and `end` of a text."""

    start: int
    end: int
    type: str | None
    number: str | None
    symbol: str | None
    issued_on: dt.date | None
    issuer: str | None
    bad_date: str | None = None


def tidy_symbol(symbol: str) -> str:
    """A symbol without the blanks of recognition: "KH - PGDĐT" → "KH-PGDĐT"."""
    return re.sub(r" ?([-–/]) ?", lambda match: "-" if match[1] == "–" else match[1], symbol).rstrip(".")


@cache
def _named_type() -> re.Pattern[str]:
    """A type name on folded text; the group names it."""
    return re.compile(rf"\b(?P<type>{any_of(document_types().values())})\b")


@cache
def _another_document() -> re.Pattern[str]:
    """Where the next document of an enumeration begins, on folded text."""
    return re.compile(rf"(?:,| va| cung) +(?P<next>(?:{any_of(document_types().values())})\b)(?P<numbered> so\b| \d)?")


def number_at(text: str, position: int = 0) -> tuple[re.Match[str], DocumentStyle | None] | None:
    """The document number that starts at `position`, with the family whose form it has."""
    if match := PARTY_NUMBER.match(text, position):
        return match, DocumentStyle.PARTY
    if match := STATE_NUMBER.match(text, position):
        return match, DocumentStyle.STATE
    return None


def type_of_symbol(symbol: str) -> str | None:
    """The document type whose abbreviation opens the symbol: KH-UBND → Kế hoạch."""
    return types_by_abbreviation().get(re.split(r"[-/]", symbol)[0])


def mentions_in(text: str) -> list[Mention]:
    """All documents named in `text`, in order; a number counts with its type name or its symbol."""
    folded = fold(text)
    found: list[Mention] = []
    position = 0
    for match in _candidates(text, folded):
        if match.start() < position:
            continue
        if mention_ := _read(text, folded, match):
            found.append(mention_)
            position = mention_.end
    return found


def _candidates(text: str, folded: str) -> list[re.Match[str]]:
    """Places where a document may begin: type names and bare numbers with a symbol, in order."""
    places = [*_named_type().finditer(folded), *STATE_NUMBER.finditer(text), *PARTY_NUMBER.finditer(text)]
    return sorted(places, key=lambda match: (match.start(), -match.end()))


def _read(text: str, folded: str, match: re.Match[str]) -> Mention | None:
    kind = document_types().get(re.sub(" +", " ", match["type"])) if "type" in match.re.groupindex else None
    position = match.end() if kind else match.start()
    number = symbol = issuer_between = None
    at = position
    if kind and (lead := _LEAD_TO_NUMBER.match(folded, position)):
        at = lead.end()
    if kind in _LAWS:
        at = _number_of_law(folded, at)
    if found := number_at(text, at):
        number, symbol = found[0]["number"].replace(" ", ""), tidy_symbol(found[0]["symbol"])
        position = found[0].end()
        kind = kind or type_of_symbol(symbol)
    elif kind and (far := _far_number(text, folded, at)):
        issuer_between, _ = _issuer_after(text, folded, position)
        number, symbol = far["number"].replace(" ", ""), tidy_symbol(far["symbol"])
        position = far.end()
    elif kind and (plain := _PLAIN_NUMBER.match(text, at)) and not _counts(folded, plain.end()):
        number, position = plain["number"], plain.end()
    elif not kind:
        return None
    date, issuer, end = _date_and_issuer(text, folded, position, far=kind in _LAWS and number is None)
    issuer = issuer or issuer_between
    if number is None and issuer is None and kind:
        issuer, end = _far_issuer(text, folded, position, end)
    if number is None and date is None and issuer is None and not text[match.start()].isupper():
        return None
    issued_on = date.value() if date else None
    bad = text[date.start : date.end] if date and date.year and not issued_on else None
    return Mention(match.start(), end, kind, number, symbol, issued_on, issuer, bad)


def _number_of_law(folded: str, at: int) -> int:
    """Laws carry their name between type and number: "Luật Giáo dục số 43/2019/QH14"."""
    inside = _NAME_OF_LAW.match(folded, at)
    return inside.end() if inside else at


def _far_number(text: str, folded: str, at: int) -> re.Match[str] | None:
    """A number with its symbol behind "số" and some words of the name, in which no other document is named."""
    lead = _WORDS_TO_NUMBER.match(folded, at)
    if not lead or _named_type().search(folded, at, lead.end()):
        return None
    found = number_at(text, lead.end())
    return found[0] if found else None


def _far_issuer(text: str, folded: str, position: int, end: int) -> tuple[str | None, int]:
    """The body behind "của" and some words of a document's name, and where it ends; `end` when there is none."""
    words = _WORDS_TO_ISSUER.match(text, position)
    if not words or _named_type().search(folded, position, words.end()):
        return None, end
    issuer, stop = _issuer_after(text, folded, words.end() - len("của "))
    return issuer, stop if issuer else end


def _counts(folded: str, end: int) -> bool:
    """Whether the number before `end` counts something ("kế hoạch 5 trường") or is a year."""
    return starting("unit_nouns").match(folded[end : end + 40].lstrip()) is not None


def _date_and_issuer(text: str, folded: str, position: int, *, far: bool) -> tuple[DateMention | None, str | None, int]:
    """Date and issuer in either order, and where they end."""
    date = _date_after(folded, position, far=far)
    issuer, end = _issuer_after(text, folded, date.end if date else position)
    if issuer and not date:
        date = _date_after(folded, end, far=False)
        end = date.end if date else end
    return date, issuer, end


def _date_after(folded: str, position: int, *, far: bool) -> DateMention | None:
    """The date behind a number; `far` lets the name of a law stand between."""
    between = _FAR if far else _NEAR
    lead = between.match(folded, position)
    match = DATE.match(folded, lead.end()) if lead else None
    return mention(match) if match else None


def _issuer_after(text: str, folded: str, position: int) -> tuple[str | None, int]:
    """The body behind "của"; commas inside a name such as "Sở Văn hóa, Thể thao và Du lịch" stay."""
    lead = _LEAD_TO_ISSUER.match(folded, position)
    start = lead.end() if lead else position
    named = "cua" in folded[position:start]
    if not text[start : start + 1].isalpha() or not (named or _unannounced(text, folded, start)):
        return None, position
    limit = min(len(text), start + _MOST_OF_NAME)
    stop = _ISSUER_END.search(text, start, limit)
    end = stop.start() if stop else limit
    for another in _another_document().finditer(folded, start, end):
        if another["numbered"] or (text[another.start("next")].isupper() and another["next"] != "ke hoach"):
            end = another.start()
            break
    comma = text.find(",", start, end)
    while comma != -1 and _COMMA_IN_NAME.match(text, comma):
        comma = text.find(",", comma + 1, end)
    if comma != -1:
        end = comma
    name = re.sub(r"(?: và| cùng)$", "", text[start:end].strip(" ,-–"))
    return (name, start + len(name)) if name else (None, position)


def _unannounced(text: str, folded: str, start: int) -> bool:
    """Whether a body is named without "của", as in "ngày 04/11/2013 Hội nghị Trung ương 8"."""
    return text[start].isupper() and starting("bodies").match(folded, start) is not None

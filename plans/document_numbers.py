"""Number and symbol of a document, however a person types them (domain reference §1.4)."""

import re
from dataclasses import dataclass

from plans.enums import DocumentStyle
from vietnamese.text import nfc

# 04/KH-PGDĐT, 97-KH/TU, 07/2017/NQ-HĐND; a resolution's number may carry its year.
_WHOLE = re.compile(r"(?P<number>\d+[A-Za-zĐđ]?(?:/\d{4})?)\s*(?P<mark>[/–-])\s*(?P<symbol>[^\W\d_].*)", re.DOTALL)
_TERM = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")


@dataclass(frozen=True)
class DocumentNumber:
    """What was typed as a number, taken apart. `style` is None when nothing in it tells the family."""

    number: str
    symbol: str = ""
    style: DocumentStyle | None = None


def split_number(text: str) -> DocumentNumber:
    """Take a number apart that was typed whole; a bare number stays what it is.

    The mark behind the number tells the family: `04/KH-PGDĐT` is the state's, `97-KH/TU` the Party's. A leading "Số"
    with or without colon is dropped.
    """
    plain = re.sub(r"^số\s*:?\s*", "", nfc(text).strip(), flags=re.IGNORECASE)
    found = _WHOLE.fullmatch(plain)
    if found is None:
        return DocumentNumber(plain)
    style = DocumentStyle.STATE if found["mark"] == "/" else DocumentStyle.PARTY
    return DocumentNumber(found["number"], re.sub(r"\s*([/–-])\s*", r"\1", found["symbol"]).strip(), style)


def tidy_term(text: str) -> str | None:
    """A term of office as `2015-2020`, "" for an empty text; None when it is no term: two years, the later behind."""
    if not text.strip():
        return ""
    found = _TERM.fullmatch(text.strip())
    return f"{found[1]}-{found[2]}" if found and found[1] < found[2] else None


def default_symbol(document_type: str, style: str, issuer_symbol: str) -> str:
    """The symbol by which an issuer's documents of a type are known: `KH-PGDĐT`, `KH/TU`; "" when it has none."""
    if not issuer_symbol or not document_type:
        return issuer_symbol
    return f"{document_type}{'/' if style == DocumentStyle.PARTY else '-'}{issuer_symbol}"

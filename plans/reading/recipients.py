"""Who gets the plan and what for (domain reference §1.2 row 9, §1.4)."""

import re
from collections.abc import Iterable

from plans.enums import RecipientRole
from plans.reading.folding import fold
from plans.reading.found import LIKELY, SURE, RecipientFound

_ROLES = (
    (RecipientRole.REPORT_TO, re.compile(r"(?:de +)?(?:b/c(?:ao)?|b\.c|bc|bao cao|kinh bao cao)\b")),
    (
        RecipientRole.COORDINATE,
        re.compile(r"(?:de +)?(?:p/h(?:op)?|ph|phoi hop|phoi hop thuc hien|phoi hop chi dao)\b"),
    ),
    (RecipientRole.CARRY_OUT, re.compile(r"(?:de +)?(?:t/h(?:ien)?|th|thuc hien|to chuc thuc hien|trien khai)\b")),
    (RecipientRole.FILE, re.compile(r"(?:de +)?luu\b")),
)
_IN_PARENTHESES = re.compile(r"\(([^()]{1,60})\)")
_FILE = re.compile(r"luu *:? *")
_LEADING_ROLE = re.compile(r"(?P<role>de [a-z/ ]{2,30}|bao cao|phoi hop|thuc hien) *: *")
_TRAILING_ROLE = re.compile(r" *[-,:] *(?P<role>de (?:b/c|bao cao|p/h|phoi hop|t/h|thuc hien)[a-z ]{0,20})$")
_MOST = 300


def read_recipients(items: Iterable[tuple[int, str]]) -> list[RecipientFound]:
    """Return one recipient for each name between semicolons; a role in parentheses holds for its whole item."""
    found: list[RecipientFound] = []
    for line, item in items:
        text = item[:_MOST].strip(" ;.,")
        folded = fold(text)
        if lead := _FILE.match(folded):
            name = text[lead.end() :].strip() or text
            found.append(RecipientFound(name, RecipientRole.FILE, line))
            continue
        role = None
        if lead := _LEADING_ROLE.match(folded):
            role, text = _role(lead["role"]), text[lead.end() :]
        elif trail := _TRAILING_ROLE.search(fold(text)):
            role, text = _role(trail["role"]), text[: trail.start()]
        found += _of_item(text, role, line)
    return found


def _of_item(text: str, role: RecipientRole | None, line: int) -> list[RecipientFound]:
    parts = [part for part in (piece.strip(" ,.") for piece in text.split(";")) if part]
    own: list[tuple[str, RecipientRole | None]] = []
    for part in parts:
        said = next((found for match in _IN_PARENTHESES.finditer(part) if (found := _role(fold(match[1])))), None)
        name = part
        if said:
            name = _IN_PARENTHESES.sub(lambda match: "" if _role(fold(match[1])) else match[0], part)
            name = re.sub(r" {2,}", " ", name).strip(" ,.;")
            role = role or said
        if name:
            own.append((name, said))
    return [RecipientFound(name, said or role, line, SURE if said or not role else LIKELY) for name, said in own]


def _role(folded: str) -> RecipientRole | None:
    return next((role for role, pattern in _ROLES if pattern.match(folded.strip())), None)

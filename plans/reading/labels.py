"""The labels that open a numbered paragraph, in every habit of the field (domain reference §1.2, §10)."""

import re
from dataclasses import dataclass

from plans.reading.folding import fold, is_capitals

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN = r"(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
# Points follow the Vietnamese alphabet with đ after d (NĐ 30/2020); lists typed by Word follow the Latin one.
_VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ORDINALS = {"nhat": 1, "hai": 2, "ba": 3, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10}

_WORD = re.compile(
    r"(?P<word>phan|chuong|muc|tieu muc|dieu|phu luc) +"
    r"(?:(?P<th>thu +[a-z]+)|(?P<n>[ivxl]+|\d{1,3}|[a-hd](?![a-z])))(?![\w/])"
    r" ?(?P<d>[.:-]?) *(?P<rest>.*)",
    re.DOTALL,
)
_UPPER_ROMAN = re.compile(
    rf"(?P<n>{_ROMAN}) ?(?P<d>\.[-–]|\.(?!\d)|\)|[-–—](?! ?\d)|/(?= |$))\s*(?P<rest>.*)", re.DOTALL
)
_BARE_ROMAN = re.compile(rf"(?P<n>{_ROMAN})(?: +(?P<rest>\S.*))?", re.DOTALL)
_MISREAD_ROMAN = re.compile(r"(?P<n>[IVXl1|]{1,5}) ?(?P<d>[.]|[-–](?! ?\d))\s*(?P<rest>\D.*)", re.DOTALL)
_UPPER = re.compile(r"(?P<n>[A-ZĐ]) ?(?P<d>[.)/]|[-–](?= ))\s+(?P<rest>.*)|(?P<m>[A-ZĐ])[.)/–-]", re.DOTALL)
_DECIMAL = re.compile(
    rf"(?P<n>(?:{_ROMAN}\.)?[0-9]{{1,2}}(?:\.[0-9]{{1,2}}){{0,5}})(?![0-9]) ?"
    r"(?P<d>\.[-–]|[.)]|[-–—](?! ?\d)|[/:](?= |$)|$|(?= ))\s*(?P<rest>.*)",
    re.DOTALL,
)
_MISREAD_ONE = re.compile(r"(?P<n>[lI|]) ?(?P<d>[.)/]|[-–](?! ?\d))\s*(?P<rest>\D.*)", re.DOTALL)
_LOWER = re.compile(r"(?P<n>[a-zđ]) ?(?P<d>\)|[./](?= |$)|[-–](?= |$))\s*(?P<rest>.*)", re.DOTALL)
_LOWER_DECIMAL = re.compile(r"(?P<n>[a-zđ])\.?(?P<k>\d{1,2}) ?(?P<d>[).])(?:\s+|$)(?P<rest>.*)", re.DOTALL)
_LOWER_ROMAN = re.compile(r"(?P<n>[ivx]{1,5}) ?(?P<d>[).])(?:\s+|$)(?P<rest>.*)", re.DOTALL)
_IN_PARENTHESES = re.compile(r"\((?P<n>\d{1,2}|[a-zđ]|[ivx]{1,5})\)\s*(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True)
class Label:
    """One reading of a label. `path` counts from 1: (1, 3) for "1.3"; letters keep the letter instead.

    `kind` says which family of labels continues it; `delimiter` is what follows, since "1-" and "1." may be two levels.
    `sure` is False for a form that also opens ordinary sentences, which must then continue a list.
    """

    kind: str
    path: tuple[int | str, ...]
    shown: str
    delimiter: str
    rest: str
    sure: bool = True

    @property
    def is_first(self) -> bool:
        return self.path[-1] in (1, "a")

    def follows(self, other: "Label") -> bool:
        """Whether this label is the next one after `other` in the same list."""
        if self.kind != other.kind or self.path[:-1] != other.path[:-1]:
            return False
        mine, theirs = self.path[-1], other.path[-1]
        if isinstance(mine, int) and isinstance(theirs, int):
            return mine == theirs + 1
        return any(f"{theirs}{mine}" in alphabet for alphabet in (_VIETNAMESE, _LATIN))


def labels_of(text: str) -> list[Label]:
    """Every reading of the label that opens `text`, the likeliest first; empty when none does."""
    head = text[:12]
    if not head or (head[0] not in "IVXLl1|(" and not head[0].isalnum()):
        return []
    return [
        *_word(text),
        *_upper_roman(text),
        *_decimal(text),
        *_misread_one(text),
        *_letters(text),
        *_parentheses(text),
    ]


def roman_value(text: str) -> int:
    """The value of a well-formed roman numeral."""
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))


def _word(text: str) -> list[Label]:
    match = _WORD.match(fold(text[:60])) if text[:1] in "PpCcMmTtĐđ" else None
    if not match or not text[0].isupper():
        return []
    if match["th"]:
        ordinal = _ORDINALS.get(match["th"].split()[-1], 0)
    else:
        number = match["n"].upper()
        if number.isdigit():
            ordinal = int(number)
        else:
            letter = (number not in _ROMAN_VALUES and len(number) == 1) or number in "CD"
            ordinal = _LATIN.index(number.lower()) + 1 if letter else roman_value(number)
    rest = text[match.start("rest") :]
    if not ordinal or not (match["d"] or not rest or is_capitals(rest)):
        return []
    end = match.end("n") if match["n"] else match.end("th")
    return [Label(match["word"], (ordinal,), text[:end], match["d"], rest)]


def _upper_roman(text: str) -> list[Label]:
    if match := _UPPER_ROMAN.fullmatch(text):
        return [Label("roman", (roman_value(match["n"]),), match["n"], match["d"][0], match["rest"])]
    if (match := _BARE_ROMAN.fullmatch(text)) and (not match["rest"] or is_capitals(match["rest"])):
        return [Label("roman", (roman_value(match["n"]),), match["n"], "", match["rest"] or "", sure=False)]
    if (match := _MISREAD_ROMAN.fullmatch(text)) and not match["n"].isdigit() and is_capitals(match["rest"]):
        numeral = re.sub("[l1|]", "I", match["n"])
        if re.fullmatch(_ROMAN, numeral):
            shown = numeral
            return [Label("roman", (roman_value(numeral),), shown, match["d"], match["rest"], sure=False)]
    return []


def _decimal(text: str) -> list[Label]:
    match = _DECIMAL.fullmatch(text) if text[0] in "0123456789IVXL" else None
    if not match:
        return []
    parts = match["n"].split(".")
    path: list[int | str] = [roman_value(part) if part[0] in "IVXL" else int(part) for part in parts]
    if (len(parts) == 1 and match["d"] in ("", ":")) or 0 in path or any(part[0] == "0" for part in parts[1:]):
        return []
    if not match["d"] and match["rest"][:1].islower():
        return []
    kind = "decimal" if parts[0].isdigit() else "roman.decimal"
    return [Label(kind, tuple(path), match["n"].lstrip("0"), match["d"][:1], match["rest"])]


def _misread_one(text: str) -> list[Label]:
    """ "l." for "1."; "I." where a list in digits goes on behind it."""
    if match := _MISREAD_ONE.fullmatch(text):
        return [Label("decimal", (1,), "1", match["d"], match["rest"], sure=False)]
    return []


def _letters(text: str) -> list[Label]:
    found = []
    if match := _UPPER.fullmatch(text):
        letter = match["n"] or match["m"]
        found.append(Label("upper", (letter.lower(),), letter, match["d"] or "", match["rest"] or "", sure=False))
    if match := _LOWER_DECIMAL.fullmatch(text):
        shown = text[: match.start("d")].strip()
        found.append(Label("lower.decimal", (match["n"], int(match["k"])), shown, match["d"], match["rest"]))
    if match := _LOWER.fullmatch(text):
        sure = match["d"] == ")"
        found.append(Label("lower", (match["n"],), match["n"], match["d"], match["rest"], sure=sure))
    if (match := _LOWER_ROMAN.fullmatch(text)) and re.fullmatch(_ROMAN, match["n"].upper()):
        value = roman_value(match["n"].upper())
        found.append(Label("lower roman", (value,), match["n"], match["d"], match["rest"]))
    return found


def _parentheses(text: str) -> list[Label]:
    match = _IN_PARENTHESES.fullmatch(text)
    if not match:
        return []
    inner, rest = match["n"], match["rest"]
    if inner.isdigit():
        return [Label("(decimal)", (int(inner),), f"({inner})", ")", rest)] if int(inner) else []
    found = []
    if len(inner) == 1:
        found.append(Label("(lower)", (inner,), f"({inner})", ")", rest))
    if re.fullmatch(_ROMAN, inner.upper()):
        found.append(Label("(lower roman)", (roman_value(inner.upper()),), f"({inner})", ")", rest))
    return found

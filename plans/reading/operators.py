"""The comparison that the words around a number state."""

import re

from plans.enums import Operator

# Between the operator and its number: "không quá là", "tối thiểu đạt tỷ lệ".
_FILLER = r"(?:(?: *(?:la|co|con|duoc|mot|phai|o|ty +le|ti +le|so|them|tu|cac))* *:?)"
_LEFT = {
    Operator.AT_MOST: r"khong +(?:(?:[a-z]+ +){0,4}?qua|vuot +qua|lon +hon|"
    r"cao +hon|nhieu +hon|tren)|toi +da|nhieu +nhat|<=|≤"
    r"|(?:nho|thap|it) +hon +hoac +bang|(?:bang|=) +hoac +(?:duoi|nho +hon|thap +hon|it +hon)",
    Operator.AT_LEAST: r"(?:khong +(?:duoi|thap +hon|it +hon|nho +hon|kem +hon)|it +nhat|toi +thieu|thap +nhat|>=|≥|"
    r"(?:lon|cao|nhieu) +hon +hoac +bang|(?:bang|=) +hoac +(?:tren|lon +hon|cao +hon|nhieu +hon))"
    r"(?: *(?:dat|tang|giam))?",
    Operator.LESS: r"(?:duoi|nho +hon|thap +hon|it +hon|chua +den|chua +toi|<)(?: +muc)?",
    Operator.GREATER: r"(?:tren|lon +hon|cao +hon|nhieu +hon|vuot(?: +muc)?|hon|>)(?: +muc)?",
    Operator.EQUAL: r"bang|(?<!xay )dung|=",
}
_STRONG = [(operator, re.compile(rf"(?<![a-z])(?:{words}){_FILLER}$")) for operator, words in _LEFT.items()]
_ABOUT = re.compile(r"\b(?:khoang|gan|xap xi|uoc|chung)(?: +dat)? *$")
_REACH = re.compile(
    rf"\b(?:dat|phan +dau|len|len +den|len +toi|tro +len|dam +bao|bao +dam|duy +tri)(?: +(?:muc|chi +tieu|chuan|duoc))*"
    rf"{_FILLER}$"
)
_DOWN = re.compile(rf"\b(?:con|xuong|xuong +con|giam +con|chi +con){_FILLER}$")
_FROM = re.compile(r"\btu *$")
_CHANGE = re.compile(r"\b(?:tang|giam|nang)(?: +(?:them|binh quan|toi thieu|it nhat|tu|khoang))* *$")
# "giảm 0,5%" is no level, whatever follows; with marks, because without them it is "tặng" too
_GROWTH = re.compile(r"\b(?:tăng|giảm)(?: +(?:thêm|bình quân))? *$")
_YEARLY = re.compile(r" ?/ ?nam\b| +(?:moi|hang) +nam\b")
_UP = re.compile(r"(?: +[^\W\d_]+){0,3}? +tro +len\b")
_DOWNWARD = re.compile(r"(?: +[^\W\d_]+){0,3}? +tro +xuong\b")
_COMPARED = re.compile(r"[^.;]{0,60}?\bso +voi\b|[^,.;]{0,30}?/ ?nam\b")
_LEFT_WINDOW = 60


def strong_operator(folded: str, start: int, end: int) -> Operator | None:
    """The operator that stands right before the number ("dưới", "ít nhất") or right behind it ("trở lên")."""
    before = folded[max(0, start - _LEFT_WINDOW) : start]
    if _UP.match(folded, end):
        return Operator.AT_LEAST
    if _DOWNWARD.match(folded, end):
        return Operator.AT_MOST
    return next((operator for operator, pattern in _STRONG if pattern.search(before)), None)


def is_about(folded: str, start: int) -> bool:
    """Whether the number is only about right: "khoảng", "gần"; no operator says that."""
    return _ABOUT.search(folded[max(0, start - _LEFT_WINDOW) : start]) is not None


def is_change(text: str, folded: str, start: int, end: int) -> bool:
    """Whether the number is a change against a baseline: "tăng 3% so với năm 2017"."""
    before = folded[max(0, start - _LEFT_WINDOW) : start]
    if _YEARLY.match(folded, end) and re.search(r"\b(?:tang|giam)\b", before):
        return True
    if _GROWTH.search(text[max(0, start - _LEFT_WINDOW) : start].lower()):
        return True
    return _CHANGE.search(before) is not None and _COMPARED.match(folded, end) is not None


def weak_operator(folded: str, start: int) -> Operator | None:
    """The operator of a verb of aim: "đạt 80%" is at least 80, "giảm còn 2%" at most 2."""
    before = folded[max(0, start - _LEFT_WINDOW) : start]
    if _DOWN.search(before):
        return Operator.AT_MOST
    return Operator.AT_LEAST if _REACH.search(before) or _FROM.search(before) else None

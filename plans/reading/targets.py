"""Targets: numbers the plan sets, each with its operator and unit (domain reference §3.1).

A percentage counts as a target unless it tells what was reached before. A count needs an operator ("không quá ba điểm
trường"), a verb of aim in its clause ("phấn đấu xây dựng 4-5 trường"), or a place under a heading of targets.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from plans.enums import Operator
from plans.reading.folding import fold
from plans.reading.found import DOUBTFUL, LIKELY, SURE, Section, TargetFound
from plans.reading.not_targets import hidden_spans
from plans.reading.operators import is_about, is_change, strong_operator, weak_operator
from plans.reading.quantities import Quantity, Unreadable, quantities_in
from plans.reading.sections import walk
from plans.reading.stretches import sentences
from plans.reading.table_targets import table_targets
from plans.reading.words import starting

_AIM = re.compile(
    r"\b(?:phan +dau|hoan +thanh|xay +dung|dat|chi +tieu|muc +tieu|huy +dong|thanh +lap|to +chuc|cong +nhan|dam +bao|"
    r"bao +dam|giam|tang|nang|bo +tri|dao +tao|boi +duong|ho +tro|ket +nap|tuyen +dung|trang +bi|cap +moi|sua +chua|"
    r"tap +huan|xoa|duy +tri|giu +vung|moi +(?:truong|xa|don +vi|lop|co +so|chi +bo|nam|hoc +ky|ky|quy|thang|cum|khoi|"
    r"to|nhom|thon|chi +doan|lien +doi|ca +nhan|giao +vien|hoc +sinh|dang +vien|phuong|huyen))\b|\bchi +dao *$"
)
_STRIVES = re.compile(r"\bphan +dau\b|\bchi +tieu\b|\bmuc +tieu\b")
_PAST = re.compile(
    r"\b(?:hien +nay|hien +co|hien +tai|hien +toan|da +dat|da +co|da +duoc|nam +truoc|nam +hoc +truoc|tinh +den|"
    r"nam +qua|vua +qua|nam +\d{4} +(?:dat|la|co))\b"
)
_SHARE = re.compile(r"\b(?:chiem|tri +gia)\b")  # "chiếm 45%" tells a share; with an operator it sets one
_PAST_TITLE = re.compile(
    r"\b(?:tinh +hinh|thuc +trang|ket +qua|dac +diem|han +che|ton +tai|nguyen +nhan|thuan +loi|kho +khan|boi +canh|"
    r"uu +diem|mat +(?:duoc|chua|manh|yeu)|diem +(?:manh|yeu)|danh +gia +(?:chung|nam|viec|thuc +hien|nha +truong))\b"
)
_INHERITED = re.compile(r"[^.;:()\d]{0,60}(?:\bva|,) *(?:[^.,;:()\d]{0,40})")
_LISTED = re.compile(r"[^.,;:()\d]{0,40}(?:,| va) *")
_COMPARING = (Operator.LESS, Operator.AT_MOST, Operator.AT_LEAST, Operator.GREATER)
_BEFORE_WORDS = re.compile(
    r"(?:không quá|không dưới|không vượt quá|ít nhất|tối thiểu|tối đa|phấn đấu|nhiều nhất|dưới|trên)"
)
_TARGET_TITLE = re.compile(r"\b(?:muc +tieu|chi +tieu)\b")
_BOUNDARY = re.compile(r"[;:()\n]|[,.](?=\s|$)")
_BASELINE = re.compile(r"\btu(?: +muc)? *$")
_TO = re.compile(r" *(?:nam +\d{4} *)?(?:len|xuong|tang|giam|con)\b")
_IMPERATIVE_REACH = 6  # words between the start of a command and its number
_SHORT_CLAUSE = 4  # words; a shorter quote would not say what is counted
_LONGEST_QUOTE = 300


@dataclass(frozen=True)
class _Place:
    code: str | None
    line: int
    sets_targets: bool


def read_targets(sections: Iterable[Section]) -> tuple[list[TargetFound], list[str]]:
    """Return the targets of all sections and warnings for numbers with two readings."""
    found: list[TargetFound] = []
    warnings: list[str] = []
    above: dict[int, str] = {}
    for section in walk(sections):
        titles = f"{above.get(id(section), '')} {fold(section.title or '')}"
        above |= {id(child): titles[-600:] for child in section.children}
        sets = _TARGET_TITLE.search(titles) is not None
        if _PAST_TITLE.search(titles) and not sets:
            continue
        for line, text in texts_of(section):
            place = _Place(section.code or None, line, sets)
            for sentence in sentences(text):
                _read_sentence(sentence, place, found, warnings)
        for table in section.tables:
            own, doubts = table_targets(table, section.code or None)
            found += own
            warnings += doubts
    return found, warnings


def texts_of(section: Section) -> list[tuple[int, str]]:
    """Title, paragraphs and items of a section with the line each begins in, and what tables say in sentences."""
    texts = [(section.line, section.title)] if section.title else []
    texts += section.paragraphs
    for table in section.tables:
        if not table.columns:
            texts += [(row.line, cell) for row in table.body for cell in row.cells if cell]
    stack = section.bullets[::-1]
    while stack:
        bullet = stack.pop()
        texts.append((bullet.line, bullet.assigned.task if bullet.assigned else bullet.text))
        stack += bullet.items[::-1]
    return texts


def _read_sentence(sentence: str, place: _Place, found: list[TargetFound], warnings: list[str]) -> None:
    if not any(character.isdigit() for character in sentence) and not _BEFORE_WORDS.search(sentence.lower()):
        return
    folded = fold(sentence)
    clauses = [0, *(match.end() for match in _BOUNDARY.finditer(folded)), len(folded)]
    clause = last_end = 0
    strives = _STRIVES.search(folded)
    strives_from = strives.end() if strives else len(folded) + 1
    before: tuple[TargetFound, int] | None = None  # the target last found, and where its number ended
    for quantity in quantities_in(sentence, folded, hidden_spans(sentence, folded)):
        while clauses[clause + 1] <= quantity.start and clause + 2 < len(clauses):
            clause += 1
        start, end = clauses[clause], clauses[clause + 1]
        if isinstance(quantity, Unreadable):
            warnings.append(f"Dòng {place.line}: số “{quantity.written}” đọc được nhiều cách, chưa lấy làm chỉ tiêu.")
            continue
        target = _judge(sentence, folded, quantity, max(start, last_end), strives_from, place)
        if before:
            target = _inherited(target, before[0], folded, before[1], quantity)
        before = (target, quantity.end) if target else None
        if target:
            found.append(_quoted(target, sentence, clauses, clause, max(end, quantity.end)))
        last_end = quantity.end


def _judge(
    sentence: str, folded: str, quantity: Quantity, start: int, strives_from: int, place: _Place
) -> TargetFound | None:
    """The target a quantity is, without its quote; None when it is something else.

    `start` is where its clause begins, `strives_from` where the sentence says that something is aimed at.
    """
    before = folded[start : quantity.start]
    if quantity.is_time or _is_baseline(folded, quantity) or (_PAST.search(before) and not _STRIVES.search(before)):
        return None
    operator = strong_operator(folded, quantity.start, quantity.end)
    if operator is None and _SHARE.search(before):
        return None
    striving = strives_from <= start and len(before.split()) <= _SHORT_CLAUSE
    aims = place.sets_targets or striving or _AIM.search(before) is not None or _commands(before)
    if not _counts(quantity, operator, folded, aims, before):
        return None
    confidence = SURE if operator and quantity.unit else LIKELY
    if is_change(sentence, folded, quantity.start, quantity.end):
        operator, confidence = Operator.IMPROVE, LIKELY
    elif quantity.value_to is not None:
        operator = Operator.RANGE
    elif operator is None and is_about(folded, quantity.start):
        confidence = DOUBTFUL
    elif operator is None:
        operator = weak_operator(folded, quantity.start) or (
            Operator.AT_LEAST if strives_from <= quantity.start else Operator.EQUAL
        )
    return TargetFound(
        place.code, "", operator, quantity.value, quantity.value_to, quantity.unit, place.line, confidence
    )


def _inherited(
    own: TargetFound | None, before: TargetFound, folded: str, end: int, quantity: Quantity
) -> TargetFound | None:
    """The target with the operator of the one before: "không quá 35 học sinh/lớp ở … và 45 học sinh/lớp ở …".

    A list goes on directly ("ít nhất 01 giải Nhất, 02 giải Nhì") or names the same unit again.
    """
    if quantity.in_words or quantity.value_to is not None or quantity.unit is None or before.operator not in _COMPARING:
        return own
    if strong_operator(folded, quantity.start, quantity.end) or (own and own.operator in _COMPARING):
        return own
    between = folded[end : quantity.start]
    listed = (before.unit == "%") == (quantity.unit == "%") and _LISTED.fullmatch(between)
    again = before.unit == quantity.unit and _INHERITED.fullmatch(between)
    if "trong do" in between or not (listed or again):
        return own  # a part of what was counted before, or something else
    return replace(before, quote="", value=quantity.value, unit=quantity.unit, confidence=LIKELY)


def _commands(before: str) -> bool:
    """Whether the clause is a command whose object is the number: "Cử 3 giáo viên"."""
    words = before.lstrip(" -+*").split(" ")
    return len(words) <= _IMPERATIVE_REACH and starting("commands").match(" ".join(words)) is not None


def _counts(quantity: Quantity, operator: Operator | None, folded: str, aims: bool, before: str) -> bool:
    """Whether the quantity is set by the plan rather than mentioned in passing."""
    if quantity.unit == "%":
        return True
    if quantity.in_words:
        ended = folded[quantity.end : quantity.end + 1] in ("", ".", ",", ";", ")")
        written = folded[quantity.start : quantity.end]
        if operator in (Operator.AT_MOST, Operator.AT_LEAST):
            return quantity.unit is not None or (ended and written not in ("nam", "tu"))
        if quantity.unit is None or quantity.value < 2:
            return False
        return (operator is not None and aims) or _STRIVES.search(before) is not None
    if operator is not None:
        return (
            quantity.unit is not None
            or _ends(folded, quantity.end)
            or operator in (Operator.AT_MOST, Operator.AT_LEAST)
        )
    return quantity.unit is not None and aims


def _ends(folded: str, position: int) -> bool:
    return folded[position : position + 1] in ("", ".", ",", ";", ")")


def _is_baseline(folded: str, quantity: Quantity) -> bool:
    """Whether the number is where things stand now: "từ 69% lên 80%"."""
    before = folded[max(0, quantity.start - 12) : quantity.start]
    return _BASELINE.search(before) is not None and _TO.match(folded, quantity.end) is not None


def _quoted(target: TargetFound, sentence: str, clauses: list[int], clause: int, end: int) -> TargetFound:
    """The target with the clause it stands in, and what comes before when the clause is too short to be understood."""
    first = clause
    while first > 0 and len(sentence[clauses[first] : end].split()) <= _SHORT_CLAUSE:
        first -= 1
    last = clause + 1
    while last + 1 < len(clauses) and end == clauses[last] and sentence[end - 1] == ",":
        if any(character.isdigit() for character in sentence[end : clauses[last + 1]]):
            break  # another number has a quote of its own
        last += 1
        end = clauses[last]
    quote = sentence[clauses[first] : end].strip(" ,;:.(")
    if quote.endswith(")") and "(" not in quote:
        quote = quote[:-1]
    return replace(target, quote=quote[:_LONGEST_QUOTE])

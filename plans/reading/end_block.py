"""The end of a document taken apart into its left part (recipients) and its right part (signature)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from plans.reading.folding import UPPER, fold, is_capitals
from plans.reading.layout import CAPACITY, RECIPIENTS
from plans.reading.lines import Line
from plans.reading.words import starting, words
from plans.reading.wrapping import is_furniture

_LABEL = re.compile(r"(?:[-*] ?)?noi nhan *[:*]* *")
_NEXT_ITEM = re.compile(r"(?<=[;,]) [-+•*] ?(?=\S)")
_ITEM = re.compile(r"[-–—+•*] ?(?=\S)")
_LONGEST_COLUMN = 600  # characters; cutting a line costs its length squared
_LONGEST_SIGNATURE = 120
_LONGEST_POSITION = 30
_NAME_WORD = rf"[{UPPER}][^\W\d_]*"
_RANK = r"(?:Đại|Thượng|Trung|Thiếu) (?:tá|úy|uý|tướng) "
_HONOURS = rf"(?:(?:ThS|TS|PGS|GS|BS|CN|KS|NGƯT|Đ/c)\.? ?|{_RANK})*"
_NAME = re.compile(rf"{_HONOURS}{_NAME_WORD}(?: {_NAME_WORD}){{1,5}}")
_SIGNED = ("da ky", "ky ten", "ky ten, dong dau", "ky, dong dau", "ky, ghi ro ho ten", "ky, ghi ro ho ten, dong dau")
_SPLIT = re.compile(rf"(?<=[;.,:)]) (?=[{UPPER}])")


@dataclass
class EndBlock:
    """Recipient items and signature lines, each with its line number."""

    recipients: list[tuple[int, str]] = field(default_factory=list)
    signature: list[tuple[int, str]] = field(default_factory=list)


def take_apart(lines: Sequence[Line]) -> EndBlock:
    """Sort the pieces of the end block; in recognised paper both parts may stand on one line."""
    block = EndBlock()
    inside = False  # the list of recipients has begun
    for line in lines:
        if is_furniture(line):
            continue
        for column in line.columns:
            for piece in _pieces(column[:_LONGEST_COLUMN]):
                folded = fold(piece)
                if RECIPIENTS.match(folded):
                    inside = True
                    lead = _LABEL.match(folded)
                    piece = piece[lead.end() :] if lead else piece
                    if not piece:
                        continue
                    folded = fold(piece)
                _sort(block, line.number, piece, folded, inside)
    return block


def is_signature(text: str) -> bool:
    """Whether a piece is a capacity or a position in capitals."""
    if len(text) > _LONGEST_SIGNATURE:
        return False
    if CAPACITY.match(text):
        return True
    return is_capitals(text) and starting("positions").match(fold(text)) is not None


def is_name(text: str) -> bool:
    """Whether a piece is a person's name: two to six words with capitals, opening with a family name."""
    match = _NAME.fullmatch(text)
    if not match or len(text) > 60:
        return False
    plain = re.sub(f"^{_HONOURS}", "", text)
    return plain.split(" ")[0].lower() in _family_names()


@cache
def _family_names() -> set[str]:
    return {name.lower() for name in words("family_names")}


def _pieces(column: str) -> list[str]:
    """Cut a signature off that stands behind a recipient on the same line: "- Lưu: VT. Nguyễn Văn A"."""
    if is_signature(column) or is_name(column):
        return [column]
    for cut in _SPLIT.finditer(column):
        rest = column[cut.end() :]
        if is_signature(rest) or is_name(rest):
            return [column[: cut.start()].strip(), rest.strip()]
    return [column.strip()]


def _sort(block: EndBlock, line: int, piece: str, folded: str, inside: bool) -> None:
    if folded.strip(" ().") in _SIGNED:
        return
    if item := _ITEM.match(piece):
        block.recipients += [(line, part) for part in _NEXT_ITEM.split(piece[item.end() :])]
    elif is_signature(piece) or is_name(piece) or (inside and _is_position(piece, folded)):
        block.signature.append((line, piece))
    elif inside and folded.startswith("luu"):
        block.recipients.append((line, piece))
    elif inside and block.recipients and _is_open(block.recipients[-1][1]):
        number, text = block.recipients[-1]
        block.recipients[-1] = (number, f"{text} {piece}")
    elif block.signature and (is_capitals(piece) or _is_unusual_name(block, piece, folded)):
        block.signature.append((line, piece))
    elif inside:
        block.recipients.append((line, piece))
    elif _NAME.fullmatch(piece):
        block.signature.append((line, piece))


def _is_unusual_name(block: EndBlock, piece: str, folded: str) -> bool:
    """Whether a piece below a position reads like a name, although its family name is not known."""
    if not is_signature(block.signature[-1][1]):
        return False
    return _NAME.fullmatch(piece) is not None and starting("bodies").match(folded) is None


def _is_position(piece: str, folded: str) -> bool:
    """Whether a piece is nothing but a position in small letters: "Hiệu trưởng"."""
    return len(piece) <= _LONGEST_POSITION and piece[-1].isalpha() and starting("heads").fullmatch(folded) is not None


def _is_open(text: str) -> bool:
    """Whether an item goes on; state items end with ";", Party items with ",", the last with "."."""
    return len(text) < _LONGEST_COLUMN and not text.rstrip().endswith((";", ".", ","))

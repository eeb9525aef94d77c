"""The subject (trích yếu) below the document type."""

import re
from collections.abc import Sequence

from plans.reading.found import LIKELY, SURE, Found
from plans.reading.head_pieces import Piece
from plans.reading.labels import labels_of
from plans.reading.layout import BASIS, type_at_start
from plans.reading.lines import Line
from plans.reading.wrapping import continues, is_finished, is_furniture, starts_lower

_LONGEST = 600  # characters; NĐ 30/2020 Annex VI allows 500
_SHORT = 60
_PERIOD = re.compile(r"(?:nam(?: hoc)? \d|giai doan|hoc ky|hoc ki|quy [iv\d]|thang \d)")
_NOT_SUBJECT = re.compile(r"kinh gui|noi nhan|\(?kem theo|\(?ban hanh kem|so ?:")


def read_subject(lines: Sequence[Line], title: int, taken: set[int]) -> tuple[Found[str] | None, int]:
    """Return the subject below the title line and the index of the first line behind it.

    `taken` are numbers of lines that belong to the head (a number or date that recognition put below the title).
    """
    parts: list[Piece] = []
    found = next((found for part in lines[title].columns if (found := type_at_start(part))), None)
    if found and found[1]:
        parts.append(Piece(lines[title].number, found[1]))
    before, index = lines[title], title + 1
    while index < len(lines):
        line = lines[index]
        if line.number in taken:
            index += 1
            continue
        if not _belongs(line, before, parts):
            break
        parts.append(Piece(line.number, line.text))
        before, index = line, index + 1
    while index < len(lines) and is_furniture(lines[index]):
        index += 1
    if not parts:
        return None, index
    text = " ".join(part.text for part in parts).strip(" *")
    return Found(text, parts[0].line, text, SURE if len(parts) == 1 else LIKELY), index


def _belongs(line: Line, before: Line, parts: Sequence[Piece]) -> bool:
    if is_furniture(line) or line.row or _NOT_SUBJECT.match(line.folded):
        return False
    length = sum(len(part.text) for part in parts) + len(line.text)
    if length > _LONGEST:
        return False
    if not parts:
        return not labels_of(line.text) and not _is_sentence(line)
    so_far = parts[-1].text
    if before.number == parts[0].line and len(parts) == 1 and type_at_start(before.text):
        return not (labels_of(line.text) or BASIS.match(line.folded) or _is_sentence(line))  # below "KẾ HOẠCH PHỐI HỢP"
    if is_finished(so_far):
        return False
    if starts_lower(line.text) or line.text.startswith("("):
        return True
    if labels_of(line.text) or BASIS.match(line.folded) or _is_sentence(line):
        return False
    if _PERIOD.match(line.folded) and len(line.text) <= _SHORT:
        return True
    return (line.centred and before.centred) or continues(so_far, before, line, None)


def _is_sentence(line: Line) -> bool:
    """Whether the line is running text: a basis or a paragraph with a full stop."""
    return line.folded.startswith("can cu ") or (line.text[-1] in ".;:" and len(line.text) > 40)

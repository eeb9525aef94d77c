"""Where the parts of a document lie: head, preamble, body, end block, appendices."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plans.reading.folding import UPPER, fold, is_capitals
from plans.reading.labels import labels_of
from plans.reading.lines import Line
from plans.reading.words import document_types, starting

CAPACITY = re.compile(
    rf"(?P<prefix>TM|T/M|KT|K/T|TL|T/L|TUQ|T/U/Q|TUN|Q|PP)(?:\. ?|/ ?| (?=[{UPPER}]{{2}})|"
    rf"(?<=/[MTLKQ]):? ?)(?=[{UPPER}])"
)
RECIPIENTS = re.compile(r"(?:[-*] ?)?noi nhan\b")
NATIONAL_TITLE = re.compile(r"cong +h[oa]{2} +xa +hoi +chu +nghia +viet +nam")
MOTTO = re.compile(r"doc +lap *[-.]? *tu +do *[-.]? *hanh +phuc")
PARTY_TITLE = re.compile(r"dang +cong +san +viet +nam")
BASIS = re.compile(r"(?:[-+*] ?)?(?:can +cu|thuc +hien|trien +khai|xet|theo|de +(?:trien|thuc)|nham|tiep +tuc)\b")
_APPENDIX = re.compile(r"phu luc(?: +(?:so +)?[ivx\d]+)?\b")
_NAME_LINE = re.compile(
    rf"(?:[A-Z]\w{{0,3}}\. ?)?(?:[{UPPER}]\w+ (?:tá|úy|uý) )?[{UPPER}][^\W\d_]*(?: [{UPPER}][^\W\d_]*){{1,6}}"
)
_HEAD_LINES = 60
_SIGNATURE_LINES = 8
_END_LINES = 40


@dataclass(frozen=True)
class Layout:
    """Line indexes of a document. `title` is the line with the document type, None when there is none."""

    title: int | None
    body: int  # the first line behind the head
    end: int  # the first line of the end block (recipients and signature)
    appendix: int  # the first line of the appendices


def find_title(lines: Sequence[Line]) -> tuple[int, str, str] | None:
    """The line that names the document type: index, type, and what follows it on the line."""
    first: tuple[int, str, str] | None = None
    headed = False  # a national title stands behind the first candidate: that was the title of a page
    for index, line in enumerate(lines[:_HEAD_LINES]):
        if first and (NATIONAL_TITLE.search(line.folded) or PARTY_TITLE.search(line.folded)):
            headed = is_capitals(line.text)
        found = next((found for part in line.columns if (found := type_at_start(part))), None)
        if found and first is None:
            first = index, *found
        elif found and headed:
            return index, *found
    return first


def type_at_start(text: str) -> tuple[str, str] | None:
    """The document type in capitals that opens `text`, also spaced out ("K Ế  H O Ạ C H"), and the rest."""
    words = text.split(" ")
    if len(words) > 4 and all(len(word) == 1 for word in words):
        joined = fold("".join(words))
        return next(((name, "") for key, name in document_types().items() if key.replace(" ", "") == joined), None)
    folded = fold(text[:60])
    for key, name in document_types().items():
        if folded.startswith(key) and is_capitals(text[: len(key)]) and not folded[len(key) :][:1].isalpha():
            rest = text[len(key) :].strip(" :*")
            if not fold(rest).startswith("va dau tu"):  # the body for planning and investment
                return name, rest
    return None


def lay_out(lines: Sequence[Line], title: int | None) -> Layout:
    """Divide the document behind its title."""
    body = 0 if title is None else title + 1
    recipients = next((at for at in range(body, len(lines)) if RECIPIENTS.match(lines[at].folded)), None)
    appendix = _appendix(lines, recipients if recipients is not None else body)
    if recipients is not None and recipients < appendix:
        end = _signature_above(lines, body, recipients)
    else:
        end = _signature(lines, body, appendix)
    return Layout(title, body, end, appendix)


def is_end_line(line: Line) -> bool:
    """Whether the line belongs to a signature block: capacity, position in capitals, or "(Đã ký)"."""
    return len(line.text) <= 120 and (
        CAPACITY.match(line.text) is not None
        or (is_capitals(line.text) and starting("positions").match(line.folded) is not None)
        or line.folded.strip("() ") in ("da ky", "ky ten, dong dau", "ky, dong dau", "ky ten")
    )


def _signature_above(lines: Sequence[Line], body: int, recipients: int) -> int:
    """Where a signature that stands in front of the recipients begins; their own line when none does."""
    end = recipients
    for at in range(recipients - 1, max(body, recipients - _SIGNATURE_LINES) - 1, -1):
        line = lines[at]
        if is_end_line(line):
            end = at
        elif not all(_NAME_LINE.fullmatch(column) for column in line.columns):
            break
    return end


def _appendix(lines: Sequence[Line], start: int) -> int:
    for at in range(start, len(lines)):
        line = lines[at]
        if len(line.text) <= 60 and _APPENDIX.match(line.folded) and (is_capitals(line.text) or line.centred):
            return at
        if _APPENDIX.fullmatch(line.folded) and line.text[0].isupper():
            return at
    return len(lines)


def _signature(lines: Sequence[Line], body: int, stop: int) -> int:
    """The first line of a signature block at the very end, or `stop`."""
    start = stop
    for at in range(stop - 1, max(body, stop - _END_LINES) - 1, -1):
        if is_end_line(lines[at]):
            start = at
        elif labels_of(lines[at].text) or len(lines[at].text) > 120:
            break
    return start

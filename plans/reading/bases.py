"""Legal bases ("Căn cứ …") and the documents a plan carries out ("Thực hiện …").

The two words are read apart: căn cứ is authority to act, thực hiện the document being carried out (domain reference
§4.3). A clause between semicolons names one document, or several joined by a comma or "và"; documents inside its
subject ("về thực hiện Nghị quyết …") belong to that document, not to the plan.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from plans.reading.citations import Mention, mentions_in
from plans.reading.folding import UPPER, any_of, fold
from plans.reading.found import DOUBTFUL, LIKELY, SURE, Citation, Section
from plans.reading.own_name import own_name
from plans.reading.stretches import LONGEST_SENTENCE
from plans.reading.words import starting, words

_BASIS_LEAD = re.compile(r"(?:[-+*] ?)?(?:can +cu(?: +vao)?|xet|theo|tren +co +so)\b[ :]*")
_TASK_LEAD = re.compile(
    r"(?:[-+*] ?)?(?:de +|nham +|tiep +tuc +)?(?:to chuc +)?(?:trien +khai +(?:va +)?)?"
    r"(?:thuc +hien|trien +khai|cu the hoa|thi hanh)(?: +(?:co hieu qua|tot|nghiem tuc))?\b[ :]*"
)
_CLAUSE_END = re.compile(rf";|\.(?= +[{UPPER}]|$)")
# How a plan speaks of itself: the clause is no subject of a document before.
_OWN_WORDS = re.compile(r"\b(?:xay dung|ban hanh|de ra) (?:ke hoach|chuong trinh)|\bnhu sau\b|\bsau day\b")
_LONGEST_HEADING = 80
_LONGEST_QUOTE = 1000
_JOINED = re.compile(r"[ ,]*(?:\bva\b|\bcung\b)?[ ,]*")
_INSIDE_SUBJECT = re.compile(
    r"\b(?:thuc hien|trien khai|thi hanh|sua doi|bo sung|thay the|huong dan|theo|quy dinh tai|cua|ket luan|so ket|"
    r"tong ket)\b[^,;]*$"
)
_OF_BODY = re.compile(rf" của (?P<issuer>[{UPPER}][^;.,()]{{1,120}}?)(?: về .*)?$", re.DOTALL)


@dataclass
class Clauses:
    """Citations by their kind."""

    bases: list[Citation]
    implements: list[Citation]
    warnings: list[str]
    lines: set[int]  # paragraphs above the first section that name a document


def read_bases(paragraphs: Iterable[tuple[int, str]], sections: Sequence[Section]) -> Clauses:
    """Read the paragraphs above the first section (line and text), and a section titled "Căn cứ"."""
    found = Clauses([], [], [], set())
    for line, text in paragraphs:
        if _read_paragraph(found, line, text, None):
            found.lines.add(line)
    for section in [*sections, *(child for top in sections for child in top.children)]:
        if section.title and len(section.title) <= _LONGEST_HEADING and fold(section.title).startswith("can cu"):
            for line, text in _paragraphs(section):
                _read_paragraph(found, line, text, found.bases)
    return found


def read_subject_bases(found: Clauses, line: int, subject: str) -> None:
    """Add the document that the subject itself says is carried out, unless the preamble names it too."""
    own = Clauses([], [], [], set())
    lead = _TASK_LEAD.match(fold(subject[:80]))
    if lead:
        _read_paragraph(own, line, subject, None)
    known = {(citation.number, citation.symbol) for citation in [*found.implements, *found.bases]}
    for citation in own.implements:
        if citation.number and (citation.number, citation.symbol) not in known:
            found.implements.append(replace(citation, confidence=LIKELY))


def _paragraphs(section: Section) -> list[tuple[int, str]]:
    paragraphs = [(section.line, text) for text in (section.text or "").split("\n") if text]
    paragraphs += [(bullet.line, bullet.text) for bullet in section.bullets]
    return paragraphs + [
        (child.line, " ".join(part for part in (child.title, child.text) if part)) for child in section.children
    ]


def _read_paragraph(found: Clauses, line: int, text: str, kind: list[Citation] | None) -> bool:
    """Read one paragraph, into the list `kind` until a clause says otherwise; True when it names a document."""
    any_found = False
    for whole in _clauses(text):
        clause = whole
        if (own := own_name(whole)) and own.start():
            clause = whole[: own.start()].strip(" ,")  # the plan begins to speak of itself
        said, start = _lead(found, clause)
        citations = _citations(found, line, clause, start) if said is not None or kind is not None else []
        if citations:
            if said is None and kind and fold(clause).startswith("so "):
                citations = [_like(kind[-1], citation) for citation in citations]
            kind = said if said is not None else kind
            (kind if kind is not None else found.bases).extend(citations)
            any_found = True
        elif (
            any_found and kind and said is not found.bases and not _OWN_WORDS.search(fold(clause))
        ):  # the subject of the document before goes on
            kind[-1] = replace(kind[-1], quote=f"{kind[-1].quote}; {clause}"[:_LONGEST_QUOTE])
    return any_found


def _like(before: Citation, citation: Citation) -> Citation:
    """ "…; số 1677/QĐ-TTg ngày …" goes on with the issuer of the same symbol before."""
    same = citation.issuer is None and citation.symbol == before.symbol
    return replace(citation, issuer=before.issuer) if same else citation


def _lead(found: Clauses, clause: str) -> tuple[list[Citation] | None, int]:
    """The list that the words at the start of a clause choose, and where they end."""
    folded = fold(clause[:80])
    if lead := _BASIS_LEAD.match(folded):
        return found.bases, lead.end()
    if lead := _TASK_LEAD.match(folded):
        return found.implements, lead.end()
    return None, 0


def _clauses(text: str) -> list[str]:
    """Parts between semicolons and full stops; a full stop counts in front of a capital only."""
    parts = [piece.strip(" ,")[:LONGEST_SENTENCE] for piece in _CLAUSE_END.split(text)]
    return [part for part in parts if part]


def _citations(found: Clauses, line: int, clause: str, start: int) -> list[Citation]:
    own = _with_shared_issuer(_own_mentions(clause, start))
    if own and own[0].number is None and _OWN_WORDS.search(fold(clause)):
        return []
    if not own:
        return _untyped(line, clause, start)
    citations = []
    for at, mention in enumerate(own):
        end = own[at + 1].start if at + 1 < len(own) else len(clause)
        quote = clause[0 if at == 0 else mention.start : end].strip(" ,")
        quote = re.sub(r",? (?:và|cùng)$", "", quote)
        sure = SURE if mention.number and mention.issued_on else LIKELY
        citations.append(
            Citation(mention.type, mention.number, mention.symbol, mention.issued_on, mention.issuer, quote, line, sure)
        )
        if mention.bad_date:
            found.warnings.append(f"Dòng {line}: ngày “{mention.bad_date}” không có trong lịch, để trống.")
    return citations


def _own_mentions(clause: str, start: int) -> list[Mention]:
    """The documents the clause itself names: the first one, and others joined to it."""
    folded = fold(clause)
    own: list[Mention] = []
    for mention in mentions_in(clause):
        if mention.start < start:
            continue
        if not own:
            before = clause[start : mention.start]
            if not _leads(folded[start : mention.start], mention):
                return []
            own.append(_with_issuer(mention, before))
            continue
        if own[-1].number is None and mention.number and folded[: mention.start].endswith("("):
            own[-1] = replace(mention, start=own[-1].start, issuer=own[-1].issuer or mention.issuer)
            continue
        between = folded[own[-1].end : mention.start]
        joined = _JOINED.fullmatch(between) is not None
        listed = re.search(r"(?:,| va) *$", between[-8:]) is not None
        inside = _INSIDE_SUBJECT.search(between) is not None and not _is_later(mention, own[-1])
        if (mention.number and (joined or (listed and not inside))) or (joined and mention.issuer):
            own.append(mention)
    return own


def _is_later(mention: Mention, other: Mention) -> bool:
    """No document is about carrying out a later one."""
    return bool(mention.issued_on and other.issued_on and mention.issued_on > other.issued_on)


def _with_shared_issuer(mentions: list[Mention]) -> list[Mention]:
    """Give each the issuer its symbol has beside it: "Thông tư số 13/2020/TT-BGDĐT, 14/2020/TT-BGDĐT … của …"."""
    issuers = {mention.symbol: mention.issuer for mention in mentions if mention.symbol and mention.issuer}
    return [replace(mention, issuer=mention.issuer or issuers.get(mention.symbol or "")) for mention in mentions]


def _leads(before: str, mention: Mention) -> bool:
    """Whether nothing but "các", "nội dung" and the like stands between the lead and the document.

    "theo đề nghị của … tại Tờ trình số …" leads to a numbered document whatever stands between.
    """
    if mention.number and len(before) <= 200 and _AT_DOCUMENT.search(before):
        return True
    return len(before) <= 60 and not starting("circumstances").match(before.strip())


_AT_DOCUMENT = re.compile(r"\b(?:tai|theo) *(?:cac *)?(?:van ban *)?(?:so *)?$")
_AT = re.compile(rf"của (?P<issuer>[{UPPER}][^;:()]{{1,120}}?) (?:tại|theo) *(?:các *)?(?:văn bản *)?(?:số *)?$")


def _with_issuer(mention: Mention, before: str) -> Mention:
    """The document with the issuer named in front of it: "ý kiến của Chủ tịch … tại Công văn số …"."""
    said = None if mention.issuer else _AT.search(before)
    return replace(mention, issuer=said["issuer"].strip(" ,")) if said else mention


_UNTYPED = re.compile(rf"(?:{any_of(words('untyped_documents'))})\b")


def _untyped(line: int, clause: str, start: int) -> list[Citation]:
    """A document without type and number, known by its issuer: "phương hướng nhiệm vụ … của Sở …"."""
    folded = fold(clause)
    if starting("circumstances").match(folded, start):
        return []
    match = _OF_BODY.search(clause, start)
    if not match or not _UNTYPED.match(folded, start):
        return []
    return [Citation(None, None, None, None, match["issuer"].strip(), clause, line, DOUBTFUL)]

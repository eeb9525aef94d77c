"""From lines to a proposal."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from plans.enums import DocumentStyle
from plans.reading.bases import read_bases, read_subject_bases
from plans.reading.blocks import Assembly, Block, assemble
from plans.reading.confidence import lower_confidence
from plans.reading.damage import encoding_warnings, recognition_warnings
from plans.reading.deadlines import deadlines_in
from plans.reading.digits import repair_digits
from plans.reading.end_block import take_apart
from plans.reading.found import DOUBTFUL, LIKELY, Found, Proposal, Section
from plans.reading.header import read_header
from plans.reading.layout import Layout, lay_out
from plans.reading.legacy import decode
from plans.reading.lines import Line, RawLine, clean_lines
from plans.reading.own_name import own_name
from plans.reading.recipients import read_recipients
from plans.reading.sections import build, walk
from plans.reading.signer import read_signer
from plans.reading.sources.text import text_lines
from plans.reading.subject import read_subject
from plans.reading.table_deadlines import table_deadlines
from plans.reading.targets import read_targets, texts_of


def propose(raw: Sequence[RawLine]) -> Proposal:
    """Read a document. Time grows with its length alone; what is not found stays empty."""
    sound, damage = decode(raw)
    lines, slips = repair_digits(clean_lines(sound))
    proposal = Proposal()
    proposal.warnings += encoding_warnings(raw, damage)
    title = read_header(lines, proposal)
    layout = lay_out(lines, title)
    body = _read_subject(lines, layout, proposal)
    _read_body(lines, body, layout, proposal)
    _read_end(lines, layout, proposal)
    _warn_of_blanks(proposal)
    for name in ("number", "issued_on"):
        _doubt(proposal, name, {line for line, _ in slips})
    proposal.warnings += [warning for _, warning in slips] + recognition_warnings(lines)
    if damage:
        lower_confidence(proposal, LIKELY)
    return proposal


def _doubt(proposal: Proposal, name: str, lines: set[int]) -> None:
    """Let a person look at a value whose digits had to be put right."""
    found: Found[object] | None = getattr(proposal, name)
    if found and found.line in lines:
        setattr(proposal, name, replace(found, confidence=DOUBTFUL))


def propose_text(text: str) -> Proposal:
    """Read pasted text.

    Raises:
        SourceRefused: it is far longer than any plan; the message is Vietnamese.
    """
    return propose(text_lines(text))


def _read_subject(lines: Sequence[Line], layout: Layout, proposal: Proposal) -> int:
    """Fill the subject; return the index of the first line of the preamble."""
    head = [found for found in (proposal.number, proposal.symbol, proposal.place, proposal.issued_on) if found]
    taken = {found.line for found in head}
    if layout.title is None:
        last = max(taken, default=0)
        return next((at for at, line in enumerate(lines[: layout.end]) if line.number > last), layout.end)
    proposal.subject, body = read_subject(lines[: layout.end], layout.title, taken)
    return body


def _read_body(lines: Sequence[Line], start: int, layout: Layout, proposal: Proposal) -> None:
    assembly = assemble(lines[start : layout.end])
    proposal.warnings += assembly.warnings
    first = next((at for at, block in enumerate(assembly.blocks) if block.level), len(assembly.blocks))
    preamble = assembly.blocks[:first]
    sections, _, _ = build(assembly.blocks[first:])
    clauses = read_bases([(block.line, block.text) for block in preamble], sections)
    if proposal.subject:
        read_subject_bases(clauses, proposal.subject.line, proposal.subject.value)
    proposal.bases, proposal.implements = clauses.bases, clauses.implements
    proposal.warnings += clauses.warnings
    _read_own_name(preamble, proposal)
    rest = [block for block in preamble if block.line not in clauses.lines]
    proposal.sections, proposal.opening, proposal.closing = build([*rest, *assembly.blocks[first:]])
    proposal.sections += _appendices(assemble(lines[layout.appendix :]))
    proposal.targets, warnings = read_targets(proposal.sections)
    proposal.warnings += warnings
    _read_deadlines(proposal, rest)


def _read_own_name(preamble: Sequence[Block], proposal: Proposal) -> None:
    """Take the issuer from the opening words where the head of the document is missing, and say so."""
    if proposal.issuer:
        return
    for block in preamble:
        if match := own_name(block.text):
            name = block.text[match.start("name") : match.end("name")].strip()
            proposal.issuer = Found(name, block.line, block.text[match.start("name") : match.end()], DOUBTFUL)
            proposal.warnings.append(
                f"Dòng {block.line}: phần đầu văn bản không ghi cơ quan ban hành; "
                f"“{name}” lấy từ lời mở đầu, cần kiểm tra."
            )
            return


def _appendices(assembly: Assembly) -> list[Section]:
    """Appendices as sections of their own; what stands under "PHỤ LỤC" without a number goes into one."""
    if not assembly.blocks:
        return []
    sections, opening, closing = build(assembly.blocks)
    text = "\n".join(part for part in (opening, closing) if part)
    if text:
        sections.insert(0, Section("Phụ lục", assembly.blocks[0].line, text=text, confidence=LIKELY, code="Phụ lục"))
    return sections


def _read_deadlines(proposal: Proposal, preamble: Iterable[Block]) -> None:
    texts = [(block.line, block.text) for block in preamble]
    read = [deadlines_in(text, line) for line, text in texts]
    for section in walk(proposal.sections):
        read += [deadlines_in(text, line) for line, text in texts_of(section)]
        read += [table_deadlines(table) for table in section.tables]
    if proposal.closing:
        last = proposal.sections[-1].line if proposal.sections else 1
        read.append(deadlines_in(proposal.closing, last))
    for found, warnings in read:
        proposal.deadlines += found
        proposal.warnings += warnings


def _read_end(lines: Sequence[Line], layout: Layout, proposal: Proposal) -> None:
    block = take_apart(lines[layout.end : layout.appendix])
    proposal.recipients = read_recipients(block.recipients)
    proposal.signer, several = read_signer(block.signature)
    proposal.warnings += [several] if several else []
    if proposal.style is None and proposal.signer and proposal.signer.capacity:
        capacity = proposal.signer.capacity
        style = DocumentStyle.PARTY if capacity[1:2] == "/" else DocumentStyle.STATE
        proposal.style = Found(style, proposal.signer.line, capacity, LIKELY)


def _warn_of_blanks(proposal: Proposal) -> None:
    """Say what the clerk has not filled in yet."""
    if proposal.symbol and not proposal.number:
        proposal.warnings.append(f"Dòng {proposal.symbol.line}: số văn bản còn để trống.")
    if proposal.place and not proposal.issued_on:
        proposal.warnings.append(f"Dòng {proposal.place.line}: ngày ban hành để trống hoặc không có trong lịch.")

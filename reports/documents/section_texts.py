"""The lines of one section as people type them: made harmless, compared with what the data say, put together."""

import difflib
import unicodedata
from collections.abc import Sequence

from reports.charts import Chart
from reports.documents.content import Block, Table
from reports.documents.sections import exhibit_name, is_exhibit_line, to_text

# Beyond what anybody writes into one section; a document of such length could not be laid out.
MOST_CHARACTERS = 100_000
# Control and invisible characters, halves of pairs, private and unassigned ones: pasted rubbish that a PDF or Word
# file cannot hold, or that turns the direction of a line.
RUBBISH = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


def clean(text: str) -> str:
    """The text as it is stored: composed letters, one space between words, no empty lines and no rubbish."""
    lines = (_clean_line(line) for line in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(line for line in lines if line)


def _clean_line(line: str) -> str:
    kept = (" " if char == "\t" else char for char in line if char == "\t" or unicodedata.category(char) not in RUBBISH)
    return " ".join("".join(kept).split())


def removed_exhibits(text: str, drawn_up: Sequence[Block]) -> list[str]:
    """The lines of tables and charts that the text no longer holds: these come last in the section."""
    left = [exhibit_name(line) for line in clean(text).splitlines()]
    missing = []
    for line in exhibit_lines(drawn_up):
        if exhibit_name(line) in left:
            left.remove(exhibit_name(line))
        else:
            missing.append(line)
    return missing


def unknown_exhibits(text: str, drawn_up: Sequence[Block]) -> list[str]:
    """Lines that stand for a table or chart which this section does not have, or not twice: these are not printed."""
    known = [exhibit_name(line) for line in exhibit_lines(drawn_up)]
    found = []
    for line in clean(text).splitlines():
        if exhibit_name(line) in known:
            known.remove(exhibit_name(line))
        elif is_exhibit_line(line):
            found.append(line)
    return found


def exhibit_lines(blocks: Sequence[Block]) -> list[str]:
    """The line of each table and chart, in their order."""
    return [clean(to_text([block])) for block in blocks if isinstance(block, Table | Chart)]


def united(first: str, second: str) -> str:
    """Every line of both texts in one: what both have stands once, then what the first has alone, then the second."""
    one, other = first.splitlines(), second.splitlines()
    lines: list[str] = []
    for step, start, end, other_start, other_end in difflib.SequenceMatcher(
        None, one, other, autojunk=False
    ).get_opcodes():
        lines += one[start:end]
        if step != "equal":
            lines += other[other_start:other_end]
    return "\n".join(lines)

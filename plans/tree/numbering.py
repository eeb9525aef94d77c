"""How the parts of a plan are numbered: labels and codes in the habits of domain reference §1.2 and §10. Pure.

A label is what the document prints before a part, without the dot or bracket after it: `I`, `1`, `1.1`, `a`, `-`. A
code is the path of a part (`II.1.3`); its last segment never repeats among the parts of one parent. A dash has no
number of its own, so its segment is a letter, as in the plan files.
"""

import re
from collections.abc import Collection
from enum import Enum

# NĐ 30/2020: points follow the Vietnamese alphabet, đ after d.
ALPHABET = "abcdđeghiklmnopqrstuvxy"
ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
IS_ROMAN = re.compile(r"(?=.)C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")


class Mark(Enum):
    """One way to count."""

    ROMAN = "roman"
    NUMBER = "number"
    DECIMAL = "decimal"  # 1.1, 1.2: the number of the part above comes along
    LETTER = "letter"
    DASH = "dash"
    PLUS = "plus"


class NumberingStyle(Enum):
    """The scheme of a whole plan: how each depth counts; deeper parts count like the last one."""

    STATE = (Mark.ROMAN, Mark.NUMBER, Mark.LETTER, Mark.DASH, Mark.PLUS)
    OLDER = (Mark.ROMAN, Mark.NUMBER, Mark.DECIMAL, Mark.LETTER, Mark.DASH)
    DASHES = (Mark.ROMAN, Mark.NUMBER, Mark.DECIMAL, Mark.DASH, Mark.PLUS)
    NUMBERS = (Mark.NUMBER, Mark.DECIMAL, Mark.DECIMAL, Mark.DECIMAL, Mark.LETTER)

    def mark(self, depth: int) -> Mark:
        """How parts at `depth` count, 0 for the topmost."""
        marks: tuple[Mark, ...] = self.value
        return marks[min(depth, len(marks) - 1)]


STYLE_NAMES = {
    NumberingStyle.STATE: "I. → 1. → a) → - → + (Nghị định 30/2020)",
    NumberingStyle.OLDER: "I. → 1. → 1.1. → a) → -",
    NumberingStyle.DASHES: "I. → 1. → 1.1. → - → +",
    NumberingStyle.NUMBERS: "1. → 1.1. → 1.1.1. → 1.1.1.1. → a)",
}


def roman(number: int) -> str:
    """`4` → `IV`. For 1 to 399."""
    letters = []
    for value, sign in ROMAN:
        count, number = divmod(number, value)
        letters.append(sign * count)
    return "".join(letters)


def from_roman(text: str) -> int:
    """`IV` → 4; 0 when the text is no roman number as `roman` writes it."""
    if not IS_ROMAN.fullmatch(text):
        return 0
    number = 0
    for value, sign in ROMAN:
        while text.startswith(sign):
            number, text = number + value, text.removeprefix(sign)
    return number


def letter(number: int) -> str:
    """`5` → `đ`; past the alphabet two letters: `aa`, `ab`."""
    letters = ""
    while number:
        number, place = divmod(number - 1, len(ALPHABET))
        letters = ALPHABET[place] + letters
    return letters


def from_letter(text: str) -> int:
    """`đ` → 5; 0 when the text is no such label."""
    number = 0
    for sign in text:
        place = ALPHABET.find(sign)
        if place < 0:
            return 0
        number = number * len(ALPHABET) + place + 1
    return number


def from_number(text: str) -> int:
    """`12` → 12; 0 when the text is no plain number."""
    return int(text) if text.isdecimal() and text.isascii() else 0


def segment(mark: Mark, number: int) -> str:
    """The last segment of the code of the `number`-th part."""
    match mark:
        case Mark.ROMAN:
            return roman(number)
        case Mark.NUMBER | Mark.DECIMAL:
            return str(number)
        case _:
            return letter(number)


def label(mark: Mark, number: int, above: str = "") -> str:
    """What is printed before the `number`-th part; `above` is the label of the part it belongs to."""
    match mark:
        case Mark.DASH:
            return "-"
        case Mark.PLUS:
            return "+"
        case Mark.DECIMAL if above:
            return f"{above}.{number}"
        case _:
            return segment(mark, number)


def next_label(last: str) -> str:
    """The label that continues a list after `last`: `1.3` → `1.4`, `a` → `b`, `-` → `-`; "" when it cannot be told."""
    if last in ("-", "+"):
        return last
    before, dot, tail = last.rpartition(".")
    if number := from_number(tail):
        return f"{before}{dot}{number + 1}"
    if not dot and (number := from_roman(tail)):
        return roman(number + 1)
    if not dot and (number := from_letter(tail)):
        return letter(number + 1)
    return ""


def free_segment(own: str, taken: Collection[str]) -> str:
    """A segment for a part that comes among siblings whose segments are `taken`, counted as they count.

    A part without siblings keeps its `own` segment, except that a roman number becomes `1`: inside a part nobody counts
    in roman numbers. An empty `own` (a new part) starts at 1.
    """
    if not taken:
        return own if own and not from_roman(own) else "1"
    for read, write in ((from_number, str), (from_roman, roman), (from_letter, letter)):
        numbers = [read(name) for name in taken]
        if all(numbers):
            return own if own not in taken and read(own) else write(max(numbers) + 1)
    return own if own and own not in taken else str(max(map(from_number, taken)) + 1)

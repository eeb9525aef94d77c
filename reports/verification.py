"""The short code on a finalised summary: ten characters that lead from the paper back to the portal."""

import secrets
import unicodedata

# Digits and capitals without I, L, O and U: what looks alike on paper stands for one character only.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 10, 5
_LOOK_ALIKES = str.maketrans("OILĐ", "011D")


class Malformed(ValueError):
    """What was typed cannot be a code."""


def new_code() -> str:
    """A code nobody can guess: 50 random bits, without dashes, as it is stored."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """The code as it is printed: `ABCDE-FGHJK`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def normalised(typed: str) -> str:
    """The stored form of a code typed by hand: any case, spaces, dashes and marks, O for 0, I or L for 1.

    Raises:
        Malformed: other characters, or not ten of them.
    """
    bare = (one for one in unicodedata.normalize("NFKD", typed.strip()) if unicodedata.category(one)[0] in "LN")
    code = "".join(bare).upper().translate(_LOOK_ALIKES)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise Malformed(typed)
    return code

"""Text typed the way the old fonts were typed, for the tests of decoding."""

import re
import unicodedata

from vietnamese.legacy_encodings import TCVN3, decode_legacy

# Read off the decoder, letter by letter: what shows as "ế" is typed as the sign that decodes to "ế".
_TCVN3 = {
    decode_legacy(chr(code), TCVN3): chr(code)
    for code in range(0xA1, 0x100)
    if decode_legacy(chr(code), TCVN3) != chr(code)
}
_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_CIRCUMFLEX = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_OWN_SIGNS = dict(zip("đơưíìỉĩịỵ", "ñôöíìæóòî", strict=True))


def in_tcvn3(text: str, *, capital_font: bool = False) -> str:
    """`text` as TCVN3 shows without its font; letters with a tone are small, all of them in a capital font."""
    lines = text.split("\n")
    if capital_font:
        lines = [line.lower() if line == line.upper() and re.search(r"[^\W\d]", line) else line for line in lines]
    return "\n".join("".join(map(_tcvn3, line)) for line in lines)


def _tcvn3(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in "ĂÂÊÔƠƯĐ":
        return _TCVN3[letter]
    small = _TCVN3.get(letter.lower(), letter)
    return small if letter.islower() or letter.lower() in _TCVN3 else letter


def in_vni(text: str) -> str:
    """`text` as VNI shows without its font."""
    return "".join(map(_vni, text))


def _vni(letter: str) -> str:
    if letter.isascii():
        return letter
    own = _OWN_SIGNS.get(letter.lower())
    if own:
        return own if letter.islower() else own.upper()
    base, *marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in _TONES), "")
    if "\u0302" in marks:
        sign = _CIRCUMFLEX[tone]
    elif "\u0306" in marks:
        sign = _BREVE[tone]
    else:
        base = {"o": "ô", "u": "ö", "O": "Ô", "U": "Ö"}[base] if "\u031b" in marks else base
        sign = _TONES.get(tone, "")
    return base + (sign if letter.islower() else sign.upper())

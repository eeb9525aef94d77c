"""Recognising text that came through a wrong character set (domain reference §7.3).

Old files typed in .VnTime (TCVN3) or VNI fonts arrive as Latin-1 letters: "CÈm Giµng", "Caåm Giaøng". The test is
strict, because a false alarm would block honest work: a word counts as damaged only when it is no Vietnamese syllable
as it stands and becomes one when it is decoded.
"""

import re
from collections import Counter
from collections.abc import Callable

from vietnamese.letters import nfc
from vietnamese.syllables import is_syllable

TCVN3 = "TCVN3 (phông .VnTime)"
VNI = "VNI (phông VNI-Times)"
MOJIBAKE = "UTF-8 bị đọc sai bảng mã"
REPLACED = "ký tự đã mất (\ufffd)"

_TCVN3_LETTERS = {
    "µ¶·¸¹": "àảãáạ",
    "¨»¼½¾Æ": "ăằẳẵắặ",
    "©ÇÈÉÊË": "âầẩẫấậ",
    "®": "đ",
    "ÌÎÏÐÑ": "èẻẽéẹ",
    "ªÒÓÔÕÖ": "êềểễếệ",
    "×ØÜÝÞ": "ìỉĩíị",
    "ßáâãä": "òỏõóọ",
    "«åæçèé": "ôồổỗốộ",
    "¬êëìíî": "ơờởỡớợ",
    "ïñòóô": "ùủũúụ",
    "\u00adõö÷øù": "ưừửữứự",
    "úûüýþ": "ỳỷỹýỵ",
    "¡¢£¤¥¦§": "ĂÂÊÔƠƯĐ",
}
_TCVN3 = str.maketrans("".join(_TCVN3_LETTERS), "".join(_TCVN3_LETTERS.values()))

_VNI_SINGLE = str.maketrans("ñôöæóòîÑÔÖÆÓÒÎ", "đơưỉĩịỵĐƠƯỈĨỊỴ")
_VNI_TONES = dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True))
_VNI_CIRCUMFLEX = dict(zip("âáàåãä", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_BREVE = dict(zip("êéèúüë", ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_PAIR = re.compile("([aeouyôö])([ùøûõï])|([aeo])([âáàåãä])|(a)([êéèúüë])", re.IGNORECASE)

_WORD = re.compile(r"(?:[^\W\d_]|[\u00a1-\u00ff])+")
_HONEST = re.compile("\u00b5m|[A-Za-z]×[A-Za-z]")  # a unit and a product, syllables only to a decoder
_HIGH_RUN = re.compile(r"[^\x00-\x7f]+")
_PLAUSIBLE = re.compile("[\u00a0-\u024f\u0300-\u0323\u1ea0-\u1eff\u2010-\u2026\u20ab]+")
_AFTER_CAPITAL = re.compile("[ÂÃ].")  # XÃ before a no-break space or a closing quote is a word, not a pair of bytes


def damaged_encoding(text: str) -> str | None:
    """Name the wrong character set ``text`` came through, in words for the person, or return ``None``.

    Knows TCVN3 and VNI fonts, UTF-8 read as Windows-1252, and the replacement character.
    """
    if text.isascii():
        return None
    if "\ufffd" in text:
        return REPLACED
    composed = nfc(text)
    if _is_mojibake(composed):
        return MOJIBAKE
    words = Counter(match[0] for match in _WORD.finditer(composed) if not _beside_digit(composed, match))
    damage = {
        TCVN3: sum(count for word, count in words.items() if _repaired_by(word, _decode_tcvn3)),
        VNI: sum(count for word, count in words.items() if _repaired_by(word, _decode_vni)),
    }
    name = max(damage, key=lambda encoding: damage[encoding])
    found = damage[name]
    return name if found >= 2 or (found and 2 * found >= words.total()) else None


def decode_legacy(text: str, name: str) -> str:
    """Return ``text`` in Unicode, read as the character set that ``damaged_encoding`` named.

    Text typed in a capital font of TCVN3 (.VnTimeH) comes out in small letters: the codes are the same. Text that is
    not in that set after all, and any other name, comes back as it is.
    """
    if name == TCVN3:
        return _decode_tcvn3(text)
    if name == VNI:
        return _decode_vni(text)
    return _decode_mojibake(text) if name == MOJIBAKE else text


def _decode_mojibake(text: str) -> str:
    try:
        return bytes(_WINDOWS_BYTES[letter] if letter > "\x7f" else ord(letter) for letter in text).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return text


def _decode_tcvn3(word: str) -> str:
    return word.translate(_TCVN3)


def _decode_vni(word: str) -> str:
    return nfc(_VNI_PAIR.sub(_join_vni_pair, word).translate(_VNI_SINGLE))


def _join_vni_pair(match: re.Match[str]) -> str:
    letter, mark = match[1] or match[3] or match[5], (match[2] or match[4] or match[6]).lower()
    if match[1]:
        return letter.translate(_VNI_SINGLE) + _VNI_TONES[mark]
    if match[3]:
        return letter + "\u0302" + _VNI_CIRCUMFLEX[mark]
    return letter + "\u0306" + _VNI_BREVE[mark]


def _repaired_by(word: str, decode: Callable[[str], str]) -> bool:
    if word.isascii() or _HONEST.fullmatch(word) or not re.search("[A-Za-z]", word) or is_syllable(word):
        return False
    decoded = decode(word)
    return decoded != word and (is_syllable(decoded) or is_syllable(decoded.lower()))


def _beside_digit(text: str, match: re.Match[str]) -> bool:
    return text[match.start() - 1 : match.start()].isdigit() or text[match.end() : match.end() + 1].isdigit()


def _windows_bytes() -> dict[str, int]:
    """Map each character to the byte it shows in Windows-1252; undefined bytes show as control characters."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)}
    for byte in range(0x80, 0xA0):
        character = bytes([byte]).decode("cp1252", "ignore")
        if character:
            table[character] = byte
    return table


_WINDOWS_BYTES = _windows_bytes()


def _is_mojibake(text: str) -> bool:
    """Say whether runs of high characters are UTF-8 bytes; a letter outside Windows-1252 proves good text."""
    readable = broken = 0
    for match in _HIGH_RUN.finditer(text):
        if any(character not in _WINDOWS_BYTES and character.isalpha() for character in match[0]):
            return False
        capital_before = text[match.start() - 1 : match.start()].isupper()
        if _decodes(match[0]) and not (capital_before and _AFTER_CAPITAL.fullmatch(match[0])):
            readable += 1
        else:
            broken += 1
    return readable > broken


def _decodes(run: str) -> bool:
    try:
        decoded = bytes(_WINDOWS_BYTES[character] for character in run).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return False
    return _PLAUSIBLE.fullmatch(decoded) is not None

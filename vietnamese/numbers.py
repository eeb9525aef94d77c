"""Reading and writing numbers the Vietnamese way: decimal comma, thousands dot (domain reference §7.1, §7.2).

Reading never guesses. A text with two sensible readings is refused, and the message shows both.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

MAX_LENGTH = 40  # characters; far above any figure of the field, small enough to keep Decimal cheap

# Full-width digits come from pasted documents; the spaces are those Excel and Word put between thousands.
_TIDY = str.maketrans(
    {**{chr(0xFF10 + n): str(n) for n in range(10)}, **dict.fromkeys("\u00a0\u202f\u2009\u2007", " ")}
)
_TIDY[0x2212] = "-"

_PARTS = re.compile(r"([+-]?) ?([0-9][0-9., ]*?) ?(%?)")
_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+")
_ONE_SEPARATOR = re.compile(r"([0-9 ]+)([.,])([0-9]+)")
_US_STYLE = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,}")
_SWAP = str.maketrans(",.", ".,")
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)


class NumberError(ValueError):
    """The text is not a number; ``message`` tells the person why, in Vietnamese."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class AmbiguousNumber(NumberError):
    """The text has two sensible readings; ``message`` shows both."""


def parse_number(text: str, *, integer: bool = False, max_decimals: int | None = None) -> Decimal:
    """Return the number written in ``text``.

    A comma is the decimal sign; dots or spaces between groups of three are thousands; a lone dot is accepted as
    decimal sign when it cannot be anything else (``1.02``). ``1.234`` is 1234 for an ``integer`` and ambiguous
    otherwise. A trailing ``%`` is dropped (the value is not divided by 100) and refused for an ``integer``.
    ``max_decimals`` counts the digits as typed.

    Raises :class:`AmbiguousNumber` for two readings and :class:`NumberError` for anything else that is no number.
    Source: domain reference §7.2 and §7.3.
    """
    integer = integer or max_decimals == 0
    sign, body, percent = _take_apart(text)
    if percent and integer:
        raise NumberError("Ô này là số nguyên, không ghi dấu %.")
    whole, decimals = _split_decimals(body, integer=integer, max_decimals=max_decimals)
    if decimals and integer:
        raise NumberError(f"“{body}” có phần thập phân; ô này chỉ nhận số nguyên.")
    if max_decimals is not None and len(decimals) > max_decimals:
        raise NumberError(f"“{body}” có {len(decimals)} chữ số thập phân; chỉ ghi tối đa {max_decimals}.")
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    return value.copy_negate() if sign == "-" and value else value


def format_number(value: Decimal | int | float | None, *, decimals: int | None = None, trim: bool = False) -> str:
    """Write ``value`` with thousands dots and a decimal comma; ``None`` gives an empty string.

    ``decimals`` rounds half up to that many digits, otherwise the digits stay as they are; ``trim`` drops trailing
    zeros after the comma. A value that rounds to zero carries no minus sign. Raises :class:`NumberError` for a value
    that is not finite.
    """
    return "" if value is None else f"{_rounded(value, decimals, trim):,f}".translate(_SWAP)


def format_percent(value: Decimal | int | float | None, decimals: int = 2) -> str:
    """Write a percentage without a space before the sign: ``1,02%``; ``value`` is in percent, not a fraction."""
    return "" if value is None else f"{format_number(value, decimals=decimals)}%"


def number_for_input(value: Decimal | int | float | None, *, decimals: int | None = None) -> str:
    """Write ``value`` for an input box: decimal comma and no thousands dots, so that it always reads back."""
    return "" if value is None else f"{_rounded(value, decimals, trim=True):f}".replace(".", ",")


def _rounded(value: Decimal | int | float, decimals: int | None, trim: bool) -> Decimal:
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite():
        raise NumberError("Giá trị không phải là số hữu hạn.")
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)
    if trim:
        number = number.normalize(_WIDE)
    return number if number else abs(number)


def _take_apart(text: str) -> tuple[str, str, str]:
    """Split into sign, digits with separators, and percent sign."""
    if not isinstance(text, str):
        raise NumberError("Giá trị không phải là số.")
    tidy = text.translate(_TIDY).strip()
    if not tidy:
        raise NumberError("Chưa nhập số.")
    if len(tidy) > MAX_LENGTH:
        raise NumberError(f"Số quá dài: chỉ ghi tối đa {MAX_LENGTH} ký tự.")
    match = _PARTS.fullmatch(tidy)
    if match is None:
        raise NumberError(f"“{_shown(tidy)}” không phải là số. Ghi ví dụ 1250 hoặc 1,02.")
    return match[1], match[2], match[3]


def _split_decimals(body: str, *, integer: bool, max_decimals: int | None) -> tuple[str, str]:
    """Return the digits before and after the decimal sign."""
    if _PLAIN.fullmatch(body):
        return body, ""
    if _US_STYLE.fullmatch(body):
        readable = body.replace(",", "").replace(".", ",")
        raise NumberError(f"“{body}” ghi theo kiểu Mỹ; dấu phẩy là dấu thập phân. Ghi {readable}.")
    if _GROUPED.fullmatch(body) and (integer or body.count(".") != 1):
        return body.replace(".", "").replace(" ", ""), ""
    if one := _ONE_SEPARATOR.fullmatch(body):
        whole, separator, decimals = one.groups()
        if _PLAIN.fullmatch(whole) or _GROUPED.fullmatch(whole):
            whole = whole.replace(" ", "")
            if separator == ("," if integer else "."):
                _refuse_two_readings(
                    body, whole, decimals, grouped=" " in body, max_decimals=0 if integer else max_decimals
                )
            return whole, decimals
    whole, comma, decimals = body.partition(",")
    if comma and _PLAIN.fullmatch(decimals) and _GROUPED.fullmatch(whole):
        return whole.replace(".", "").replace(" ", ""), decimals
    raise NumberError(f"“{_shown(body)}” có dấu phân cách không đúng chỗ. Ghi ví dụ 1.234.567 hoặc 1234,5.")


def _refuse_two_readings(body: str, whole: str, decimals: str, *, grouped: bool, max_decimals: int | None) -> None:
    """Raise when the one separator may as well stand between thousands."""
    thousands = len(decimals) == 3 and not whole.startswith("0") and (grouped or len(whole) <= 3)
    if not thousands:
        return
    large, small = whole + decimals, f"{whole},{decimals}"
    if max_decimals == 0:
        advice = f"ô này chỉ nhận số nguyên, ghi {large} nếu đúng như vậy"
    elif max_decimals is not None and max_decimals < 3:
        advice = f"ghi {large}, hoặc số có tối đa {max_decimals} chữ số sau dấu phẩy"
    else:
        advice = f"ghi {large} hoặc {small}"
    raise AmbiguousNumber(f"“{body}” có thể là {large} hoặc {small}; {advice}.")


def _shown(text: str) -> str:
    """Return ``text`` without unprintable characters, for use in a message."""
    return "".join(character for character in text if character.isprintable())

"""Numbers: the comma and dot traps of domain reference §7.2 and §7.3."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.numbers import (
    MAX_LENGTH,
    AmbiguousNumber,
    NumberError,
    format_number,
    format_percent,
    number_for_input,
    parse_number,
)

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,02", "1.02"),
        ("1.02", "1.02"),
        ("1.234.567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1.234.567,89", "1234567.89"),
        ("1 234 567", "1234567"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1,234", "1.234"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("  79,66 % ", "79.66"),
        ("1,02%", "1.02"),
        ("+3", "3"),
        ("-1,5", "-1.5"),
        ("\u22121,5", "-1.5"),
        ("- 1", "-1"),
        ("007", "7"),
        ("-0", "0"),
        ("１２，５".replace("，", ","), "12.5"),
    ],
)
def test_reads_the_ways_people_write_numbers(text, expected):
    value = parse_number(text)

    assert value == Decimal(expected)
    assert not (value == 0 and value.is_signed())


@pytest.mark.parametrize(
    ("text", "expected"), [("1.234", 1234), ("1.234.567", 1234567), ("12 345", 12345), ("0", 0), ("-1.234", -1234)]
)
def test_groups_of_three_are_thousands_in_a_whole_number(text, expected):
    assert parse_number(text, integer=True) == expected


@pytest.mark.parametrize("text", ["1.234", "12.000", "-1.234", "1.234%", "1 234.567"])
def test_a_lone_dot_before_three_digits_has_two_readings(text):
    with pytest.raises(AmbiguousNumber):
        parse_number(text)


def test_an_ambiguous_number_shows_both_readings():
    with pytest.raises(AmbiguousNumber) as caught:
        parse_number("1.234")

    assert caught.value.message == "“1.234” có thể là 1234 hoặc 1,234; ghi 1234 hoặc 1,234."
    assert parse_number("1234") == 1234
    assert parse_number("1,234") == Decimal("1.234")


def test_a_comma_before_three_digits_is_ambiguous_in_a_whole_number():
    with pytest.raises(AmbiguousNumber) as caught:
        parse_number("1,234", integer=True)

    assert "1234 hoặc 1,234" in caught.value.message


def test_advice_for_an_ambiguous_number_is_one_the_box_accepts():
    with pytest.raises(AmbiguousNumber) as caught:
        parse_number("1.234", max_decimals=2)

    assert "tối đa 2 chữ số sau dấu phẩy" in caught.value.message


@pytest.mark.parametrize(("text", "advice"), [("1,234.5", "Ghi 1234,5."), ("1,234,567", "Ghi 1234567.")])
def test_american_style_is_refused_with_the_right_spelling(text, advice):
    with pytest.raises(NumberError) as caught:
        parse_number(text)

    assert caught.value.message.endswith(advice)


@pytest.mark.parametrize("text", ["1,5", "1.5", "1.234,0", "0,125", "5,00"])
def test_a_whole_number_refuses_decimals(text):
    with pytest.raises(NumberError, match="chỉ nhận số nguyên"):
        parse_number(text, integer=True)


def test_a_whole_number_refuses_a_percent_sign():
    with pytest.raises(NumberError, match="không ghi dấu %"):
        parse_number("50%", integer=True)


def test_typed_decimals_are_counted():
    assert parse_number("1,02", max_decimals=2) == Decimal("1.02")
    with pytest.raises(NumberError, match="có 3 chữ số thập phân; chỉ ghi tối đa 2"):
        parse_number("1,020", max_decimals=2)


def test_no_decimals_allowed_means_a_whole_number():
    assert parse_number("1.234", max_decimals=0) == 1234


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "-",
        "%",
        "abc",
        "NaN",
        "Infinity",
        "-inf",
        "1e5",
        "1E+5",
        "0x10",
        "1_000",
        "²",
        "½",
        "٣",
        "1 02",
        "1,2,3",
        "1.23.4",
        "1.23,4",
        "0.123.456",
        "1..2",
        "1,",
        ",5",
        "5.",
        "1,234.567.890",
        "1'234",
        "(5)",
        "5 trẻ",
        "--5",
        "5%%",
        "10/3",
        "1 234 56",
        "9" * (MAX_LENGTH + 1),
        "1\n234",
        "５．５",
    ],
)
@pytest.mark.parametrize("integer", [False, True])
def test_anything_else_is_refused(text, integer):
    with pytest.raises(NumberError) as caught:
        parse_number(text, integer=integer)

    assert caught.value.message == str(caught.value)
    assert caught.value.message.endswith(".")


def test_what_is_no_text_is_refused():
    with pytest.raises(NumberError):
        parse_number(None)


@given(st.text() | st.text(alphabet="0123456789., +-%eE\u00a0\u202f０９NaNInf", max_size=50), st.booleans())
def test_any_text_gives_a_finite_number_or_a_number_error(text, integer):
    try:
        value = parse_number(text, integer=integer)
    except NumberError:
        return
    assert value.is_finite()
    assert not integer or value == value.to_integral_value()


@given(st.text(alphabet="0123456789., ", min_size=1, max_size=12))
def test_an_accepted_number_keeps_every_digit_in_its_order(text):
    try:
        value = parse_number(text)
    except NumberError:
        return
    digits = "".join(character for character in text if character.isdigit())
    assert f"{value:f}".replace(".", "").lstrip("0") == digits.lstrip("0")


@pytest.mark.parametrize(
    ("value", "options", "expected"),
    [
        (None, {}, ""),
        (0, {}, "0"),
        (1234567, {}, "1.234.567"),
        (-1234, {}, "-1.234"),
        (Decimal("1234.5"), {}, "1.234,5"),
        (Decimal("1.02"), {}, "1,02"),
        (Decimal("1.020"), {}, "1,020"),
        (Decimal("1.020"), {"trim": True}, "1,02"),
        (Decimal("1200"), {"trim": True}, "1.200"),
        (Decimal("1E+3"), {}, "1.000"),
        (Decimal("2.5"), {"decimals": 0}, "3"),
        (Decimal("-2.5"), {"decimals": 0}, "-3"),
        (Decimal("1.005"), {"decimals": 2}, "1,01"),
        (Decimal("-0.001"), {"decimals": 2}, "0,00"),
        (Decimal(1), {"decimals": 2}, "1,00"),
        (Decimal("1.50"), {"decimals": 2, "trim": True}, "1,5"),
        (Decimal("1" + "0" * 30 + ".5"), {"decimals": 0}, "1" + ".000" * 9 + ".001"),
        (0.1, {}, "0,1"),
    ],
)
def test_writes_thousands_dots_and_a_decimal_comma(value, options, expected):
    assert format_number(value, **options) == expected


def test_percent_has_no_space_and_rounds_half_up():
    assert format_percent(Decimal(100) / 98) == "1,02%"
    assert format_percent(Decimal(4700) / 59) == "79,66%"
    assert format_percent(Decimal("79.665")) == "79,67%"
    assert format_percent(Decimal("12.34"), decimals=0) == "12%"
    assert format_percent(None) == ""


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), float("nan")])
def test_only_finite_numbers_are_written(value):
    with pytest.raises(NumberError):
        format_number(value)


@given(amounts)
def test_what_is_written_with_decimals_reads_back(value):
    assert parse_number(format_number(value)) == value
    assert parse_number(format_percent(value, decimals=4)) == value


@given(st.integers(-(10**15), 10**15))
def test_a_written_whole_number_reads_back(value):
    assert parse_number(format_number(value), integer=True) == value


@given(amounts | st.integers(-(10**15), 10**15))
def test_what_an_input_box_shows_always_reads_back(value):
    assert parse_number(number_for_input(value)) == value


def test_an_input_box_shows_no_thousands_dots():
    assert number_for_input(Decimal("1234.50")) == "1234,5"
    assert number_for_input(Decimal("1.005"), decimals=2) == "1,01"
    assert number_for_input(1234) == "1234"
    assert number_for_input(None) == ""

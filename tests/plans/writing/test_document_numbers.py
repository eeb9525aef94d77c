import unicodedata

import pytest

from plans.document_numbers import DocumentNumber, default_symbol, split_number, tidy_term
from plans.enums import DocumentStyle


@pytest.mark.parametrize(
    ("typed", "number", "symbol", "style"),
    [
        ("04/KH-PGDĐT", "04", "KH-PGDĐT", DocumentStyle.STATE),
        ("Số: 04/KH-PGDĐT", "04", "KH-PGDĐT", DocumentStyle.STATE),
        ("97-KH/TU", "97", "KH/TU", DocumentStyle.PARTY),
        ("số 51 - KL/TW", "51", "KL/TW", DocumentStyle.PARTY),
        ("07/2017/NQ-HĐND", "07/2017", "NQ-HĐND", DocumentStyle.STATE),
        ("12a/KH - THCS", "12a", "KH-THCS", DocumentStyle.STATE),
        (unicodedata.normalize("NFD", "04/KH-PGDĐT"), "04", "KH-PGDĐT", DocumentStyle.STATE),
        ("04", "04", "", None),
        ("  ", "", "", None),
        ("07/2017", "07/2017", "", None),
        ("chưa có", "chưa có", "", None),
    ],
)
def test_a_number_typed_whole_is_taken_apart(typed: str, number: str, symbol: str, style: DocumentStyle | None) -> None:
    assert split_number(typed) == DocumentNumber(number, symbol, style)


@pytest.mark.parametrize(
    ("typed", "term"),
    [("", ""), ("2015-2020", "2015-2020"), (" 2015 – 2020 ", "2015-2020"), ("2020-2015", None), ("2015", None)],
)
def test_a_term_has_two_years(typed: str, term: str | None) -> None:
    assert tidy_term(typed) == term


@pytest.mark.parametrize(("style", "symbol"), [(DocumentStyle.STATE, "KH-ABC"), (DocumentStyle.PARTY, "KH/ABC")])
def test_each_family_joins_type_and_issuer_in_its_way(style: DocumentStyle, symbol: str) -> None:
    assert default_symbol("KH", style, "ABC") == symbol
    assert default_symbol("KH", style, "") == ""

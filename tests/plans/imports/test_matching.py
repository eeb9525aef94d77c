"""Suggested indicators: near in words, in a like unit, or none."""

import pytest

from plans.imports.matching import Catalogue
from tests.factories import IndicatorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue() -> Catalogue:
    for code, name, unit in (
        ("B04", "Tỷ lệ trẻ nhà trẻ suy dinh dưỡng thể nhẹ cân", "%"),
        ("B05", "Tỷ lệ trẻ mẫu giáo suy dinh dưỡng thể nhẹ cân", "%"),
        ("B07", "Tỷ lệ trẻ mẫu giáo suy dinh dưỡng thể thấp còi", "%"),
        ("B35", "Tỷ lệ trẻ ăn bán trú", "%"),
    ):
        IndicatorFactory(code=code, name=name, short_name=name[:40], unit=unit)
    IndicatorFactory(
        count=True, code="B01", name="Số trường đạt chuẩn công nhận mới", short_name="Trường đạt chuẩn mới"
    )
    IndicatorFactory(count=True, code="B02", name="Số xã đạt chuẩn", short_name="Xã đạt chuẩn", unit="xã")
    return Catalogue()


def best(catalogue: Catalogue, sentence: str, unit: str, before: str = "") -> str:
    found = catalogue.suggest(sentence, unit, before=before)
    return found[0].indicator.code if found else ""


def test_the_nearest_words_win(catalogue: Catalogue) -> None:
    assert best(catalogue, "thể nhẹ cân ở trẻ nhà trẻ suy dinh dưỡng xuống dưới 1,02%", "%") == "B04"
    assert best(catalogue, "Nâng tỷ lệ trẻ ăn bán trú đạt 80%", "%") == "B35"


def test_a_sentence_that_goes_on_takes_its_words_from_before(catalogue: Catalogue) -> None:
    before = "Giảm tỷ lệ trẻ suy dinh dưỡng (thể nhẹ cân ở trẻ nhà trẻ xuống dưới 1,02%, "

    assert best(catalogue, "ở trẻ mẫu giáo xuống dưới 1,6%", "%", before) == "B05"


def test_a_count_is_never_a_rate(catalogue: Catalogue) -> None:
    assert best(catalogue, "Tỷ lệ trẻ ăn bán trú 80 trẻ", "trẻ") == ""


def test_another_unit_makes_an_indicator_less_likely(catalogue: Catalogue) -> None:
    assert best(catalogue, "xây dựng 4-5 trường đạt chuẩn mới", "trường") == "B01"
    assert best(catalogue, "4 xã đạt chuẩn", "xã") == "B02"


def test_nothing_near_suggests_nothing(catalogue: Catalogue) -> None:
    assert catalogue.suggest("Trồng 300 cây xanh", "cây") == []


def test_an_indicator_is_found_by_code_by_name_and_as_listed(catalogue: Catalogue) -> None:
    first = next(row for row in catalogue.indicators if row.code == "B04")

    assert {catalogue.find(text) for text in ("b04", first.name.upper(), catalogue.listed(first))} == {first}
    assert catalogue.find("không có") is None


def test_a_name_that_two_share_finds_neither() -> None:
    IndicatorFactory.create_batch(2, name="Cùng tên", short_name="Cùng tên")

    assert Catalogue().find("cùng tên") is None

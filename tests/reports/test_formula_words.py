"""The formula of a figure in words."""

import datetime as dt

import pytest

from plans.enums import EnteredBy, TimeRule, UnitRule
from plans.models import Indicator
from reports.formula_words import COMPUTED_WORDS, formula_words
from reports.queries.computed import COMPUTED

AS_OF = dt.date(2018, 5, 31)


def indicator(**options: str) -> Indicator:
    parts = {"numerator_label": "Trẻ nhẹ cân", "denominator_label": "Trẻ được cân"}
    usual = {"unit": "%", "entered_by": EnteredBy.SCHOOL, "time_rule": TimeRule.LATEST, "unit_rule": UnitRule.RATIO}
    return Indicator(**{**parts, **usual, **options})


@pytest.mark.parametrize(
    ("entered_by", "unit_rule", "words"),
    [
        (EnteredBy.SCHOOL, UnitRule.RATIO, "Tổng trẻ nhẹ cân ÷ tổng trẻ được cân của các trường × 100"),
        (EnteredBy.SCHOOL, UnitRule.SUM, "Cộng số liệu của các trường"),
        (EnteredBy.SCHOOL, UnitRule.MAXIMUM, "Số lớn nhất trong các trường"),
        (EnteredBy.COMMUNE, UnitRule.RATIO, "Tổng trẻ nhẹ cân ÷ tổng trẻ được cân của các đơn vị cấp xã × 100"),
        (EnteredBy.COMMUNE, UnitRule.SUM, "Cộng số liệu của các đơn vị cấp xã"),
        (EnteredBy.COMMUNE, UnitRule.MAXIMUM, "Số lớn nhất trong các đơn vị cấp xã"),
        (EnteredBy.OFFICE, UnitRule.RATIO, "Trẻ nhẹ cân ÷ trẻ được cân × 100, do cơ quan theo dõi kế hoạch nhập"),
        (EnteredBy.OFFICE, UnitRule.SUM, "Số liệu do cơ quan theo dõi kế hoạch nhập"),
        (EnteredBy.OFFICE, UnitRule.MAXIMUM, "Số liệu do cơ quan theo dõi kế hoạch nhập"),
    ],
)
@pytest.mark.parametrize(
    ("time_rule", "over_time", "of_ratios"),
    [
        (TimeRule.LATEST, "lấy số liệu kỳ gần nhất{each}", None),
        (TimeRule.CUMULATIVE, "số lũy kế từ đầu năm, lấy kỳ gần nhất{each}, không cộng các kỳ", None),
        (TimeRule.SUM, "cộng các kỳ từ đầu năm{each}", "cộng tử số và mẫu số các kỳ từ đầu năm{each}"),
        (TimeRule.AVERAGE, "lấy trung bình các kỳ{each}", "cộng tử số và mẫu số các kỳ từ đầu năm{each}"),
        (TimeRule.MAXIMUM, "lấy kỳ có số lớn nhất{each}", "lấy kỳ có tỷ lệ cao nhất{each}"),
    ],
)
def test_every_rule_has_words(
    entered_by: str, unit_rule: str, words: str, time_rule: str, over_time: str, of_ratios: str | None
) -> None:
    each = {"school": " của mỗi trường", "commune": " của mỗi đơn vị", "office": ""}[entered_by]
    time = (of_ratios or over_time) if unit_rule == UnitRule.RATIO else over_time

    said = formula_words(indicator(entered_by=entered_by, unit_rule=unit_rule, time_rule=time_rule), AS_OF)

    assert said == f"{words}; {time.format(each=each)}; chốt đến 31/05/2018"


def test_a_plain_quotient_is_not_multiplied() -> None:
    row = indicator(unit="điểm", numerator_label="Tổng điểm của thí sinh", denominator_label="Thí sinh dự thi")

    assert formula_words(row, AS_OF).startswith("Tổng điểm của thí sinh ÷ tổng thí sinh dự thi của các trường; ")


def test_abbreviations_stay_in_capitals() -> None:
    row = indicator(numerator_label="HS biết bơi", denominator_label="HS đang học")

    assert formula_words(row, AS_OF).startswith("Tổng HS biết bơi ÷ tổng HS đang học của các trường × 100; ")


def test_every_computed_figure_has_words() -> None:
    assert set(COMPUTED_WORDS) == set(COMPUTED)
    row = indicator(code="B03", entered_by=EnteredBy.COMPUTED)
    assert formula_words(row, AS_OF).endswith("÷ tổng số trường × 100, theo danh mục trường; chốt đến 31/05/2018")


def test_a_figure_without_a_rule_says_so() -> None:
    row = indicator(code="X99", entered_by=EnteredBy.COMPUTED)

    assert formula_words(row, AS_OF) == "Chưa có cách tính; chốt đến 31/05/2018"

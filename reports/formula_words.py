"""How a figure is calculated, in one sentence: from what the indicator counts and from its rules over units and time.

The words follow `reports.queries.values` rule by rule (domain reference §3.6): who reads a figure must be able to
calculate it again from the rows behind it.
"""

import datetime as dt

from plans.enums import EnteredBy, TimeRule, UnitRule
from plans.models import Indicator
from vietnamese.dates import format_date

# Who gives the figure: all of them together, and each of them.
GIVERS = {
    EnteredBy.SCHOOL: ("các trường", "mỗi trường"),
    EnteredBy.COMMUNE: ("các đơn vị cấp xã", "mỗi đơn vị"),
}
OFFICE = "do cơ quan theo dõi kế hoạch nhập"
OVER_TIME = {
    TimeRule.LATEST: "lấy số liệu kỳ gần nhất{each}",
    TimeRule.CUMULATIVE: "số lũy kế từ đầu năm, lấy kỳ gần nhất{each}, không cộng các kỳ",
    TimeRule.SUM: "cộng các kỳ từ đầu năm{each}",
    TimeRule.AVERAGE: "lấy trung bình các kỳ{each}",
    TimeRule.MAXIMUM: "lấy kỳ có số lớn nhất{each}",
}
# A mean of percentages says nothing, so the counts of the periods are added up for both rules.
RATIO_OVER_TIME = {
    **OVER_TIME,
    TimeRule.SUM: "cộng tử số và mẫu số các kỳ từ đầu năm{each}",
    TimeRule.AVERAGE: "cộng tử số và mẫu số các kỳ từ đầu năm{each}",
    TimeRule.MAXIMUM: "lấy kỳ có tỷ lệ cao nhất{each}",
}
COMPUTED_WORDS = {
    "B01": "Đếm trường được công nhận đạt chuẩn quốc gia lần đầu từ ngày 01/01 của năm kế hoạch, theo danh mục trường",
    "B03": "Số trường có công nhận đạt chuẩn quốc gia còn hiệu lực ÷ tổng số trường × 100, theo danh mục trường",
    "C03": "Số trường có công nhận đạt chuẩn quốc gia còn hiệu lực ÷ tổng số trường × 100, theo danh mục trường",
    "B51": "Đếm địa bàn không có trường nào còn công nhận đạt chuẩn quốc gia, theo danh mục trường",
    "B52": "Đếm trường có hạn kiểm tra lại từ ngày 01/01 của năm kế hoạch, theo danh mục trường",
    "B74": "Số báo cáo nộp lần đầu đúng hạn ÷ số báo cáo phải nộp trong kỳ × 100",
}


def formula_words(indicator: Indicator, as_of: dt.date) -> str:
    """The sentence, without a full stop: `Tổng trẻ nhẹ cân ÷ tổng trẻ được cân của các trường × 100; lấy số liệu kỳ
    gần nhất của mỗi trường; chốt đến 31/05/2018`. `as_of` is the cut-off of the data."""
    until = f"chốt đến {format_date(as_of)}"
    if indicator.entered_by == EnteredBy.COMPUTED:
        return f"{COMPUTED_WORDS.get(indicator.code, 'Chưa có cách tính')}; {until}"
    rules = RATIO_OVER_TIME if indicator.unit_rule == UnitRule.RATIO else OVER_TIME
    _, each = GIVERS.get(EnteredBy(indicator.entered_by), ("", ""))
    time = rules[TimeRule(indicator.time_rule)].format(each=f" của {each}" if each else "")
    return f"{_over_units(indicator)}; {time}; {until}"


def _over_units(indicator: Indicator) -> str:
    together, _ = GIVERS.get(EnteredBy(indicator.entered_by), ("", ""))
    of_all = f" của {together}" if together else ""
    typed = "" if together else f", {OFFICE}"
    if indicator.unit_rule == UnitRule.RATIO:
        upper, lower = (
            _total(label, bool(together)) for label in (indicator.numerator_label, indicator.denominator_label)
        )
        factor = "" if indicator.ratio_factor == 1 else f" × {indicator.ratio_factor}"
        return f"{upper[0].upper()}{upper[1:]} ÷ {lower}{of_all}{factor}{typed}"
    if not together:
        return f"Số liệu{typed}".replace(",", "", 1)
    return f"Số lớn nhất trong {together}" if indicator.unit_rule == UnitRule.MAXIMUM else f"Cộng số liệu{of_all}"


def _total(label: str, of_many: bool) -> str:
    """What is counted, with "tổng" before it unless the label says so itself or one unit alone gives it."""
    words = label[:1].lower() + label[1:] if label[1:2].islower() or label[1:2] == " " else label
    return words if not of_many or words.startswith("tổng ") else f"tổng {words}"

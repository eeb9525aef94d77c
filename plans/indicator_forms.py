"""The form by which a new indicator is defined."""

from typing import Any

from django import forms

from plans.enums import EnteredBy, UnitRule, ValueKind
from plans.indicator_search import catalogue, task_choices
from plans.models import Indicator, Plan
from schools.widgets import PlainSelect
from vietnamese.forms import NFCCharField, VietnameseDecimalField

FIELDS = (
    "code",
    "name",
    "short_name",
    "definition",
    "unit",
    "levels",
    "value_kind",
    "numerator_label",
    "denominator_label",
    "direction",
    "time_rule",
    "unit_rule",
    "entered_by",
    "decimals",
    "lower_bound",
    "upper_bound",
    "change_bound_percent",
    "judged_at_school",
    "registry_fact",
    "coverage_of",
)
HELP = {
    "code": "Không trùng trong danh mục, ví dụ B75. Mã hiện ở mọi biểu và không đổi về sau.",
    "name": "Như ghi trong biểu, ví dụ: Tỷ lệ học sinh biết bơi.",
    "short_name": "Dùng ở bảng hẹp và biểu đồ.",
    "definition": "Tính ai, tính lúc nào, khi nào ghi 0. Người nhập số liệu đọc ngay trên ô.",
    "unit": "Ghi % cho tỷ lệ phần trăm; còn lại: trường, HS, phòng, m²/HS…",
    "levels": "Trường cấp khác không bị hỏi. Để trống khi cơ quan hoặc địa bàn nhập.",
    "value_kind": "Tỷ lệ thì nhập tử số và mẫu số, cổng tự chia; không nhập sẵn phần trăm.",
    "numerator_label": "Bắt buộc với tỷ lệ, ví dụ: Học sinh biết bơi.",
    "denominator_label": "Bắt buộc với tỷ lệ, ví dụ: Học sinh toàn trường.",
    "direction": "Để tính tiến độ và cảnh báo khi số liệu đi ngược.",
    "time_rule": "Số thời điểm không bao giờ cộng qua các kỳ; lũy kế thì kỳ sau không nhỏ hơn kỳ trước.",
    "unit_rule": "Tỷ lệ luôn là tổng tử số trên tổng mẫu số, không lấy trung bình các tỷ lệ.",
    "entered_by": (
        "Trường nhập trong báo cáo; cơ quan theo dõi và từng địa bàn nhập ở phiếu số liệu của mỗi kỳ, phiếu tự mở khi "
        "biểu có chỉ tiêu này; tính từ danh mục thì không ai nhập."
    ),
    "decimals": "Khi hiện; khi xét đạt hay chưa cổng dùng số chưa làm tròn.",
    "lower_bound": "Số nhỏ hơn bị báo sai.",
    "upper_bound": "Số lớn hơn bị báo sai.",
    "change_bound_percent": "So với kỳ trước; quá thì phải giải trình.",
    "judged_at_school": "Bỏ chọn khi mẫu số của một trường quá nhỏ để xét tỷ lệ.",
    "registry_fact": "Cổng điền sẵn từ danh mục, không phải nhập lại.",
    "coverage_of": "Ví dụ: số trẻ được cân không vượt số trẻ đang học.",
}
_SELECT = {"class": "form-select"}


class IndicatorForm(forms.ModelForm):
    """A new indicator with its whole definition (domain reference §3)."""

    class Meta:
        model = Indicator
        fields = FIELDS
        field_classes = {"name": NFCCharField, "short_name": NFCCharField, "unit": NFCCharField}
        widgets = {
            "definition": forms.Textarea(attrs={"rows": 2}),
            **{
                name: PlainSelect(attrs=_SELECT)
                for name in (
                    "levels",
                    "value_kind",
                    "direction",
                    "time_rule",
                    "unit_rule",
                    "entered_by",
                    "registry_fact",
                    "coverage_of",
                )
            },
        }
        help_texts = HELP

    lower_bound = VietnameseDecimalField(label="Nhỏ nhất", decimals=4, required=False, help_text=HELP["lower_bound"])
    upper_bound = VietnameseDecimalField(label="Lớn nhất", decimals=4, required=False, help_text=HELP["upper_bound"])
    task: Any = forms.TypedChoiceField(
        label="Thuộc nhiệm vụ",
        coerce=int,
        empty_value=None,
        required=False,
        widget=PlainSelect(attrs=_SELECT),
        help_text="Nhiệm vụ của kế hoạch này mà chỉ tiêu đo.",
    )

    def __init__(self, data: Any = None, *, plan: Plan) -> None:
        super().__init__(data)
        self.fields["task"].choices = task_choices(plan)  # type: ignore[attr-defined]
        coverage: Any = self.fields["coverage_of"]
        coverage.queryset = catalogue(plan).order_by("code")
        coverage.empty_label = "không có"
        # A ratio has one rule only; leaving it out means that one.
        self.fields["unit_rule"].required = False

    def clean_code(self) -> str:
        return self.cleaned_data["code"].strip().upper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("value_kind") == ValueKind.RATIO:
            for name, word in (("numerator_label", "tử số"), ("denominator_label", "mẫu số")):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, f"Chỉ tiêu tỷ lệ phải có tên {word}.")
            if data.get("unit_rule") not in ("", None, UnitRule.RATIO):
                self.add_error("unit_rule", "Tỷ lệ tính bằng tổng tử số trên tổng mẫu số.")
            data["unit_rule"] = UnitRule.RATIO.value
        elif data.get("unit_rule") == UnitRule.RATIO:
            self.add_error("unit_rule", "Chỉ tiêu tỷ lệ mới tính bằng tổng tử số trên tổng mẫu số.")
        elif not data.get("unit_rule") and "unit_rule" not in self.errors:
            self.add_error("unit_rule", "Chọn cách tính qua các đơn vị.")
        if data.get("entered_by") == EnteredBy.SCHOOL and not data.get("levels") and "levels" not in self.errors:
            self.add_error("levels", "Trường nhập thì phải chọn cấp học.")
        lower, upper = data.get("lower_bound"), data.get("upper_bound")
        if lower is not None and upper is not None and lower > upper:
            self.add_error("upper_bound", "Không được nhỏ hơn giá trị nhỏ nhất.")
        return data

    def _get_validation_exclusions(self) -> set[str]:
        # `clean` names the field at fault; the database's own checks would say it again without one.
        known: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]  # the stubs leave it out
        return known | ({"value_kind", "lower_bound"} if self.errors else set())

"""Excel's own input checks. They warn while typing; the portal reads and checks everything again."""

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reports.workbooks import layout
from reports.workbooks.layout import Kind, Line


def add_number_rules(page: Worksheet, lines: list[Line], first: int) -> None:
    """Numbers, `k` or `c`; whole numbers where people or things are counted; lengths of notes."""
    cells: dict[tuple[Kind, bool, int], list[str]] = {}
    for at, line in enumerate(lines, first):
        for field in line.fields:
            cells.setdefault((field.kind, field.integer, field.limit), []).append(f"{field.column}{at}")
    for (kind, integer, limit), addresses in cells.items():
        if kind is Kind.NUMBER:
            rule = _number_rule(addresses[0], integer=integer)
        else:
            rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(limit), allow_blank=True)
            _explain(rule, "Quá dài", f"Chỉ ghi tối đa {limit} ký tự.")
        page.add_data_validation(rule)
        for address in addresses:
            rule.add(address)


def _number_rule(first: str, *, integer: bool) -> DataValidation:
    """The formula is written for the first cell; Excel moves it along to the others."""
    whole = f",{first}=INT({first})" if integer else ""
    rule = DataValidation(
        type="custom",
        formula1=f'IF(ISNUMBER({first}),AND({first}>=0{whole}),OR({first}="k",{first}="c"))',
        allow_blank=True,
    )
    # Only a warning: a number kept as text with a comma is read by the portal.
    rule.errorStyle = "warning"
    kind = "Số nguyên" if integer else "Số"
    _explain(rule, "Kiểm tra số liệu", f"{kind} không âm; “k” nếu không áp dụng; “c” nếu chưa có số liệu.")
    return rule


def add_task_rules(page: Worksheet, rows: list[int]) -> None:
    """A status from the list and a percentage."""
    if not rows:
        return
    labels = ",".join(layout.STATUS_LABELS.values())
    status = DataValidation(type="list", formula1=f'"{labels}"', allow_blank=True)
    _explain(status, "Tình trạng", "Chọn một tình trạng trong danh sách.")
    progress = DataValidation(type="whole", operator="between", formula1="0", formula2="100", allow_blank=True)
    _explain(progress, "Tiến độ", "Số nguyên từ 0 đến 100, không ghi dấu %.")
    for rule, column in ((status, "C"), (progress, "D")):
        page.add_data_validation(rule)
        for at in rows:
            rule.add(f"{column}{at}")


def _explain(rule: DataValidation, title: str, text: str) -> None:
    rule.errorTitle = rule.promptTitle = title
    rule.error = rule.prompt = text
    rule.showErrorMessage = rule.showInputMessage = True

"""How workbooks look: Times New Roman, A4, input cells in pale yellow (domain reference §7.3)."""

from collections.abc import Mapping

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook import Workbook
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

FONT = "Times New Roman"
_LINE = Side(style="thin", color="808080")
GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
BODY, BOLD, TITLE = Font(name=FONT, size=12), Font(name=FONT, size=12, bold=True), Font(name=FONT, size=13, bold=True)
ITALIC = Font(name=FONT, size=12, italic=True)
INPUT_FILL = PatternFill("solid", start_color="FFF9E5")
HEAD_FILL = PatternFill("solid", start_color="E7F0FA")
BLOCKED_FILL = PatternFill("solid", start_color="E8E8E8")
WRAPPED = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
RIGHT = Alignment(vertical="top", horizontal="right")
OPEN = Protection(locked=False)
TEXT_FORMAT = "@"


def new_workbook() -> Workbook:
    """An empty workbook whose every cell starts in Times New Roman 12 and whose sheets stay in place."""
    book = Workbook()
    # openpyxl has no public way to change the font of cells without a style.
    book._fonts = IndexedList([BODY])
    book._named_styles["Normal"].font = BODY
    book.security = WorkbookProtection(lockStructure=True)
    book.calculation.fullCalcOnLoad = True
    return book


def set_up_print(sheet: Worksheet, *, is_wide: bool = True) -> None:
    """A4, landscape when wide, all columns on one page, the number of the page below."""
    sheet.page_setup.orientation = "landscape" if is_wide else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddFooter.right.text = "Trang &P/&N"


def set_up_page(sheet: Worksheet, *, widths: Mapping[str, int], head_row: int | None = None) -> None:
    """A4 landscape, one page wide, header row repeated; protected without a password: against slips, not people."""
    set_up_print(sheet)
    sheet.page_margins.left, sheet.page_margins.right = 0.6, 0.4
    sheet.sheet_view.showGridLines = False
    for column, width in widths.items():
        sheet.column_dimensions[column].width = width
    if head_row:
        sheet.print_title_rows = f"{head_row}:{head_row}"
        sheet.freeze_panes = f"C{head_row + 1}"
    sheet.protection.sheet = True
    # Rows and columns may still be made larger to read long texts.
    sheet.protection.formatRows = sheet.protection.formatColumns = False

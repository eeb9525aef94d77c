"""Where the figures of a summary can be looked up, by kind: which page shows them, and with what filter.

`reports.views.source_links.source_url` turns a source into the address of that page. Every kind has a page; a sentence
whose figures cannot be looked up anywhere must not be written.
"""

from plans.enums import TaskStatus
from plans.models import Task
from reports.documents.content import Source
from reports.queries.figures import Figure

BOARD = "board"  # who has reported; key: a filter of the board, "" for everybody
REVIEW = "review"  # the reports that wait for review
RESULTS = "results"  # the page of results; key: the code of an indicator, "" for all
LEVEL = "level"  # the results of one level; key: the level
MATRIX = "matrix"  # the figures of each unit; key: the code of an indicator, "" for all
TASKS = "tasks"  # the tasks of the plan; key: a status, "" for all
TASK = "task"  # one task; key: its id
LETTERS = "letters"  # the letters of reminder of the period
REMINDERS = "reminders"  # the ledger of reminders
REQUESTS = "requests"  # requests for more time
SHEETS = "sheets"  # the figures that the office and the communes enter
REGISTRY = "registry"  # the schools and their recognitions
REPORT = "report"  # one report; key: its id
REPORTS = "reports"  # the reports of the period; key: a filter of the board
PLAN = "plan"  # the plan with its periods and documents

KINDS = frozenset(
    {BOARD, REVIEW, RESULTS, LEVEL, MATRIX, TASKS, TASK, LETTERS, REMINDERS, REQUESTS, SHEETS, REGISTRY, REPORT,
     REPORTS, PLAN}
)  # fmt: skip


def board(key: str = "") -> Source:
    return Source(BOARD, "Tình hình gửi báo cáo", key)


def results(figure: Figure | None = None) -> Source:
    """The results of the period, or one figure of them with its history."""
    if figure is None:
        return Source(RESULTS, "Kết quả các chỉ tiêu")
    return Source(RESULTS, figure.indicator.short_name, figure.code)


def level(key: str, name: str) -> Source:
    return Source(LEVEL, f"Kết quả cấp {name}", key)


def matrix(figure: Figure) -> Source:
    """The figure of each unit beside the common one."""
    return Source(MATRIX, f"Số liệu từng đơn vị: {figure.indicator.short_name}", figure.code)


def tasks(status: TaskStatus | None = None) -> Source:
    return Source(TASKS, f"Nhiệm vụ: {status.label.lower()}" if status else "Nhiệm vụ của kế hoạch", status or "")


def task(row: Task) -> Source:
    return Source(TASK, row.title, str(row.pk))


def letters() -> Source:
    return Source(LETTERS, "Công văn đôn đốc")


def reminders() -> Source:
    return Source(REMINDERS, "Sổ nhắc việc")


def sheets() -> Source:
    return Source(SHEETS, "Phiếu số liệu của cơ quan, địa bàn")


def registry() -> Source:
    return Source(REGISTRY, "Danh sách trường")


def plan() -> Source:
    return Source(PLAN, "Kế hoạch")


def report(submission: int, name: str) -> Source:
    """The report of one unit."""
    return Source(REPORT, name, str(submission))


def reports(label: str) -> Source:
    """What the reports of the period say under a heading of the outline."""
    return Source(REPORTS, f"Báo cáo của các đơn vị: {label}")

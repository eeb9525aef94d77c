"""Where the figures of a summary can be looked up, by kind: which page shows them, and with what filter.

`reports.views.source_links.source_url` turns a source into the address of that page. Every kind has a page; a sentence
whose figures cannot be looked up anywhere must not be written.
"""

from plans.enums import TaskStatus
from plans.models import ReportingPeriod, Task
from reports.documents.content import Source
from reports.enums import NotificationKind
from reports.queries.figures import Figure, TargetFigure

BOARD = "board"  # who has reported; key: a filter of the board, "" for everybody
RESULTS = "results"  # the table of the targets; key: what narrows it, such as the code of an indicator
TRACKED = "tracked"  # the table of the figures without a target; key: the same
TASKS = "tasks"  # the tasks of the plan; key: a status, "" for all
TASK = "task"  # one task; key: its id
LETTERS = "letters"  # the letters of reminder of the period
REMINDERS = "reminders"  # the ledger of reminders; key: the kind of message
REGISTRY = "registry"  # the recognitions of schools by place
REPORTS = "reports"  # the reports of the period, to be read one by one
REPORT = "report"  # one report; key: its id
ASSESSMENTS = "assessments"  # what schools say of the criteria of the national standard; key: the school year
WORKS = "works"  # the construction works; key: what narrows the list
VISITS = "visits"  # the visits to schools; key: the address of the days they fell on
PLAN = "plan"  # the plan with its periods and documents

KINDS = (
    BOARD,
    RESULTS,
    TRACKED,
    TASKS,
    TASK,
    LETTERS,
    REMINDERS,
    REGISTRY,
    REPORTS,
    REPORT,
    ASSESSMENTS,
    WORKS,
    PLAN,
    VISITS,
)


def board(key: str = "") -> Source:
    """Who has reported; `key` is the address of what narrows it, such as `level=MN`."""
    return Source(BOARD, "Tình hình gửi báo cáo", key)


def results(figure: Figure | None = None, level: str = "") -> Source:
    """The table of all targets, or the row of one figure, which leads on to the units behind it; of a level alone."""
    if figure is None:
        return Source(RESULTS, "Kết quả các chỉ tiêu")
    key = f"q={figure.code}&level={level}" if level else f"q={figure.code}"
    return Source(RESULTS if isinstance(figure, TargetFigure) else TRACKED, figure.indicator.short_name, key)


def tasks(status: TaskStatus | None = None) -> Source:
    return Source(TASKS, f"Nhiệm vụ: {status.label.lower()}" if status else "Nhiệm vụ của kế hoạch", status or "")


def task(row: Task) -> Source:
    return Source(TASK, row.title, str(row.pk))


def letters() -> Source:
    return Source(LETTERS, "Công văn đôn đốc")


def reminders(kind: NotificationKind) -> Source:
    return Source(REMINDERS, f"Sổ nhắc việc: {kind.label.lower()}", kind)


def registry() -> Source:
    return Source(REGISTRY, "Danh sách trường")


def assessments(school_year: int) -> Source:
    """The self-assessments of schools in a school year."""
    return Source(ASSESSMENTS, "Tự đánh giá của các trường", str(school_year))


def works(*, late: bool = False) -> Source:
    """The list of construction works, or of those that are late."""
    return Source(WORKS, "Công trình chậm" if late else "Công trình", "late=on" if late else "")


def visits(period: ReportingPeriod) -> Source:
    """The ended visits of the period's days."""
    days = f"since={period.data_from.isoformat()}&until={period.data_to.isoformat()}"
    return Source(VISITS, "Các lần kiểm tra", f"state=done&{days}")


def plan() -> Source:
    return Source(PLAN, "Kế hoạch")


def report(submission: int, name: str) -> Source:
    """The report of one unit."""
    return Source(REPORT, name, str(submission))


def reports(label: str) -> Source:
    """What the reports of the period say under a heading of the outline."""
    return Source(REPORTS, f"Báo cáo của các đơn vị: {label}")

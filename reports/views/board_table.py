"""The table of the status board: which rows, in which order, in which words."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from plans.models import ReportingPeriod
from reports.board_filter import BoardFilter
from reports.models import Submission
from reports.presentation import reminder_words, status_badge
from reports.queries.board import board_submissions
from reports.queries.board_periods import other_submission, with_periods
from reports.sorting import Heading, Sorting, SortKey

SORTS = {
    "name": SortKey("organisation__sort_key", "Đơn vị"),
    "commune": SortKey("commune_key", "Địa bàn"),
    "filled": SortKey("filled_percent", "Đã điền"),
    "late": SortKey("behind", "Ngày trễ", descends_first=True),
    "submitted": SortKey("submitted_at", "Nộp lúc", descends_first=True),
    "reminded": SortKey("reminded_at", "Nhắc gần nhất", descends_first=True),
}


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One report on the board; `link` is "" while the period has not opened for the school."""

    period_label: str
    link: SafeString | str


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One school: its report of the chosen period and a cell per period of the plan."""

    submission: Any
    url: str
    cells: list[BoardCell]
    days_behind: int
    reminder: str
    reminder_failed: bool
    is_selected: bool


class Board:
    """The board of a period as the address asks for it: which rows, in which order."""

    def __init__(self, user: Any, period: ReportingPeriod, params: QueryDict) -> None:
        self.period = period
        self.periods = list(period.plan.periods.order_by("position"))
        for one in self.periods:
            one.plan = period.plan
        self.others = [one for one in self.periods if one.pk != period.pk]
        self.sorting = Sorting(params, SORTS)
        rows = board_submissions(period, today=timezone.localdate())
        self.filter = BoardFilter(params, queryset=rows, user=user, receiver_id=period.plan.receiver_id)
        found = self.filter.qs
        self.count = found.count
        self.rows = self.sorting.apply(with_periods(found, self.others), then=("organisation__sort_key", "pk"))

    @property
    def headings(self) -> list[Heading]:
        """The headings of the table behind the boxes, in its order."""
        heading = self.sorting.heading
        return [
            heading("name"),
            heading("commune"),
            *(Heading(one.label) for one in self.periods),
            heading("filled", "num"),
            heading("late", "num"),
            heading("submitted"),
            heading("reminded"),
            Heading("Liên hệ"),
        ]

    def row(self, submission: Any, url_of: Any, selected: set[str]) -> BoardRow:
        """One school as the page shows it."""
        return BoardRow(
            submission=submission,
            url=url_of(submission.pk),
            cells=[self._cell(submission, one, url_of) for one in self.periods],
            days_behind=submission.behind.days,
            reminder=reminder_words(submission.reminder_status),
            reminder_failed=submission.reminder_status == "failed",
            is_selected=str(submission.pk) in selected,
        )

    def _cell(self, submission: Submission, one: ReportingPeriod, url_of: Any) -> BoardCell:
        found = self.report_of(submission, one)
        return BoardCell(one.label, status_badge(found).link(url_of(found.pk)) if found else "")

    def report_of(self, submission: Submission, one: ReportingPeriod) -> Submission | None:
        """The row's report of one of the plan's periods."""
        if one.pk != self.period.pk:
            return other_submission(submission, one)
        submission.period = self.period
        return submission

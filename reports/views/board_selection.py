"""The schools somebody has chosen on the board."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from plans.models import ReportingPeriod
from reports.board_filter import BoardFilter
from reports.models import Submission
from reports.queries.board import board_submissions

LONGEST_ADDRESS = 3500  # characters of ids; web servers refuse request lines beyond 4094


@dataclass(frozen=True)
class Selection:
    """The chosen reports of a period in the order of names, and the board's address to go back to."""

    period: ReportingPeriod
    rows: list[Any]
    query: str
    takes_all: bool

    @property
    def ids(self) -> str:
        return ",".join(str(row.pk) for row in self.rows)

    @property
    def board_url(self) -> str:
        """The board as it was, nothing selected."""
        return f"{reverse('period_board', args=[self.period.pk])}?{self.query}"

    @property
    def back_url(self) -> str:
        """The board as it was, the same schools selected."""
        chosen = "all=1" if self.takes_all else f"ids={self.ids}"
        return f"{self.board_url}&{chosen}" if len(chosen) <= LONGEST_ADDRESS else self.board_url

    def named(self, submissions: Iterable[Submission]) -> list[str]:
        """The names of some of the reports' organisations."""
        names = {row.pk: row.name for row in self.rows}
        return [names[submission.pk] for submission in submissions]

    def left_out(self, reasons: Mapping[str, Iterable[Submission]]) -> dict[str, list[str]]:
        """Names by the reason why an action leaves them out."""
        return {str(reason): self.named(found) for reason, found in reasons.items() if found}


def selection_of(request: HttpRequest, period: ReportingPeriod) -> Selection:
    """What the posted form has chosen: the ticked schools, or everything its filters let through."""
    query = QueryDict(request.POST.get("query", ""))
    takes_all = request.POST.get("all") == "1"
    rows: Any = board_submissions(period, today=timezone.localdate())
    if takes_all:
        rows = BoardFilter(query, queryset=rows, user=request.user, receiver_id=period.plan.receiver_id).qs
    else:
        asked = ",".join(request.POST.getlist("ids")).split(",")
        rows = rows.filter(pk__in=[int(pk) for pk in asked if pk.isascii() and pk.isdigit() and len(pk) < 19])
    found = list(rows)
    for row in found:
        row.period = period
    return Selection(period, found, query.urlencode(), takes_all)

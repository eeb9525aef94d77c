"""What happened to a report, from the three tables that know it, as one list: one query."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, F, QuerySet, Value

from reports.enums import RequestState
from reports.models import Extension, ExtensionRequest, Submission, SubmissionEvent
from reports.purposes import action_words

EVENT, EXTENSION, REQUEST, ANSWER = "event", "extension", "request", "answer"
COLUMNS = ("row_source", "row_what", "row_at", "row_who", "row_login", "row_text", "row_day")
# What stands first among things of the same moment: a request is answered by the extension.
RANK = {REQUEST: 0, EXTENSION: 1}


@dataclass(frozen=True)
class HistoryRow:
    """One line. `action` is an action of the workflow, or says what else it is; `detail` is the state of a request."""

    action: str
    title: str
    at: dt.datetime
    by: str
    comment: str
    due_on: dt.date | None
    detail: str

    @property
    def get_action_display(self) -> str:
        """Named like the event's own, so that both can be shown by one template."""
        return self.title


@dataclass(frozen=True)
class LatestRequest:
    """The school's last request for time, as a page says it: how it stands, for which day, what was answered."""

    state: str
    until: dt.date | None
    answer: str


def latest_request(rows: Iterable[HistoryRow]) -> LatestRequest | None:
    """The last request in a history, without asking the database again; None when there was none."""
    answer = ""
    for row in rows:
        if row.action == ANSWER and not answer:
            answer = row.comment
        if row.action == REQUEST:
            return LatestRequest(row.detail, row.due_on, answer)
    return None


def history_of(submission: Submission) -> list[HistoryRow]:
    """Events, extensions, requests for time and the answers to them, the newest first.

    A granted request is the extension it led to, so it has no answer of its own here.
    """
    events = _rows(
        SubmissionEvent.objects.filter(submission=submission), EVENT, "action", "at", "by", "comment", "due_on"
    )
    extensions = _rows(
        Extension.objects.filter(submission=submission), EXTENSION, "reason", "granted_at", "granted_by", "reason",
        "until",
    )  # fmt: skip
    requests = ExtensionRequest.objects.filter(submission=submission)
    asked = _rows(requests, REQUEST, "state", "requested_at", "requested_by", "reason", "until")
    answered = _rows(
        requests.filter(state__in=[RequestState.DECLINED, RequestState.WITHDRAWN]), ANSWER, "state", "decided_at",
        "decided_by", "answer", "until",
    )  # fmt: skip
    found = events.union(extensions, asked, answered, all=True)
    ordered = sorted(found, key=lambda row: (row[2], RANK.get(row[0], 2)), reverse=True)
    return [
        HistoryRow(
            what if source == EVENT else source,
            _title(source, what, submission.purpose),
            at,
            who or login or "",
            text,
            day,
            what,
        )
        for source, what, at, who, login, text, day in ordered
    ]


def _rows(rows: QuerySet, source: str, what: str, at: str, who: str, text: str, day: str) -> QuerySet:
    """The rows under the column names that all parts of the union share."""
    return (
        rows.order_by()
        .annotate(
            row_source=Value(source, output_field=CharField()),
            row_what=F(what),
            row_at=F(at),
            row_who=F(f"{who}__full_name"),
            row_login=F(f"{who}__username"),
            row_text=F(text),
            row_day=F(day),
        )
        .values_list(*COLUMNS)
    )


def _title(source: str, what: str, purpose: str) -> str:
    if source == EXTENSION:
        return "Gia hạn"
    if source == REQUEST:
        return "Đề nghị gia hạn (chờ trả lời)" if what == RequestState.OPEN else "Đề nghị gia hạn"
    if source == ANSWER:
        return f"Trả lời đề nghị gia hạn: {RequestState(what).label.lower()}"
    return action_words(what, purpose)

"""What waits for the leaders of a plan: requests of accepted reports, works that are late, and works held up.

All of it comes from one query, for the page it is made for has many other things to ask. Requests are those of the
reports accepted up to the period; works are as they stand today, because they have no period.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, DateTimeField, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, TruncDate

from plans.deadlines import local_day
from plans.enums import PlanStatus, TaskStatus
from plans.models import Plan, ReportingPeriod, Task
from reports.answer_times import Wait
from reports.enums import Addressee, RecommendationStatus
from reports.models import Recommendation, Submission, TaskEntry
from reports.queries.told import with_told
from vietnamese.sorting import sort_key
from vietnamese.text import exact_key

REQUEST, WORK, SAID, LIFE = 0, 1, 2, 3


class _Row(NamedTuple):
    """One line of the query. `pk` is an organisation for a request, else a task; `number` a percentage or a count."""

    kind: int
    pk: int
    text: str
    who: str | None
    label: str
    day: dt.date | None
    status: str
    number: int | None
    moved_at: dt.datetime | None
    ref: int | None
    owner: str
    answer: str


@dataclass(frozen=True, slots=True)
class Request:
    """A request to the leaders, told once however many units make it: ids and names, the first one first; `days`
    since it was raised. `pk` is one of the living requests; `owner` who keeps it, "" when it is with the leaders;
    `answer` what was answered last, "" while it waits."""

    text: str
    units: tuple[tuple[int, str], ...]
    since: dt.date
    days: int
    pk: int = 0
    owner: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A task that is late or held up, with who leads it.

    `days_late` counts since the due day, 0 before it. `hindered_units` are those whose accepted report of the period
    says that they have difficulties. `is_silent`: nobody has told anything about it since it was due.
    """

    pk: int
    title: str
    lead: str
    due_on: dt.date | None
    status: TaskStatus
    percent: int | None
    days_late: int
    hindered_units: int
    is_silent: bool

    @property
    def needs_decision(self) -> bool:
        """Late, and nothing moves: nobody has told anything since, or the lead itself says that it is stuck."""
        return self.days_late > 0 and (self.is_silent or self.status == TaskStatus.HINDERED)


@dataclass(frozen=True)
class Matters:
    """`requests` and `works`, what waits longest first; `answered` are requests of which the units have not said yet
    whether the answer solved them; `waits` are all requests of the plan, from which the times to answer follow; `said`
    counts per task what the accepted reports of the period say about it."""

    requests: tuple[Request, ...]
    works: tuple[Work, ...]
    said: Mapping[int, Counter[TaskStatus]]
    answered: tuple[Request, ...] = ()
    waits: tuple[Wait, ...] = ()

    @property
    def stuck(self) -> tuple[Work, ...]:
        """The works on which somebody has to decide."""
        return tuple(work for work in self.works if work.needs_decision)

    @property
    def overdue(self) -> tuple[Work, ...]:
        return tuple(work for work in self.works if work.days_late > 0)

    @property
    def held_up(self) -> tuple[Work, ...]:
        """Works with difficulties that are not late."""
        return tuple(work for work in self.works if not work.days_late)


def open_matters(period: ReportingPeriod, today: dt.date) -> Matters:
    """Everything that waits in the plan on a day: one query. `period` has its plan."""
    query = _requests(period).union(_works(period.plan, today), _said(period), _lives(period), all=True)
    rows: dict[int, list[_Row]] = {REQUEST: [], WORK: [], SAID: [], LIFE: []}
    for values in query:
        row = _Row(*values)
        rows[row.kind].append(row)
    said: dict[int, Counter[TaskStatus]] = {}
    for row in rows[SAID]:
        said.setdefault(row.pk, Counter())[TaskStatus(row.status)] += row.number or 0
    hindered = {row.pk: row for row in rows[SAID] if row.status == TaskStatus.HINDERED}
    works = [_work(row, hindered.pop(row.pk, None), today, period.plan) for row in rows[WORK]]
    works += [_reported_work(row) for row in hindered.values()]
    works.sort(key=lambda work: (-work.days_late, -work.hindered_units, work.pk))
    waiting = [row for row in rows[REQUEST] if row.status == RecommendationStatus.OPEN]
    answered = [row for row in rows[REQUEST] if row.status == RecommendationStatus.ANSWERED]
    waits = tuple(
        Wait(row.day, row.moved_at and local_day(row.moved_at), row.status) for row in rows[LIFE] if row.day is not None
    )
    return Matters(_grouped(waiting, today), tuple(works), said, _grouped(answered, today), waits)


def _line(rows: QuerySet[Any], kind: int, **columns: Any) -> QuerySet[Any]:
    """The rows with the columns of `_Row` under names of their own, so that the three queries fit together."""
    columns = {
        "row_label": Value(""),
        "row_status": Value(""),
        "row_number": Value(None, IntegerField()),
        "row_moved": Value(None, DateTimeField()),
        "row_ref": Value(None, IntegerField()),
        "row_owner": Value(""),
        "row_answer": Value(""),
        **columns,
    }
    names = ("pk", "text", "who", "label", "day", "status", "number", "moved", "ref", "owner", "answer")
    lined = rows.order_by().annotate(row_kind=Value(kind, IntegerField()), **columns)
    return lined.values_list("row_kind", *(f"row_{name}" for name in names))


def _requests(period: ReportingPeriod) -> QuerySet[Any]:
    """Requests with the leaders that are not over: what the schools have addressed to them, once the receiver has
    accepted the report it stands in and as long as it was not handed to another body, and what was forwarded to them.
    """
    plan = period.plan
    elsewhere = Q(owner__isnull=False) & ~Q(owner__in=(plan.forwarded_to_id, plan.receiver_id))
    asked = Q(addressee=Addressee.LEADERS, submission__in=Submission.objects.reports().accepted()) & ~elsewhere
    forwarded = ~Q(addressee=Addressee.LEADERS) & Q(owner=plan.forwarded_to_id)
    rows = Recommendation.objects.raised().filter(
        asked | forwarded,
        status__in=(RecommendationStatus.OPEN, RecommendationStatus.ANSWERED),
        submission__period__plan=period.plan_id,
        submission__period__position__lte=period.position,
    )
    return _line(
        rows,
        REQUEST,
        row_pk=F("submission__organisation_id"),
        row_text=F("text"),
        row_who=F("submission__organisation__short_name"),
        row_label=Coalesce("group__title", Value(""), output_field=CharField()),
        row_day=TruncDate("raised_at"),
        row_status=F("status"),
        row_number=F("group_id"),
        row_ref=F("pk"),
        row_owner=Case(
            When(owner=plan.forwarded_to_id, then=Value("")),
            default=Coalesce("owner__short_name", Value(""), output_field=CharField()),
        ),
        row_answer=F("answer"),
    )


def _lives(period: ReportingPeriod) -> QuerySet[Any]:
    """When each request of the plan up to the period was raised and first answered."""
    rows = Recommendation.objects.raised().filter(
        submission__period__plan=period.plan_id, submission__period__position__lte=period.position
    )
    return _line(
        rows,
        LIFE,
        row_pk=F("pk"),
        row_text=Value(""),
        row_who=Value(""),
        row_day=TruncDate("raised_at"),
        row_status=F("status"),
        row_moved=F("first_answered_at"),
    )


def _works(plan: Plan, today: dt.date) -> QuerySet[Any]:
    """Tasks that are late or that their lead calls held up; of a closed plan those it has left undone.

    What says the same as another task counts there, and what groups of units do is told by their reports, as in
    `reports.queries.open_tasks.awaited_tasks`; a test compares the two.
    """
    late = Q(due_on__lt=today) if plan.status == PlanStatus.IN_FORCE else Q(due_on__isnull=False)
    tasks = with_told(Task.objects.leaves().filter(plan=plan, same_as=None))
    return _line(
        tasks.filter(late | Q(told_status=TaskStatus.HINDERED))
        .exclude(told_status=TaskStatus.DONE)
        .exclude(is_reported=True, lead=None),
        WORK,
        row_pk=F("pk"),
        row_text=F("title"),
        row_who=F("lead__short_name"),
        row_label=F("lead_label"),
        row_day=F("due_on"),
        row_status=F("told_status"),
        row_number=Case(When(said_status__isnull=True, then=F("progress")), default=F("said_progress")),
        row_moved=Coalesce("accepted_at", "updated_at"),
    )


def _said(period: ReportingPeriod) -> QuerySet[Any]:
    """How many accepted reports of the period say what about which task; an entry without a status says nothing."""
    entries = TaskEntry.objects.filter(submission__in=Submission.objects.reports().accepted().filter(period=period))
    counted = entries.exclude(status="").order_by().values("task", "task__title", "task__lead_label", "status")
    return _line(
        counted,
        SAID,
        row_pk=F("task"),
        row_text=F("task__title"),
        row_who=F("task__lead__short_name"),
        row_label=F("task__lead_label"),
        row_day=F("task__due_on"),
        row_status=F("status"),
        row_number=Count("pk"),
    )


def _work(row: _Row, said: _Row | None, today: dt.date, plan: Plan) -> Work:
    counts = plan.status == PlanStatus.IN_FORCE and row.day is not None
    moved = row.moved_at and local_day(row.moved_at)
    return Work(
        pk=row.pk,
        title=row.text,
        lead=row.label or row.who or "",
        due_on=row.day,
        status=TaskStatus(row.status),
        percent=row.number,
        days_late=max((today - row.day).days, 0) if counts and row.day else 0,
        hindered_units=(said.number or 0) if said else 0,
        is_silent=row.day is not None and (moved is None or moved <= row.day),
    )


def _reported_work(row: _Row) -> Work:
    """A task of which only reports say that it is held up."""
    return Work(
        pk=row.pk,
        title=row.text,
        lead=row.label or row.who or "",
        due_on=row.day,
        status=TaskStatus.HINDERED,
        percent=None,
        days_late=0,
        hindered_units=row.number or 0,
        is_silent=False,
    )


def _grouped(rows: Iterable[_Row], today: dt.date) -> tuple[Request, ...]:
    """What was put in one group is one request, and so are the same words of several units, whatever the spaces and
    capitals."""
    found: dict[Any, list[_Row]] = {}
    for row in rows:
        text = " ".join(row.text.split())
        if text:
            found.setdefault(row.number or exact_key(text.rstrip(".;, ")), []).append(row)
    requests = [_request(group, today) for group in found.values()]
    return tuple(sorted(requests, key=lambda request: (-request.days, -len(request.units), request.text)))


def _request(group: list[_Row], today: dt.date) -> Request:
    group = sorted(group, key=lambda row: (row.day or today, sort_key(row.who or "")))
    first = group[0]
    since = first.day or today
    return Request(
        text=" ".join((first.label or first.text).split()),
        units=tuple({row.pk: row.who or "" for row in group}.items()),
        since=since,
        days=(today - since).days,
        pk=first.ref or 0,
        owner=next((row.owner for row in group if row.owner), ""),
        answer=" ".join(first.answer.split()) if first.status == RecommendationStatus.ANSWERED else "",
    )

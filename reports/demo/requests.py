"""What became of the requests of the demonstration: raised with their reports, and then answered, forwarded, judged,
grouped, or still open and back in the next report."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from plans.deadlines import local_day
from plans.models import Plan
from reports.demo.clock import DAY, at_office, between, dice
from reports.demo.people import Cast
from reports.demo.wording import texts
from reports.enums import Addressee, RecommendationEventKind, RecommendationStatus, RequestVerdict
from reports.models import (
    Recommendation,
    RecommendationEvent,
    RecommendationGroup,
    RequestMark,
    Submission,
    SubmissionVersion,
)
from reports.queries.frozen import digest, frozen_request
from schools.enums import OrganisationKind
from schools.models import Membership, Organisation

K, S = RecommendationEventKind, RecommendationStatus
BATCH = 2000
SOLVED, UNSOLVED = 0.6, 0.15  # shares of answered requests of which the school says so
ANSWERED, FORWARDED = 0.72, 0.12
GROUPS = 3  # groups of the plan: the requests most schools share


@dataclass
class _Life:
    """One request with what happened to it, in order."""

    request: Recommendation
    events: list[RecommendationEvent] = field(default_factory=list)

    @property
    def raised_at(self) -> dt.datetime:
        """The moment of its first event."""
        return self.events[0].at

    def tell(self, kind: str, at: dt.datetime, by: Any, body: Organisation | None = None, text: str = "") -> None:
        event = RecommendationEvent(recommendation=self.request, kind=kind, at=at, by=by, organisation=body, text=text)
        self.events.append(event)

    def status_at(self, at: dt.datetime) -> str:
        """How it stood at a moment."""
        status: str = S.OPEN
        changes = {K.ANSWERED: S.ANSWERED, K.UNSOLVED: S.OPEN, K.CLOSED: S.CLOSED}
        for event in self.events:
            if event.at <= at and event.kind in changes:
                status = changes[K(event.kind)]
        return status

    def answer_at(self, at: dt.datetime) -> str:
        return next((e.text for e in reversed(self.events) if e.kind == K.ANSWERED and e.at <= at), "")


def write_requests(plan: Plan, cast: Cast, now: dt.datetime) -> Counter[str]:
    """Give the requests of a plan's sent reports their lives up to now; returns what was written."""
    rows = (
        Recommendation.objects.filter(submission__period__plan=plan, submission__first_submitted_at__isnull=False)
        .select_related("submission__organisation", "submission__period")
        .order_by("pk")
    )
    finance = _other_office(plan, local_day(now))
    lives = [_live(row, plan, cast, finance, now) for row in rows]
    groups = _group(lives, plan, cast, now)
    marks = _come_back(lives, plan, cast)
    Recommendation.objects.bulk_update(
        [life.request for life in lives],
        ["status", "raised_at", "owner", "answer", "answered_at", "first_answered_at", "closed_at", "version", "group"],
        batch_size=200,
    )
    events = [event for life in lives for event in sorted(life.events, key=lambda event: event.at)]
    RecommendationEvent.objects.bulk_create(events, batch_size=BATCH)
    return Counter({"kiến nghị": len(lives), "nhóm kiến nghị": groups, "kiến nghị nêu lại": marks})


def _other_office(plan: Plan, day: dt.date) -> Organisation | None:
    """An office beside the receiver with somebody who answers; None when there is none."""
    seats = Membership.objects.in_force(day).filter(organisation__kind=OrganisationKind.OFFICE)
    seat = seats.exclude(organisation=plan.receiver_id).select_related("organisation").order_by("pk").first()
    return seat.organisation if seat else None


def _live(request: Recommendation, plan: Plan, cast: Cast, finance: Organisation | None, now: dt.datetime) -> _Life:
    report = request.submission
    raised: dt.datetime = report.first_submitted_at  # type: ignore[assignment]  # only sent reports come here
    chance = dice("request", report.organisation.code, plan.year, report.period.position, request.addressee)
    life, words = _Life(request), texts("requests.yaml")
    to_leaders = request.addressee == Addressee.LEADERS
    request.raised_at, request.owner = raised, plan.forwarded_to if to_leaders else plan.receiver
    principal = cast.principals[report.organisation_id]
    kept = request.addressee in (Addressee.COMMUNE, Addressee.PROVINCE)
    life.tell(K.RAISED, raised, principal, request.owner, words["kept"] if kept else "")
    at = raised
    if finance and not to_leaders and chance.random() < FORWARDED:
        at = between(chance, at + DAY, at + 6 * DAY, at_office)
        if at < now:
            request.owner = finance
            life.tell(K.FORWARDED, at, cast.officer, finance, words["forwarded"])
    is_over = (now - raised).days > 300
    if chance.random() < (0.97 if is_over else ANSWERED):
        _answer(life, chance, cast, at, now, is_over=is_over)
    request.version = len(life.events)
    return life


def _answer(life: _Life, chance: Random, cast: Cast, since: dt.datetime, now: dt.datetime, *, is_over: bool) -> None:
    """The first answer, what the school says to it, and another answer where it said no."""
    request, words = life.request, texts("requests.yaml")
    principal = cast.principals[request.submission.organisation_id]
    at = between(chance, since + 3 * DAY, since + chance.choice((9, 14, 20, 33)) * DAY, at_office)
    rounds = 2 if chance.random() < UNSOLVED else 1
    for number in range(rounds):
        if at > now:
            return
        text = chance.choice(words["answers"][request.addressee])
        life.tell(K.ANSWERED, at, cast.head, request.owner, text)
        request.answer, request.answered_at, request.status = text, at, S.ANSWERED
        request.first_answered_at = request.first_answered_at or at
        at = between(chance, at + DAY, at + 12 * DAY, at_office)
        if number + 1 < rounds and at <= now:
            life.tell(K.UNSOLVED, at, principal, request.submission.organisation, chance.choice(words["unsolved"]))
            request.status = S.OPEN
            at = between(chance, at + 5 * DAY, at + 25 * DAY, at_office)
    if at <= now and chance.random() < (0.95 if is_over else SOLVED):
        life.tell(K.CLOSED, at, principal, request.submission.organisation, chance.choice(words["solved"]))
        request.status, request.closed_at = S.CLOSED, at


def _group(lives: Sequence[_Life], plan: Plan, cast: Cast, now: dt.datetime) -> int:
    """Groups of the open requests to the office that say the same in the same period; returns how many."""
    same: dict[tuple[int, str], list[_Life]] = defaultdict(list)
    for life in lives:
        request = life.request
        if request.status != S.CLOSED and request.addressee == Addressee.OFFICE:
            same[request.submission.period_id, request.text].append(life)
    made = 0
    for (_, text), members in sorted(same.items(), key=lambda item: -len(item[1]))[:GROUPS]:
        latest = max(life.events[-1].at for life in members)
        at = latest + (now - latest) / 2
        if len(members) > 1:
            group = RecommendationGroup.objects.create(
                plan=plan, title=text[:300], created_by=cast.officer, created_at=at
            )
            made += 1
            for life in members:
                life.request.group = group
                life.tell(K.GROUPED, at, cast.officer, None, group.title)
    return made


def _come_back(lives: Sequence[_Life], plan: Plan, cast: Cast) -> int:
    """What was still open when the school sent its next reports stands in them; returns how often."""
    sent = Submission.objects.filter(period__plan=plan, first_submitted_at__isnull=False).select_related("period")
    reports = defaultdict(list)
    for report in sent.order_by("period__position"):
        reports[report.organisation_id].append(report)
    marks: dict[int, list[tuple[RequestMark, _Life]]] = defaultdict(list)
    for life in lives:
        own = life.request.submission
        for report in reports[own.organisation_id]:
            at, first = report.submitted_at, report.first_submitted_at
            if at is None or first is None:
                continue
            if report.period.position <= own.period.position or life.status_at(at) == S.CLOSED:
                continue
            status = life.status_at(at)
            verdict = RequestVerdict.STANDING if status == S.OPEN else ""
            mark = RequestMark(
                submission=report,
                recommendation=life.request,
                verdict=verdict,
                text_then=life.request.text,
                status_then=status,
                answer_then=life.answer_at(at),
            )
            life.tell(K.REPEATED, first, cast.principals[own.organisation_id], own.organisation)
            marks[report.pk].append((mark, life))
    RequestMark.objects.bulk_create([mark for rows in marks.values() for mark, _ in rows], batch_size=BATCH)
    _freeze(marks)
    return sum(map(len, marks.values()))


def _freeze(marks: dict[int, list[tuple[RequestMark, _Life]]]) -> None:
    """The versions that were sent hold what came back in them."""
    versions = list(SubmissionVersion.objects.filter(submission__in=marks).order_by("pk"))
    for version in versions:
        version.content["standing"] = [
            frozen_request(
                addressee=life.request.addressee,
                text=mark.text_then,
                since=local_day(life.raised_at),
                status=mark.status_then,
                answer=mark.answer_then,
                verdict=mark.verdict,
                word=mark.word,
            )
            for mark, life in sorted(marks[version.submission_id], key=lambda pair: _order(pair[1].request))
        ]
        version.sha256 = digest(version.content)
    SubmissionVersion.objects.bulk_update(versions, ["content", "sha256"], batch_size=100)


def _order(request: Recommendation) -> tuple[Any, ...]:
    return request.raised_at, request.position, request.pk

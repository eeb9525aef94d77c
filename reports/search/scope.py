"""What the person who searches may see, and the small things every kind of hit is about: plans and their periods."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from plans.enums import PlanStatus
from plans.models import Plan, ReportingPeriod
from reports.queries.readable import results_readable_by
from reports.search.bodies import Body, bodies_on
from reports.search.hits import Kind
from reports.search.question import Question, haystack
from schools.queries import Actor, actor_of

PLAN_FIELDS = (
    "document_type", "number", "symbol", "style", "issued_on", "subject", "title", "year", "status",
    "issuer", "receiver", "forwarded_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Round:
    """A reporting period as far as words are about it."""

    pk: int
    label: str
    year: int
    opens_on: dt.date

    @property
    def words(self) -> str:
        return haystack(self.label)


@dataclass
class PlanInScope:
    """A plan with its periods in order."""

    plan: Plan
    is_visible: bool
    reads_results: bool
    rounds: list[Round] = field(default_factory=list)

    def answers(self, question: Question) -> bool:
        """Whether the plan is asked for: every word in number, title or year, or with others in the subject."""
        text = haystack(self.plan.full_number, self.plan.title, str(self.plan.year))
        said = question.said_in(haystack(self.plan.subject))
        return all(
            term.kind == Kind.PLANS or term.is_in(text) or number in said for number, term in enumerate(question.terms)
        )

    def terms_about(self, question: Question) -> frozenset[int]:
        """Which terms of a question about something in the plan single the plan out: its year, its number, or words
        of its title."""
        number, year = haystack(self.plan.full_number), str(self.plan.year)
        found = {
            at
            for at, term in enumerate(question.terms)
            if term.kind == Kind.PLANS
            or term.key == year
            or (any(sign.isdigit() for sign in term.key) and term.is_in(number))
        }
        return question.said_in(haystack(self.plan.title)) | found

    def latest_round(self, today: dt.date) -> Round | None:
        """The period that opened last."""
        opened = [row for row in self.rounds if row.opens_on <= today]
        return opened[-1] if opened else None


class Scope:
    """Everything several kinds of hits ask about: two queries, one for the plans, one for schools and communes."""

    def __init__(self, user: Any, question: Question) -> None:
        self.user, self.question = user, question
        self.actor: Actor = actor_of(user)
        self.today = timezone.localdate()

    @cached_property
    def all_plans(self) -> dict[int, PlanInScope]:
        """Every plan the person sees, and those in force that they do not, because reports can belong to them; the
        newest first."""
        visible = Plan.objects.visible_to(self.user).order_by().values("pk")
        results = results_readable_by(ReportingPeriod.objects.filter(plan=OuterRef("pk")), self.user)
        rows: Iterable[Any] = (
            Plan.objects.filter(Q(pk__in=visible) | ~Q(status=PlanStatus.DRAFT))
            .annotate(
                is_visible=Exists(visible.filter(pk=OuterRef("pk"))),
                reads_results=Exists(results),
                round_id=F("periods__pk"),
                round_label=F("periods__label"),
                round_ends=F("periods__data_to"),
                round_opens=F("periods__opens_on"),
            )
            .only(*PLAN_FIELDS)
            .order_by("-year", "-pk", "periods__position")
        )
        found: dict[int, PlanInScope] = {}
        for row in rows:
            plan = found.setdefault(row.pk, PlanInScope(row, row.is_visible, row.reads_results))
            if row.round_id:
                plan.rounds.append(Round(row.round_id, row.round_label, row.round_ends.year, row.round_opens))
        return found

    @cached_property
    def plans(self) -> dict[int, PlanInScope]:
        """The plans the person sees, the newest first."""
        return {pk: row for pk, row in self.all_plans.items() if row.is_visible}

    def plans_with(self, number: int) -> list[int]:
        """The plans a term is about, whether the person sees them or not."""
        return [pk for pk, terms in self._terms_of_plans.items() if number in terms]

    @cached_property
    def _terms_of_plans(self) -> dict[int, frozenset[int]]:
        return {pk: row.terms_about(self.question) for pk, row in self.all_plans.items()}

    def terms_of_plan(self, pk: int) -> frozenset[int]:
        """The terms that are about a plan."""
        return self._terms_of_plans[pk]

    @cached_property
    def bodies(self) -> list[Body]:
        """The schools and communes of today."""
        return bodies_on(self.today)

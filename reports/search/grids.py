"""The indicators plans ask for, as far as a question is about them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q

from plans.enums import EnteredBy
from plans.models import Indicator, PlanIndicator, Target
from reports.search.bodies import Body
from reports.search.hits import Kind
from reports.search.question import Question, haystack
from reports.search.scope import PlanInScope, Scope
from schools.enums import Levels

_READ = ("code", "name", "short_name", "unit", "levels", "entered_by")


@dataclass(frozen=True)
class Asked:
    """An indicator in a plan's grid, alone or of one body, and the terms that are about it and about the plan."""

    indicator: Indicator
    plan: PlanInScope
    has_target: bool
    terms: frozenset[int]
    of_plan: frozenset[int]
    body: Body | None = None

    @property
    def all_terms(self) -> frozenset[int]:
        return self.terms | self.of_plan

    @property
    def title(self) -> str:
        name = f"{self.indicator.code}. {self.indicator.name}"
        return f"{self.body.name} – {name}" if self.body else name

    def of(self, body: Body) -> "Asked":
        """The same of one body."""
        return replace(self, body=body)

    def is_filled_in_by(self, body: Body) -> bool:
        """Whether the body is one of those that enter the indicator."""
        if body.school_id is None:
            return self.indicator.entered_by == EnteredBy.COMMUNE
        return self.indicator.entered_by == EnteredBy.SCHOOL and self.indicator.levels in Levels.touching(
            body.levels or ""
        )


def asked_rows(scope: Scope) -> Iterator[Asked]:
    """The rows of the grids of visible plans that at least one term is about, the newest plan first: one query."""
    targets = Target.objects.whole().filter(plan=OuterRef("plan"), indicator=OuterRef("indicator"))
    rows: Iterable[Any] = (
        PlanIndicator.objects.filter(_rough(scope.question), plan__in=scope.plans)
        .annotate(has_target=Exists(targets))
        .select_related("indicator")
        .only("plan", *(f"indicator__{name}" for name in _READ))
        .order_by("-plan__year", "-plan", "position", "pk")
    )
    for row in rows:
        text = haystack(row.indicator.code, row.indicator.name, row.indicator.short_name)
        terms = frozenset(
            number
            for number, term in enumerate(scope.question.terms)
            if term.kind == Kind.INDICATORS or term.is_in(text)
        )
        if terms:
            plan = scope.plans[row.plan_id]
            yield Asked(row.indicator, plan, row.has_target, terms, scope.terms_of_plan(row.plan_id))


def newest(rows: Iterable[Asked]) -> list[Asked]:
    """Each indicator of each body once, in its newest plan."""
    found: dict[tuple[int, Body | None], Asked] = {}
    for row in rows:
        found.setdefault((row.indicator.pk, row.body), row)
    return list(found.values())


def _rough(question: Question) -> Q:
    """What the database narrows down with; what a term means exactly is asked of each row."""
    found = Q()
    for term in question.terms:
        if term.kind == Kind.INDICATORS:
            return Q()
        for phrase in term.phrases:
            found |= Q(indicator__search_key__contains=phrase.text)
    return found

"""Indicators lead to the results of the newest plan that asks for them; with a school's name, to that school's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.http import urlencode

from plans.models import Indicator, PlanIndicator, Target
from reports.search.bodies import Body
from reports.search.hits import Found, Hit, Kind, everything
from reports.search.question import haystack
from reports.search.ranking import ranked
from reports.search.scope import PlanInScope, Scope

MOST_PAIRS = 20  # an indicator together with a school


@dataclass(frozen=True)
class Asked:
    """An indicator in a plan's grid, and the terms that are about it."""

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


def find_indicators(scope: Scope) -> Found:
    """Indicators in the grids of visible plans: one query. Words left over may be about the plan or about a school."""
    asked = list(_asked(scope))
    wanted = frozenset(range(len(scope.question.terms)))
    alone = _newest(row for row in asked if wanted <= row.all_terms)
    pairs = [] if alone else list(_with_schools(scope, asked, wanted))
    rows = ranked(scope.question, [*alone, *pairs], _name, lambda row: row.indicator.code)
    return everything(Kind.INDICATORS, rows, lambda row: _hit(scope, row))


def _name(row: Asked) -> str:
    return row.title if row.body else row.indicator.name


def _asked(scope: Scope) -> Iterator[Asked]:
    """The rows of all grids to which at least one term is about, the newest plan first."""
    any_term = Q()
    for term in scope.question.terms:
        # The database narrows down roughly; what the term means exactly is asked below.
        about = [Q(indicator__search_key__contains=phrase.text) for phrase in term.phrases]
        any_term |= Q(pk__gt=0) if term.kind == Kind.INDICATORS else about[0]
        for other in about[1:]:
            any_term |= other
    targets = Target.objects.whole().filter(plan=OuterRef("plan"), indicator=OuterRef("indicator"))
    rows: Iterable[Any] = (
        PlanIndicator.objects.filter(any_term, plan__in=scope.plans)
        .annotate(has_target=Exists(targets))
        .select_related("indicator")
        .only("plan", "indicator__code", "indicator__name", "indicator__short_name", "indicator__unit")
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
            yield Asked(
                row.indicator, scope.plans[row.plan_id], row.has_target, terms, scope.terms_of_plan(row.plan_id)
            )


def _newest(rows: Iterable[Asked]) -> list[Asked]:
    """Each indicator once, in its newest plan."""
    found: dict[tuple[int, int | None], Asked] = {}
    for row in rows:
        found.setdefault((row.indicator.pk, row.body and row.body.pk), row)
    return list(found.values())


def _with_schools(scope: Scope, asked: list[Asked], wanted: frozenset[int]) -> list[Asked]:
    """Indicators and schools that have every word together, neither of them all; the first few.

    Of the schools those count that have the most of the words: "cam vu" is Cẩm Vũ, and no other Cẩm with a "vụ" in the
    indicator.
    """
    named = {
        body: frozenset(number for number, term in enumerate(scope.question.terms) if term.is_in(body.words))
        for body in scope.bodies
    }
    sets = frozenset(named.values())
    if wanted in sets:
        return []
    named = {body: terms for body, terms in named.items() if not any(terms < other for other in sets)}
    pairs = (
        replace(row, body=body)
        for row in asked
        for body, terms in named.items()
        if body.school_id
        and wanted <= row.all_terms | terms
        and not (terms <= row.all_terms or row.terms <= terms | row.of_plan)
    )
    return _newest(pairs)[:MOST_PAIRS]


def _hit(scope: Scope, row: Asked) -> Hit:
    plan = row.plan.plan
    period = row.plan.latest_round(scope.today) if row.plan.reads_results and row.has_target else None
    if period is None:
        return Hit(row.title, reverse("plan_detail", args=[plan.pk]), f"{plan.title} · {row.indicator.unit}")
    query = {"indicator": row.indicator.code} | ({"q": row.body.name} if row.body else {})
    url = f"{reverse('period_results', args=[period.pk])}?{urlencode(query)}"
    return Hit(row.title, url, f"{plan.title} · kết quả kỳ {period.label}")

"""An indicator and a school in one question: "mn cam vu b04"."""

from collections.abc import Iterable

from reports.models import Submission
from reports.search.bodies import Body
from reports.search.grids import Asked, newest
from reports.search.scope import Scope
from schools.enums import Role

MOST_PAIRS = 20


def named_bodies(scope: Scope) -> dict[Body, frozenset[int]]:
    """The schools and communes that have the most of the words, with the terms that name them: "cam vu" is Cẩm Vũ and
    no other Cẩm, though "vu" may stand in an indicator's name. None when the whole question is about them."""
    terms = scope.question.terms
    named = {
        body: frozenset(number for number, term in enumerate(terms) if term.is_in(body.words)) for body in scope.bodies
    }
    sets = frozenset(named.values())
    if frozenset(range(len(terms))) in sets:
        return {}
    return {body: found for body, found in named.items() if found and not any(found < other for other in sets)}


def with_bodies(scope: Scope, rows: Iterable[Asked]) -> list[tuple[Asked, Body]]:
    """Indicators and bodies that have every word together, neither of them all."""
    wanted = frozenset(range(len(scope.question.terms)))
    named = named_bodies(scope)
    return [
        (row, body)
        for row in rows
        for body, terms in named.items()
        if wanted <= row.all_terms | terms
        and not (terms <= row.all_terms or row.terms <= terms | row.of_plan)
        and row.is_filled_in_by(body)
    ]


def readable(scope: Scope, pairs: Iterable[tuple[Asked, Body]]) -> list[Asked]:
    """Those of the pairs whose page of figures the person may open: the body reports in the plan, and the person reads
    the plan's results or belongs to the body. The first few, each in its newest plan: one query, none without a pair.
    """
    own = scope.actor.organisations(*Role.values)
    allowed = [(row, body) for row, body in pairs if row.plan.reads_results or body.pk in own]
    if not allowed:
        return []
    bodies = {body.pk for _, body in allowed}
    reporting = set(
        Submission.objects.filter(organisation__in=bodies, period__plan__in=scope.plans)
        .order_by()
        .values_list("period__plan", "organisation")
        .distinct()
    )
    kept = (row.of(body) for row, body in allowed if (row.plan.plan.pk, body.pk) in reporting)
    return newest(kept)[:MOST_PAIRS]

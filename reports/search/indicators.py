"""Indicators lead to the results of the newest plan that asks for them; with a school's name, to that school's
figures. Whoever reads no results is led to the figures of their own school."""

from django.urls import reverse
from django.utils.http import urlencode

from reports.search.bodies import Body
from reports.search.grids import Asked, asked_rows, newest
from reports.search.hits import Found, Hit, Kind, everything
from reports.search.pairs import readable, with_bodies
from reports.search.ranking import ranked
from reports.search.scope import Scope
from schools.enums import Role


def find_indicators(scope: Scope) -> Found:
    """Indicators in the grids of visible plans; words left over may be about the plan or about a school."""
    rows = list(asked_rows(scope))
    wanted = frozenset(range(len(scope.question.terms)))
    alone = newest(row for row in rows if wanted <= row.all_terms)
    pairs = [(row, body) for row in alone for body in _own_bodies(scope, row)] if alone else with_bodies(scope, rows)
    of_bodies = readable(scope, pairs)
    instead = {row.indicator.pk: row for row in of_bodies} if alone else {}
    found = [instead.get(row.indicator.pk, row) for row in alone] or of_bodies
    best = ranked(scope.question, found, lambda row: row.indicator.name, lambda row: row.indicator.code)
    return everything(Kind.INDICATORS, best, lambda row: _hit(scope, row))


def _own_bodies(scope: Scope, row: Asked) -> list[Body]:
    """The person's own bodies whose figures say more to them than the plan alone does."""
    own = scope.actor.organisations(*Role.values)
    if row.plan.reads_results:
        return []
    return [body for body in scope.bodies if body.pk in own and row.is_filled_in_by(body)]


def _hit(scope: Scope, row: Asked) -> Hit:
    plan, code = row.plan.plan, urlencode({"indicator": row.indicator.code})
    if row.body:
        url = f"{reverse('school_figures', args=[plan.pk, row.body.pk])}?{urlencode({'q': row.indicator.code})}"
        return Hit(row.title, url, f"{plan.title} · số liệu qua các kỳ")
    period = row.plan.latest_round(scope.today) if row.plan.reads_results and row.has_target else None
    if period is None:
        return Hit(row.title, reverse("plan_detail", args=[plan.pk]), f"{plan.title} · {row.indicator.unit}")
    return Hit(
        row.title, f"{reverse('period_results', args=[period.pk])}?{code}", f"{plan.title} · kết quả kỳ {period.label}"
    )

"""Plans, found by number, name, subject or year."""

from reports.presentation import addresses
from reports.search.hits import Found, Hit, Kind, everything
from reports.search.ranking import ranked
from reports.search.scope import PlanInScope, Scope


def find_plans(scope: Scope) -> Found:
    """Plans the person sees that have every word."""
    found = [row for row in scope.plans.values() if row.answers(scope.question)]
    rows = ranked(scope.question, found, lambda row: row.plan.title, lambda row: row.plan.full_number)
    address = addresses("plan_detail")

    def make(row: PlanInScope) -> Hit:
        plan = row.plan
        return Hit(
            plan.title, address(plan.pk), f"{plan.short_citation} · năm {plan.year} · {plan.get_status_display()}"
        )

    return everything(Kind.PLANS, rows, make)

"""What reports do when something happens to a plan; connected by `reports.apps`, because plans know nothing of them."""

from typing import Any

from django.dispatch import receiver

from plans.models import Plan
from plans.signals import plan_issued
from reports.services.announcing import announce_plan
from reports.services.opening import open_periods_of


@receiver(plan_issued)
def open_and_announce(plan: Plan, by: Any, **_: Any) -> None:
    """A plan in force asks for its reports, and says so, in one transaction with being issued."""
    open_periods_of(plan)
    announce_plan(plan=plan, by=by)

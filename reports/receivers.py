"""What reports do when something happens to a plan; connected by `reports.apps`, because plans know nothing of them."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from plans.models import Plan, PlanRevision
from plans.revisions import Content
from plans.signals import Opinion, plan_change_proposed, plan_changed, plan_issued
from reports.queries.plan_changes import opinion_on
from reports.services.announcing import announce_plan
from reports.services.following import follow_change
from reports.services.opening import open_periods_of


@receiver(plan_issued)
def open_and_announce(plan: Plan, by: Any, **_: Any) -> None:
    """A plan in force asks for its reports, and says so, in one transaction with being issued."""
    open_periods_of(plan)
    announce_plan(plan=plan, by=by)


@receiver(plan_change_proposed)
def judge_change(plan: Plan, before: Content, after: Content, **_: Any) -> Opinion:
    """What reports that are there say to a change of their plan."""
    return opinion_on(plan, before, after, today=timezone.localdate())


@receiver(plan_changed)
def follow(plan: Plan, before: Content, after: Content, revision: PlanRevision, by: Any, reason: str, **_: Any) -> None:
    """Periods open, reminders of an old day stop, the schools are told, in one transaction with the change."""
    follow_change(plan=plan, before=before, after=after, revision=revision, by=by, reason=reason)

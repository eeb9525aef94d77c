"""Freezing what a plan in force wants and asks, each time it changes (docs/adr/0014-plan-revisions.md)."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.models import Plan, PlanRevision
from plans.revision_changes import differences
from plans.revisions import content_of, digest


@transaction.atomic
def freeze_revision(*, plan: Plan, by: Any, reason: str = "") -> PlanRevision:
    """Keep targets, periods and reporters as they stand now, as the plan's next revision.

    When nothing has changed since the last one, that one is the answer. The first needs no reason: it is the plan as
    it was issued. Runs in the transaction of the change and keeps the plan locked until its end, so two changes at
    once get two numbers.

    Raises:
        ValueError: a further revision without a reason.
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    last = PlanRevision.objects.filter(plan=plan).order_by("-number").first()
    content = content_of(plan)
    if last is not None:
        if not differences(last.content, content):
            return last
        if not reason.strip():
            raise ValueError("changing a plan in force needs a reason")
    return PlanRevision.objects.create(
        plan=plan,
        number=last.number + 1 if last else 1,
        reason=reason.strip(),
        content=content,
        sha256=digest(content),
        made_at=timezone.now(),
        made_by=by,
    )

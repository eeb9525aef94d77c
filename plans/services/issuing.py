"""Putting a plan in force."""

from typing import Any

from django.db import transaction

from plans.checks.facts import facts_of
from plans.checks.findings import Finding
from plans.checks.readiness import findings_of
from plans.enums import PlanStatus
from plans.models import Plan
from plans.services.errors import Conflict
from plans.services.revising import freeze_revision
from plans.services.sections import lock_plan
from plans.signals import plan_issued


class PlanNotReady(Exception):
    """Something is missing without which the plan cannot be carried out. `findings` are the errors."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__(f"{len(findings)} chỗ phải sửa")


@transaction.atomic
def issue_plan(*, plan: Plan, by: Any) -> None:
    """Put a draft in force: its targets and periods are frozen as revision 1, the periods that are due open, and
    those who report are told. Whoever listens to `plan_issued` writes in the same transaction.

    Raises:
        Conflict: it is no draft any more, or somebody was faster. PlanNotReady: errors remain; nothing was changed.
    """
    lock_plan(plan=plan)
    errors = [finding for finding in findings_of(facts_of(plan)) if finding.blocks]
    if errors:
        raise PlanNotReady(errors)
    if not Plan.objects.filter(pk=plan.pk, status=PlanStatus.DRAFT).update(status=PlanStatus.IN_FORCE):
        raise Conflict("Kế hoạch này không còn là dự thảo: có người vừa ban hành hoặc xóa.")
    plan.status = PlanStatus.IN_FORCE
    freeze_revision(plan=plan, by=by)
    plan_issued.send(Plan, plan=plan, by=by)

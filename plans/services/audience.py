"""Which organisations report on a plan.

Additions and removals name exactly the units they mean, so two people at it at once never undo each other's choice.
"""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from plans.enums import PlanStatus
from plans.models import Plan, PlanReporter
from plans.services.revising import change_plan
from plans.services.sections import lock_plan


@transaction.atomic
def add_reporters(*, plan: Plan, by: Any, organisations: Collection[int], reason: str = "") -> int:
    """Let organisations report; returns how many are new. A plan in force is changed with a reason and a revision.

    Raises:
        Conflict: closed or deleted meanwhile. ChangeRefused, ValueError: as `change_plan`.
    """
    present = set(plan.reporters.values_list("organisation_id", flat=True))
    new = [PlanReporter(plan=plan, organisation_id=pk) for pk in sorted(set(organisations) - present)]

    def apply() -> None:
        PlanReporter.objects.bulk_create(new, ignore_conflicts=True)

    _change(plan, by, reason, apply)
    return len(new)


@transaction.atomic
def drop_reporters(*, plan: Plan, by: Any, organisations: Collection[int], reason: str = "") -> int:
    """Take organisations out of those that report; returns how many went. Raises as `add_reporters`."""
    found = plan.reporters.filter(organisation_id__in=organisations)
    count = found.count()

    def apply() -> None:
        found.delete()

    _change(plan, by, reason, apply)
    return count


def _change(plan: Plan, by: Any, reason: str, apply: Any) -> None:
    if lock_plan(plan=plan).status == PlanStatus.IN_FORCE:
        change_plan(plan=plan, by=by, reason=reason, apply=apply)
    else:
        apply()

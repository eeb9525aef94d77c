"""Writing down what was allocated, spent and contributed. Who may is asked by the views (`facilities.permissions`)."""

from typing import Any

from django.db import transaction
from django.db.models import F

from facilities.models import Allocation, Contribution, Expenditure, FundKeeper
from plans.models import Plan
from schools.models import Organisation


class AllocationChanged(Exception):
    """Somebody else changed the allocation after it was read."""


@transaction.atomic
def save_allocation(*, allocation: Allocation, version: int) -> Allocation:
    """Write a new allocation, or a changed one that still has the version it was read with.

    Raises:
        AllocationChanged: somebody was faster; nothing is written.
    """
    if allocation._state.adding:
        allocation.save()
        return allocation
    if not Allocation.objects.filter(pk=allocation.pk, version=version).update(version=F("version") + 1):
        raise AllocationChanged
    allocation.version = version + 1
    allocation.save()
    return allocation


@transaction.atomic
def remove_allocation(*, allocation: Allocation) -> int:
    """Take an allocation back together with what was spent from it; how many expenditures went with it."""
    count = allocation.expenditures.count()
    allocation.delete()
    return count


def spend(*, expenditure: Expenditure, by: Any) -> Expenditure:
    """Note money spent from an allocation."""
    expenditure.by = by
    expenditure.save()
    return expenditure


def contribute(*, contribution: Contribution, by: Any) -> Contribution:
    """Note what the community gave."""
    contribution.by = by
    contribution.save()
    return contribution


def name_keeper(*, plan: Plan, organisation: Organisation) -> FundKeeper:
    """From now on this organisation enters the figures of the plan's funds, and nobody else."""
    return FundKeeper.objects.update_or_create(plan=plan, defaults={"organisation": organisation})[0]

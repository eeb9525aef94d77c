"""One part of a plan is changed by one person at a time, and only as that person read it."""

from collections.abc import Callable, Iterable
from typing import Any

from plans.digests import digest_of
from plans.enums import PlanStatus
from plans.models import Plan
from plans.services.errors import Conflict


class SectionChanged(Conflict):
    """Somebody saved the same part after the person opened it."""


def lock_plan(*, plan: Plan) -> Plan:
    """The plan as it is stored now, locked until the transaction ends.

    Raises:
        Conflict: it was closed or deleted meanwhile.
    """
    now = Plan.objects.select_for_update(of=("self",)).filter(pk=plan.pk).order_by("pk").first()
    if now is None:
        raise Conflict("Dự thảo này vừa bị xóa.")
    if now.status == PlanStatus.CLOSED:
        raise Conflict("Kế hoạch vừa được kết thúc nên không sửa được nữa.")
    return now


def lock_section(*, plan: Plan, read_as: str, rows: Callable[[Plan], Iterable[Any]]) -> Plan:
    """Lock the plan and make sure that the part `rows` reads is still what the person saw under the digest `read_as`.

    Call it first in the transaction of the change.

    Raises:
        SectionChanged: it is not; nothing was written. Conflict: as `lock_plan`.
    """
    now = lock_plan(plan=plan)
    if digest_of(rows(now)) != read_as:
        raise SectionChanged("Phần này vừa được người khác sửa. Xem chỗ khác nhau rồi quyết định.")
    return now

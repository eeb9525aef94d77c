"""How a plan goes: a draft is deleted, a plan in force is closed."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from plans.enums import PlanStatus
from plans.models import Plan
from plans.services.errors import Conflict
from plans.services.sections import lock_plan


@transaction.atomic
def delete_draft(*, plan: Plan, by: Any) -> None:
    """Delete a plan that was never issued, with all its parts.

    Raises:
        Conflict: it has been issued, or something else refers to it; the message names it.
    """
    if lock_plan(plan=plan).status != PlanStatus.DRAFT:
        raise Conflict("Kế hoạch đã ban hành nên không xóa được; khi xong việc thì kết thúc kế hoạch.")
    try:
        with transaction.atomic():
            plan.delete()
    except ProtectedError as error:
        users = "; ".join(sorted(str(row) for row in error.protected_objects))
        raise Conflict(f"Chưa xóa được vì còn được dùng ở: {users[:300]}.") from None


@transaction.atomic
def close_plan(*, plan: Plan, by: Any) -> None:
    """End a plan in force: nothing is owed, reminded or changed any more; what was reported stays readable.

    Raises:
        Conflict: it is not in force, or somebody was faster.
    """
    running = Plan.objects.filter(pk=plan.pk, status=PlanStatus.IN_FORCE)
    if not running.update(status=PlanStatus.CLOSED):
        raise Conflict("Kế hoạch này không còn ở tình trạng đang thực hiện; tải lại trang để xem.")

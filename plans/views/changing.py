"""Saving targets or periods from the editor: a draft at once, a plan in force after a preview and with a reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from plans.digests import READ_AS, digest_of
from plans.enums import PlanStatus
from plans.models import Plan
from plans.permissions import may_issue_plan
from plans.services.errors import Conflict
from plans.services.revising import ChangePreview, preview_change, save_part
from plans.services.sections import SectionChanged

Rows = Callable[[Plan], Iterable[Any]]


@dataclass(frozen=True)
class Pending:
    """Why nothing has been saved yet: somebody else saved first (`is_clash`), reports stand against it
    (`preview.refusals`), or it waits for a reason and the head's word. `message` is what a person did wrong."""

    preview: ChangePreview | None = None
    is_clash: bool = False
    may_confirm: bool = False
    reason: str = ""
    message: str = ""

    @property
    def status(self) -> int:
        return 409 if self.is_clash or (self.preview and self.preview.refusals) or not self.preview else 200


@dataclass(frozen=True)
class Saved:
    """Done; `changed` is false when the plan says the same as before."""

    changed: bool


def save_or_preview(request: HttpRequest, plan: Plan, *, apply: Callable[[], Any], rows: Rows) -> Pending | Saved:
    """Save what was posted when it may be saved, else say what is in the way.

    A plan in force is changed only by the button `confirm`, on exactly what was previewed (`seen`).

    Raises:
        PermissionDenied: the change of a plan in force is confirmed by somebody who may not.
    """
    read_as, in_force = request.POST.get(READ_AS, ""), plan.status == PlanStatus.IN_FORCE
    reason, confirms = request.POST.get("reason", "").strip(), "confirm" in request.POST
    may_confirm = may_issue_plan(request.user, plan)
    if in_force and confirms and not may_confirm:
        raise PermissionDenied
    try:
        preview = preview_change(plan=plan, apply=apply)
        pending = Pending(preview, may_confirm=may_confirm, reason=reason)
        if read_as != digest_of(rows(plan)):
            return Pending(preview, is_clash=True, may_confirm=may_confirm, reason=reason)
        if in_force:
            if not preview.lines:
                return Saved(changed=False)
            if preview.refusals or not confirms or request.POST.get("seen") != preview.seen:
                return pending
            if not reason:
                return Pending(preview, may_confirm=may_confirm, message="Ghi lý do thay đổi.")
        save_part(plan=plan, by=request.user, rows=rows, read_as=read_as, apply=apply, reason=reason)
    except SectionChanged:  # between the preview and the save
        return Pending(preview, is_clash=True, may_confirm=may_confirm, reason=reason)
    except Conflict as error:
        return Pending(message=error.message, may_confirm=may_confirm, reason=reason)
    return Saved(changed=True)


def part_context(plan: Plan, rows: Rows, *, keeps: str = "") -> dict[str, Any]:
    """What the template of such a page asks for beside its own; `keeps` is the digest the person read, after a
    mistake."""
    return {READ_AS: keeps or digest_of(rows(plan)), "in_force": plan.status == PlanStatus.IN_FORCE}

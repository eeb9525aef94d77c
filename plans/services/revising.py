"""Changing what a plan in force wants and asks: with a reason, after a preview, and never without a trace
(docs/adr/0014-plan-revisions.md)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.enums import PlanStatus
from plans.models import Plan, PlanRevision
from plans.revision_changes import differences
from plans.revisions import Content, content_of, digest
from plans.services.errors import Conflict
from plans.services.sections import lock_plan, lock_section
from plans.signals import plan_change_proposed, plan_changed

Apply = Callable[[], Any]


class ChangeRefused(Conflict):
    """Reports depend on what the change would take away or turn round; `refusals` names every such place."""

    def __init__(self, refusals: list[str]) -> None:
        self.refusals = refusals
        super().__init__(" ".join(refusals))


@dataclass(frozen=True)
class ChangePreview:
    """What a change would do: its lines, what stands against it, what follows from it. `seen` stands for the result,
    so that exactly what was previewed is confirmed."""

    lines: list[str]
    refusals: list[str]
    consequences: list[str]
    seen: str


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


@transaction.atomic
def ensure_frozen(*, plan: Plan) -> None:
    """Lock the plan, and give one that was put in force before there were revisions its first, ahead of a change."""
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not PlanRevision.objects.filter(plan=plan).exists():
        freeze_revision(plan=plan, by=None)


def preview_change(*, plan: Plan, apply: Apply) -> ChangePreview:
    """What `apply` would change about the plan; it runs and is taken back, nothing stays written.

    `apply` saves targets, milestones, periods or reporters and may raise what saving them raises.
    """
    with transaction.atomic():
        before = content_of(plan)
        apply()
        preview = _judge(plan, before, content_of(plan))
        transaction.set_rollback(True)
    return preview


@transaction.atomic
def change_plan(*, plan: Plan, by: Any, reason: str, apply: Apply) -> PlanRevision:
    """Change a plan in force: `apply` saves the rows, the result is frozen as a revision, and those concerned are told.

    A plan that has no revision yet (it was put in force before there were any) gets its first one before the change.
    When nothing changes the last revision is the answer, and nobody is told.

    Raises:
        Conflict: the plan is not in force any more.
        ChangeRefused: reports depend on what would go; nothing was changed.
        ValueError: no reason given.
    """
    if not reason.strip():
        raise ValueError("changing a plan in force needs a reason")
    if lock_plan(plan=plan).status != PlanStatus.IN_FORCE:
        raise Conflict("Kế hoạch không còn thực hiện nên không thay đổi được nữa.")
    ensure_frozen(plan=plan)
    before = content_of(plan)
    apply()
    after = content_of(plan)
    preview = _judge(plan, before, after)
    if preview.refusals:
        raise ChangeRefused(preview.refusals)
    revision = freeze_revision(plan=plan, by=by, reason=reason)
    if preview.lines:
        plan_changed.send(Plan, plan=plan, before=before, after=after, revision=revision, by=by, reason=reason.strip())
    return revision


def _judge(plan: Plan, before: Content, after: Content) -> ChangePreview:
    answers = plan_change_proposed.send(Plan, plan=plan, before=before, after=after)
    opinions: list[Any] = [answer for _, answer in answers]
    return ChangePreview(
        lines=differences(before, after),
        refusals=[sentence for opinion in opinions for sentence in opinion.refusals],
        consequences=[sentence for opinion in opinions for sentence in opinion.consequences],
        seen=digest(after),
    )


@transaction.atomic
def save_part(
    *, plan: Plan, by: Any, rows: Callable[[Plan], Iterable[Any]], read_as: str, apply: Apply, reason: str = ""
) -> None:
    """Let `apply` save the part of the plan that `rows` reads, as the person read it under the digest `read_as`: a
    draft at once, a plan in force by `change_plan`.

    Raises:
        SectionChanged, Conflict, ChangeRefused, ValueError: as `lock_section` and `change_plan`.
    """
    if lock_section(plan=plan, read_as=read_as, rows=rows).status == PlanStatus.IN_FORCE:
        change_plan(plan=plan, by=by, reason=reason, apply=apply)
    else:
        apply()

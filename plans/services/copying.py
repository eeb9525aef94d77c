"""A new plan in the shape of an older one: the way most plans are begun."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from plans.enums import PlanStatus, RelationKind, TaskStatus
from plans.models import Plan, Task
from plans.services.shifting import Shift
from plans.services.writing import day_in
from schools.models import Organisation

# What belonged to the older document itself, or to what became of it.
NOT_COPIED_OF_PLAN = {"id", "number", "issued_on", "issued_after", "status", "is_illustrative", "search_key"}
SHIFTED_TEXTS = {"title", "subject", "report_subject", "preamble", "closing"}


@dataclass
class Copy:
    """The new draft, and the names of organisations that no longer exist and were left out."""

    plan: Plan
    left_out: list[str] = field(default_factory=list)


@transaction.atomic
def copy_plan(*, source: Plan, by: Any, year: int) -> Copy:
    """Make a draft for `year` from any plan: head, tasks, grid, targets with milestones, periods, outline, reporters,
    recipients, and what it mentions. Dates move by whole years, the plan's year within texts too.

    Left behind: number and dates of the document, legal bases, progress, links to tasks of other plans, and baselines,
    which were those of the older year.

    Raises:
        ValidationError: the year is the source's own, or no year a plan may have.
    """
    if not 2000 <= year <= 2100 or year == source.year:
        raise ValidationError(f"Chọn một năm khác {source.year}, từ 2000 đến 2100.")
    shift = Shift(source.year, year)
    plan = _copy_header(source, shift)
    result = Copy(plan)
    in_force = set(Organisation.objects.in_force(day_in(year)).values_list("pk", flat=True))
    tasks = _copy_tasks(source, plan, shift, in_force)
    periods = _copy_periods(source, plan, shift)
    for target in source.targets.prefetch_related("milestones").order_by("position", "pk"):
        if target.organisation_id and target.organisation_id not in in_force:
            continue
        marks = list(target.milestones.all())
        new = _new(
            target, plan=plan, baseline=None, baseline_on=None, baseline_is_illustrative=False, wording=target.wording
        )
        new.wording = shift.text(new.wording)
        new.save()
        _save_all(_new(mark, target=new, period=periods[mark.period_id]) for mark in marks)
    for row in source.plan_indicators.order_by("position", "pk"):
        _save_all([_new(row, plan=plan, task=tasks.get(row.task_id))])
    _save_all(_new(section, plan=plan) for section in source.outline.order_by("position"))
    mentions = source.relations.filter(kind=RelationKind.MENTIONS).order_by("position", "pk")
    _save_all(_new(relation, plan=plan) for relation in mentions)
    _copy_people(source, plan, in_force, result)
    return result


def _copy_header(source: Plan, shift: Shift) -> Plan:
    fields = [f for f in Plan._meta.concrete_fields if f.name not in NOT_COPIED_OF_PLAN]
    plan = Plan(**{f.attname: f.value_from_object(source) for f in fields}, status=PlanStatus.DRAFT)
    for name in SHIFTED_TEXTS:
        setattr(plan, name, shift.text(getattr(plan, name)))
    plan.year = shift.to_year
    plan.full_clean()
    plan.save()
    return plan


def _copy_tasks(source: Plan, plan: Plan, shift: Shift, in_force: set[int]) -> dict[int | None, Task]:
    """The tree with its assignments; links between tasks of the plan are kept, progress is not."""
    olds = list(source.tasks.prefetch_related("coordinating").order_by("position", "pk"))
    news: dict[int | None, Task] = {}
    for old in olds:
        task = _new(
            old, plan=plan, parent=None, same_as=None, carries_out=None, status=TaskStatus.NOT_STARTED, progress=None
        )
        task.title, task.text = shift.text(old.title), shift.text(old.text)
        task.expected_result = shift.text(old.expected_result)
        task.starts_on, task.due_on = shift.date(old.starts_on), shift.date(old.due_on)
        if old.lead_id not in in_force:
            task.lead = None
        task.save()
        task.coordinating.set([unit for unit in old.coordinating.all() if unit.pk in in_force])
        news[old.pk] = task
    for old in olds:
        if old.parent_id or old.same_as_id:
            task = news[old.pk]
            task.parent, task.same_as = news.get(old.parent_id), news.get(old.same_as_id)
            task.save(update_fields=["parent", "same_as"])
    return news


def _copy_periods(source: Plan, plan: Plan, shift: Shift) -> dict[int, Any]:
    news = {}
    for old in source.periods.order_by("position"):
        period = _new(old, plan=plan, label=old.label)
        for name in ("data_from", "data_to", "opens_on", "deadline_on", "forward_on", "closes_on"):
            setattr(period, name, shift.date(getattr(old, name)))
        period.school_year = shift.number(old.school_year)
        period.deadline_text = shift.text(old.deadline_text)
        period.save()
        news[old.pk] = period
    return news


def _copy_people(source: Plan, plan: Plan, in_force: set[int], result: Copy) -> None:
    for row in source.recipients.order_by("position", "pk"):
        gone = row.organisation_id is not None and row.organisation_id not in in_force
        _save_all([_new(row, plan=plan, organisation_id=None if gone else row.organisation_id)])
    for duty in source.reporters.select_related("organisation"):
        if duty.organisation_id in in_force:
            _save_all([_new(duty, plan=plan)])
        else:
            result.left_out.append(duty.organisation.short_name)


def _new(row: Any, **changes: Any) -> Any:
    """An unsaved row with the values of another, its key aside."""
    named = {name.removesuffix("_id") for name in changes}
    fields = [f for f in row._meta.concrete_fields if not f.primary_key and f.name not in named]
    return type(row)(**{f.attname: f.value_from_object(row) for f in fields}, **changes)


def _save_all(rows: Iterable[Model]) -> None:
    """One by one where few; `save` keeps derived columns in step."""
    for row in rows:
        row.save()

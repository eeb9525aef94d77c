"""Loading a plan from files people edit; running it twice changes nothing, edits in the file are applied.

The file owns what it lists: rows that are gone from it are deleted, but never those on which reports already depend.
Operational state (the plan's status, the progress of its tasks) belongs to people and is never overwritten. What a plan
in force wants and asks is frozen after each load that changed it (docs/adr/0014-plan-revisions.md).
"""

import datetime as dt
from collections.abc import Hashable
from pathlib import Path
from typing import Any

from django.db import transaction

from plans.enums import PlanStatus
from plans.models import (
    CitedDocument,
    Indicator,
    Milestone,
    OutlineSection,
    Plan,
    PlanIndicator,
    PlanRecipient,
    PlanRelation,
    PlanReporter,
    ReportingPeriod,
    Target,
    Task,
)
from plans.services.plan_files import document_key, read_plan
from plans.services.plan_rows import PlanRows
from plans.services.revising import freeze_revision
from schools.models import Organisation, School, SchoolAffiliation
from schools.services.row_sync import Changes, Row, drop_unused, sync

DATA = Path(__file__).resolve().parent.parent / "data"
DEFAULT_PLAN = DATA / "ke-hoach-04-2018.yaml"
RELOADED = "Nạp lại từ tệp"


def load_plan(path: Path | str = DEFAULT_PLAN, *, year: int | None = None, changes: Changes | None = None) -> Plan:
    """Bring a plan with its indicators, tasks, targets, periods, outline and reporters in line with its files.

    With a `year` other than the file's own, a plan of the same shape is loaded for that year: dates moved by whole
    years, no number, no signer, no legal basis, marked as illustrative, first period open from 1 January.
    `changes` collects what was done.

    Raises:
        DataFilesInvalid: the files have mistakes; all are named, and nothing was written.
    """
    rows = read_plan(Path(path), year, _organisations_on)
    changes = Changes() if changes is None else changes
    with transaction.atomic():
        plan = _load_header(rows, changes)
        _load_documents(plan, rows, changes)
        _load_recipients(plan, rows, changes)
        indicators = _load_indicators(rows, changes)
        tasks = _load_tasks(plan, rows, changes)
        _load_coordinating(plan, tasks, rows)
        periods = _load_numbered(ReportingPeriod, plan, rows.periods, "position", changes)
        _load_numbered(OutlineSection, plan, rows.outline, "code", changes)
        _load_targets(plan, indicators, periods, rows, changes)
        _load_grid(plan, indicators, tasks, rows, changes)
        _load_reporters(plan, rows, changes)
        if plan.status == PlanStatus.IN_FORCE:
            freeze_revision(plan=plan, by=None, reason=RELOADED if plan.revisions.exists() else "")
    return plan


def _organisations_on(day: dt.date) -> dict[str, int]:
    return dict(Organisation.objects.in_force(day).values_list("code", "pk"))


def _load_header(rows: PlanRows, changes: Changes) -> Plan:
    header = rows.header
    values = header.values
    # A shifted plan has no number to be recognised by: its symbol and being invented stand in for it.
    names = ("issuer_id", "document_type", "number", "symbol", "year", "is_illustrative")
    existing = list(Plan.objects.filter(**{name: values[name] for name in names}))
    plan = sync(Plan, [header], existing=existing[:1], key=lambda _: "plan", changes=changes)["plan"]
    if not existing:
        plan.status = PlanStatus.IN_FORCE
        plan.save(update_fields=["status"])
    return plan


def _load_documents(plan: Plan, rows: PlanRows, changes: Changes) -> None:
    documents = sync(
        CitedDocument,
        [row for _, row in rows.documents],
        existing=CitedDocument.objects.all(),
        key=lambda d: document_key(d.document_type, d.number, d.symbol, d.issuer_name, d.subject),
        changes=changes,
    )
    for key, above in rows.carried_out.items():  # what another file has said of a document stays
        _set_link(documents[key], "carries_out_id", documents[above].pk)
    wanted = []
    for position, (kind, row) in enumerate(rows.documents, 1):
        target = documents[row.key].pk
        values = {"plan_id": plan.pk, "kind": kind, "to_document_id": target, "position": position}
        wanted.append(Row((kind, target), values, row.where))
    existing = list(plan.relations.filter(to_plan__isnull=True))
    kept = sync(PlanRelation, wanted, existing=existing, key=lambda r: (r.kind, r.to_document_id), changes=changes)
    drop_unused([relation for relation in existing if relation not in kept.values()], changes)


def _load_recipients(plan: Plan, rows: PlanRows, changes: Changes) -> None:
    wanted = [Row(row.key, {**row.values, "plan_id": plan.pk}, row.where) for row in rows.recipients]
    existing = list(plan.recipients.all())
    kept = sync(PlanRecipient, wanted, existing=existing, key=lambda r: (r.name, r.role), changes=changes)
    drop_unused([recipient for recipient in existing if recipient not in kept.values()], changes)


def _load_indicators(rows: PlanRows, changes: Changes) -> dict[str, Indicator]:
    codes = [row.key for row in rows.indicators]
    existing = Indicator.objects.filter(code__in=codes)
    found = sync(Indicator, rows.indicators, existing=existing, key=lambda i: i.code, changes=changes)
    indicators = {str(code): indicator for code, indicator in found.items()}
    for code, indicator in indicators.items():
        whole = indicators.get(rows.coverage.get(code, ""))
        _set_link(indicator, "coverage_of_id", whole.pk if whole else None)
    return indicators


def _set_link(row: Indicator | Task | CitedDocument, name: str, pk: int | None) -> None:
    """Links between siblings are set once all siblings are stored."""
    if getattr(row, name) != pk:
        setattr(row, name, pk)
        row.save(update_fields=[name])


def _load_tasks(plan: Plan, rows: PlanRows, changes: Changes) -> dict[str, Task]:
    """Depth by depth, because a child needs the id of its parent."""
    existing: list[Task] = list(plan.tasks.all())
    stored: dict[str, Task] = {}
    for depth in range(max((str(row.key).count(".") for row in rows.tasks), default=-1) + 1):
        level = [row for row in rows.tasks if str(row.key).count(".") == depth]
        for row in level:
            parent = stored.get(str(row.key).rpartition(".")[0])
            row.values |= {"plan_id": plan.pk, "parent_id": parent.pk if parent else None}
        found = sync(Task, level, existing=existing, key=lambda t: t.code, changes=changes)
        stored |= {str(code): task for code, task in found.items()}
    for code, task in stored.items():
        twin = stored.get(rows.same_as.get(code, ""))
        _set_link(task, "same_as_id", twin.pk if twin else None)
    gone = [task for task in existing if task.code not in stored]
    gone.sort(key=lambda task: task.code.count("."), reverse=True)  # children before their parents
    drop_unused(gone, changes)
    return stored


def _load_coordinating(plan: Plan, tasks: dict[str, Task], rows: PlanRows) -> None:
    through = Task.coordinating.through
    stored = set(through.objects.filter(task__plan=plan).values_list("task_id", "organisation_id"))
    wanted = {(tasks[code].pk, body) for code, bodies in rows.coordinating.items() for body in bodies}
    through.objects.bulk_create(through(task_id=task, organisation_id=body) for task, body in sorted(wanted - stored))
    for task, body in stored - wanted:
        through.objects.filter(task_id=task, organisation_id=body).delete()


def _load_numbered(
    model: type[ReportingPeriod] | type[OutlineSection], plan: Plan, rows: list[Row], name: str, changes: Changes
) -> dict[Hashable, Any]:
    """Children of the plan that one column identifies."""
    wanted = [Row(row.key, {**row.values, "plan_id": plan.pk}, row.where) for row in rows]
    existing = list(model._default_manager.filter(plan=plan))
    found = sync(model, wanted, existing=existing, key=lambda row: getattr(row, name), changes=changes)
    drop_unused([row for row in existing if getattr(row, name) not in found], changes)
    return found


def _load_targets(
    plan: Plan,
    indicators: dict[str, Indicator],
    periods: dict[Hashable, Any],
    rows: PlanRows,
    changes: Changes,
) -> None:
    wanted = []
    for row in rows.targets:
        values = {**row.values, "plan_id": plan.pk, "indicator_id": indicators[str(row.key)].pk}
        wanted.append(Row(values["indicator_id"], values, row.where))
    existing = list(plan.targets.whole().select_related("indicator"))
    targets = sync(Target, wanted, existing=existing, key=lambda t: t.indicator_id, changes=changes)
    drop_unused([target for target in existing if target.indicator_id not in targets], changes)
    milestones = []
    for row in rows.targets:
        target = targets[indicators[str(row.key)].pk]
        for position, share in enumerate(rows.milestones[str(row.key)], 1):
            values = {"target_id": target.pk, "period_id": periods[position].pk, "expected_share": share}
            milestones.append(Row((values["target_id"], values["period_id"]), values, row.where))
    stored = list(
        Milestone.objects.filter(target__in=plan.targets.whole()).select_related("target__indicator", "period__plan")
    )
    found = sync(Milestone, milestones, existing=stored, key=lambda m: (m.target_id, m.period_id), changes=changes)
    drop_unused([milestone for milestone in stored if milestone not in found.values()], changes)


def _load_grid(
    plan: Plan, indicators: dict[str, Indicator], tasks: dict[str, Task], rows: PlanRows, changes: Changes
) -> None:
    wanted = []
    for row in rows.grid:
        task = tasks.get(rows.grid_tasks.get(str(row.key), ""))
        values = {**row.values, "plan_id": plan.pk, "indicator_id": indicators[str(row.key)].pk}
        values["task_id"] = task.pk if task else None
        wanted.append(Row(values["indicator_id"], values, row.where))
    existing = list(plan.plan_indicators.select_related("indicator"))
    found = sync(PlanIndicator, wanted, existing=existing, key=lambda row: row.indicator_id, changes=changes)
    drop_unused([row for row in existing if row.indicator_id not in found], changes)


def _load_reporters(plan: Plan, rows: PlanRows, changes: Changes) -> None:
    """The units the file lists report, else the schools that belong to the commune it names or to the whole area at the
    end of the plan's year; an organisation added by hand stays."""
    day = dt.date(plan.year, 12, 31)
    schools = School.objects.belonging(day)
    if rows.schools_of:
        places = SchoolAffiliation.objects.on(day).filter(commune=rows.schools_of)
        schools = schools.filter(pk__in=places.values("school"))
    bodies = schools.order_by("organisation__position", "organisation").values_list("organisation", flat=True)
    units = list(bodies) if rows.reporters is None else rows.reporters
    wanted = [Row(pk, {"plan_id": plan.pk, "organisation_id": pk}, "") for pk in units]
    sync(PlanReporter, wanted, existing=plan.reporters.all(), key=lambda row: row.organisation_id, changes=changes)

"""Whether tasks, targets and the grid of a plan hang together."""

from collections.abc import Iterator

from plans.checks.facts import Facts
from plans.checks.findings import Finding, error, some, warning
from plans.enums import EnteredBy, SectionKind
from schools.enums import OrganisationKind

TASKS, GRID, TARGETS, OUTLINE = "plan_tasks_edit", "plan_indicators_edit", "plan_targets_edit", "plan_outline_edit"


def task_findings(facts: Facts) -> Iterator[Finding]:
    """Tasks nobody leads, and tasks that end in another time."""
    plan, tasks = facts.plan, facts.leaves
    if not tasks:
        yield warning(TASKS, "Chưa có nhiệm vụ nào.")
    unled = [task.code for task in tasks if task.lead_id is None and not task.lead_label]
    if unled:
        yield warning(TASKS, f"{len(unled)} nhiệm vụ chưa ghi đơn vị chủ trì: {some(unled)}.")
    inferred = [task.code for task in tasks if task.lead_is_inferred]
    if inferred:
        yield warning(TASKS, f"{len(inferred)} nhiệm vụ có chủ trì do suy luận, cần xác nhận: {some(inferred)}.")
    odd = [task.code for task in tasks if task.due_on and plan.issued_on and task.due_on < plan.issued_on]
    if odd:
        yield warning(TASKS, f"{len(odd)} nhiệm vụ có thời gian hoàn thành trước ngày ban hành: {some(odd)}.")


def target_findings(facts: Facts) -> Iterator[Finding]:
    """Targets for which nobody would enter a figure, and targets set for units that do not report."""
    targets = facts.targets
    if not targets:
        yield warning(TARGETS, "Chưa có mục tiêu nào đo được.")
    lost = [
        target.indicator.code
        for target in targets
        if not target.is_asked and target.indicator.entered_by != EnteredBy.COMPUTED  # type: ignore[attr-defined]
    ]
    if lost:
        yield error(GRID, f"Mục tiêu không có trong biểu số liệu nên không ai báo cáo: {some(sorted(set(lost)))}.")
    reporting = {body.pk for body in facts.reporters}
    outside = [t.organisation.short_name for t in targets if t.organisation and t.organisation_id not in reporting]
    if outside:
        yield warning(TARGETS, f"Mục tiêu giao cho đơn vị không phải báo cáo: {some(outside)}.")


def outline_findings(facts: Facts) -> Iterator[Finding]:
    """What the report is to contain, and whether there is something to put in it."""
    kinds, asked = facts.section_kinds, facts.asks_schools
    if not kinds:
        yield error(OUTLINE, "Chưa có đề cương báo cáo.")
        return
    schools = any(body.kind == OrganisationKind.SCHOOL for body in facts.reporters)
    if schools and asked and SectionKind.INDICATORS not in kinds:
        yield error(OUTLINE, "Biểu số liệu có chỉ tiêu nhưng đề cương không có mục biểu số liệu.")
    if SectionKind.INDICATORS in kinds and not asked:
        yield warning(GRID, "Đề cương có mục biểu số liệu nhưng chưa chọn chỉ tiêu nào cho đơn vị nhập.")
    if SectionKind.TASKS in kinds and not facts.has_tasks:
        yield warning(TASKS, "Đề cương có mục nhiệm vụ nhưng chưa có nhiệm vụ nào.")

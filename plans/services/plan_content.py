"""From a plan's files to rows: indicators, the tree of tasks, targets and the grid."""

from decimal import Decimal
from typing import Any

from plans.enums import Direction, EnteredBy, Operator, RegistryFact, TaskKind, TimeRule, UnitRule, ValueKind
from plans.services.plan_rows import PlanRows
from schools.enums import Levels
from schools.services.data_files import Entry
from schools.services.row_sync import Row


def read_content(tops: list[Entry], rows: PlanRows) -> None:
    """Add indicators, tasks, targets and grid of all files to `rows`, and check what refers to what."""
    kinds = {root: kind for top in tops for root, kind in top.mapping("default_kinds").items()}
    for top in tops:
        for entry in top.entries("indicators"):
            _read_indicator(entry, rows)
        for entry in top.entries("tasks"):
            _read_task(entry, kinds, rows)
    indicators = {str(row.key): str(row.key) for row in rows.indicators}
    tasks = {str(row.key): str(row.key) for row in rows.tasks}
    for top in tops:
        for entry in top.entries("targets"):
            _read_target(entry, indicators, rows)
        for entry in top.entries("grid"):
            _read_grid_row(entry, indicators, tasks, rows)
    _check_references(tasks, indicators, rows)


def _read_indicator(entry: Entry, rows: PlanRows) -> None:
    code = entry.text("code", required=True)
    values: dict[str, Any] = {
        "code": code,
        **{key: entry.text(key, required=True) for key in ("name", "short_name", "unit")},
        **{key: entry.text(key) for key in ("definition", "numerator_label", "denominator_label")},
        "levels": entry.choice("levels", Levels, required=True),
        "value_kind": entry.choice("value_kind", ValueKind, required=True),
        "direction": entry.choice("direction", Direction, required=True),
        "time_rule": entry.choice("time_rule", TimeRule, required=True),
        "unit_rule": entry.choice("unit_rule", UnitRule, required=True),
        "entered_by": entry.choice("entered_by", EnteredBy, EnteredBy.SCHOOL.value),
        "decimals": entry.integer("decimals", 0),
        "lower_bound": entry.decimal("lower_bound"),
        "upper_bound": entry.decimal("upper_bound"),
        "change_bound_percent": entry.integer("change_bound_percent"),
        "judged_at_school": entry.flag("judged_at_school", default=True),
        "registry_fact": entry.choice("registry_fact", RegistryFact, ""),
    }
    if whole := entry.text("coverage_of"):
        rows.coverage[code] = whole
    rows.indicators.append(Row(code, values, entry.where))
    entry.done()


def default_label(code: str) -> str:
    """The number a task carries in the document: II → II, II.1.3 → 1.3, III.2.1.b → - (a dash, as printed)."""
    root, _, rest = code.partition(".")
    if not rest:
        return root
    return "-" if rest.split(".")[-1].isalpha() else rest


def _read_task(entry: Entry, kinds: dict[str, Any], rows: PlanRows) -> None:
    code, shift = entry.text("code", required=True), rows.shift
    values = {
        "code": code,
        "label": entry.text("label", default_label(code)),
        "title": shift.text(entry.text("title", required=True)),
        "text": shift.text(entry.text("text")),
        "kind": entry.choice("kind", TaskKind, kinds.get(code.partition(".")[0], TaskKind.TASK.value)),
        "levels": entry.choice("levels", Levels),
        "lead_id": entry.reference("lead", rows.organisations, "đơn vị"),
        "lead_label": entry.text("lead_label"),
        "lead_is_inferred": entry.flag("lead_is_inferred"),
        "coordinating_label": entry.text("coordinating_label"),
        "starts_on": shift.date(entry.date("starts_on")),
        "due_on": shift.date(entry.date("due_on")),
        "expected_result": shift.text(entry.text("expected_result")),
        "is_reported": entry.flag("is_reported"),
        "position": len(rows.tasks) + 1,
    }
    whose = ("lead", "coordinating", "levels")
    if values["is_reported"] and not any(entry.has(key) for key in whose):
        entry.complain("nhiệm vụ phải báo cáo thì ghi cấp học (levels) hoặc đơn vị chủ trì, phối hợp.")
    if twin := entry.text("same_as"):
        rows.same_as[code] = twin
    found = [entry.resolve(body, rows.organisations, "đơn vị") for body in entry.texts("coordinating")]
    rows.coordinating[code] = [pk for pk in found if pk is not None]
    rows.tasks.append(Row(code, values, entry.where))
    entry.done()


def _read_target(entry: Entry, indicators: dict[str, str], rows: PlanRows) -> None:
    code = entry.reference("indicator", indicators, "chỉ tiêu", required=True) or ""
    values = {
        "operator": entry.choice("operator", Operator, required=True),
        "value": entry.decimal("value"),
        "stretch_value": entry.decimal("stretch_value"),
        "baseline": entry.decimal("baseline"),
        "baseline_on": rows.shift.date(entry.date("baseline_on")),
        "wording": rows.shift.text(entry.text("wording")),
        "is_norm": entry.flag("is_norm"),
        "position": len(rows.targets) + 1,
    }
    is_invented = entry.flag("baseline_is_illustrative", default=values["baseline"] is not None)
    values["baseline_is_illustrative"] = is_invented or bool(rows.shift and values["baseline"] is not None)
    shares = [Decimal(str(share)) for share in entry.items("milestones", int | float, "số từ 0 đến 1")]  # type: ignore[arg-type]
    if shares and len(shares) != len(rows.periods):
        entry.complain(f"“milestones” phải có {len(rows.periods)} số, mỗi kỳ một số.")
    if any(not 0 <= share <= 1 for share in shares):
        entry.complain("mỗi số của “milestones” từ 0 đến 1.")
    rows.milestones[code] = shares
    rows.targets.append(Row(code, values, entry.where))
    entry.done()


def _read_grid_row(entry: Entry, indicators: dict[str, str], tasks: dict[str, str], rows: PlanRows) -> None:
    code = entry.reference("indicator", indicators, "chỉ tiêu", required=True) or ""
    task = entry.reference("task", tasks, "nhiệm vụ")
    if task:
        rows.grid_tasks[code] = task
    values = {"is_required": entry.flag("is_required", default=True), "position": len(rows.grid) + 1}
    rows.grid.append(Row(code, values, entry.where))
    entry.done()


def _check_references(tasks: dict[str, str], indicators: dict[str, str], rows: PlanRows) -> None:
    where = {row.key: row.where for row in (*rows.tasks, *rows.indicators)}
    for code in tasks:
        parent = code.rpartition(".")[0]
        if parent and parent not in tasks:
            rows.problems.add(where[code], f"không có mục cha mang mã “{parent}”.")
    for code, twin in rows.same_as.items():
        if twin not in tasks or twin == code:
            rows.problems.add(where[code], f"“same_as”: không có nhiệm vụ khác mang mã “{twin}”.")
    for code, whole in rows.coverage.items():
        if whole not in indicators or whole == code:
            rows.problems.add(where[code], f"“coverage_of”: không có chỉ tiêu khác mang mã “{whole}”.")

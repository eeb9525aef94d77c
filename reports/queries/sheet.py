"""A report as one sheet: outline, tasks and grid with what was entered, before and now.

Five queries whatever the number of sections, tasks and indicators, and one more for the targets a report was sent
under; pages, checks, versions and documents read the same plain rows.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import FilteredRelation, Q, Subquery

from plans.enums import SectionKind
from plans.models import OutlineSection, PlanIndicator, Target, Task
from reports.asking import enterer_of
from reports.enums import ValueState
from reports.models import Recommendation, Submission
from reports.queries.evidence import files_by_section
from reports.queries.rows import GridRow, SectionRow, TaskRow, as_decimal
from reports.queries.standing import StandingRow, requests_of
from reports.queries.targets import TARGET_FIELDS, concerns, frozen_targets, holding, target_from
from schools.enums import Levels

__all__ = ["GridRow", "SectionRow", "Sheet", "TaskRow", "as_decimal", "load_sheet"]


FIGURES_TITLE = "Biểu số liệu"


@dataclass(slots=True)
class Sheet:
    """Everything one report says, in the order of its outline. `refused` is what somebody typed by input name and what
    was not stored, because the reviewer left the place shut, or for another reason given in `reasons`. `dropped` are
    requests taken out of a report that was sent before; `standing` are those of earlier reports that come back."""

    submission: Submission
    sections: list[SectionRow]
    tasks: list[TaskRow]
    grid: list[GridRow]
    recommendations: list[Recommendation]
    issues: list = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    dropped: list[Recommendation] = field(default_factory=list)
    standing: list[StandingRow] = field(default_factory=list)

    def section(self, code: str | None) -> SectionRow | None:
        return next((row for row in self.sections if row.code == code), None)

    def progress_of(self, section: SectionRow) -> tuple[int, int]:
        """(filled, required) cells of one section; evidence that must come along counts as one more cell."""
        done, needed = self._cells_of(section)
        return done + int(section.needs_evidence and bool(section.evidence)), needed + int(section.needs_evidence)

    def _cells_of(self, section: SectionRow) -> tuple[int, int]:
        match section.kind:
            case SectionKind.TASKS:
                return sum(bool(task.status) for task in self.tasks), len(self.tasks)
            case SectionKind.INDICATORS:
                required = [row for row in self.grid if row.is_required]
                return sum(row.state != ValueState.MISSING for row in required), len(required)
            case SectionKind.RECOMMENDATIONS:
                return 0, 0
        needed = int(section.is_required)
        return int(needed and bool(section.text.strip())), needed

    @property
    def filled_percent(self) -> int:
        """The share of required cells that are filled, rounded down so that 100 means nothing is missing."""
        pairs = [self.progress_of(section) for section in self.sections]
        required = sum(needed for _, needed in pairs)
        return 100 * sum(done for done, _ in pairs) // required if required else 100

    def digest_of(self, section: SectionRow) -> str:
        """A fingerprint of what a section holds now; a form that carries another one was filled against older text."""
        match section.kind:
            case SectionKind.TASKS:
                content: list = [[t.id, t.status, t.progress, t.text] for t in self.tasks]
            case SectionKind.INDICATORS:
                content = [
                    [g.id, g.raw_numerator, g.raw_denominator, g.raw_value, g.note, g.justification] for g in self.grid
                ]
            case SectionKind.RECOMMENDATIONS:
                content = [[r.addressee, r.text] for r in self.recommendations]
                content += [[row.id, row.verdict, row.word] for row in self.standing]
            case _:
                content = [section.text, section.justification]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


def load_sheet(submission: Submission) -> Sheet:
    """Read the sheet of a report. The submission comes with `organisation__school` and `period__plan`."""
    previous_id = _previous_submission_id(submission)
    school = getattr(submission.organisation, "school", None)
    levels = school.levels if school else Levels.ALL
    requests, standing = requests_of(submission)
    sheet = Sheet(
        submission=submission,
        sections=_sections(submission, previous_id, levels),
        tasks=[] if submission.is_figures else _tasks(submission, school.levels if school else ""),
        grid=_grid(submission, previous_id, levels),
        recommendations=[row for row in requests if not row.is_dropped],
        dropped=[row for row in requests if row.is_dropped],
        standing=standing,
    )
    if submission.is_figures:
        sheet.sections = [figures_section(sheet.sections)]
        return sheet
    empty = {SectionKind.INDICATORS: not sheet.grid, SectionKind.TASKS: not sheet.tasks}
    sheet.sections = [row for row in sheet.sections if not empty.get(SectionKind(row.kind))]
    return sheet


def figures_section(sections: Iterable[SectionRow] = ()) -> SectionRow:
    """The only section of a sheet for figures no school has: the grid, under the number it has in the plan's outline.

    A plan that asks schools for texts only has no such section; its office has figures all the same.
    """
    of_plan = next((row for row in sections if row.kind == SectionKind.INDICATORS), None)
    pk, code, label = (of_plan.id, of_plan.code, of_plan.label) if of_plan else (0, "SL", "SL")
    row = SectionRow(pk, code, label, FIGURES_TITLE, FIGURES_TITLE, "", SectionKind.INDICATORS.value, "", True, "", "")
    row.files = of_plan.files if of_plan else []
    return row


def _previous_submission_id(submission: Submission) -> Subquery:
    """The same organisation's report of the nearest earlier period of the plan, as a subquery for the joins."""
    return Subquery(
        Submission.objects.filter(
            organisation_id=submission.organisation_id,
            period__plan_id=submission.period.plan_id,
            period__position__lt=submission.period.position,
        )
        .order_by("-period__position")
        .values("pk")[:1]
    )


def _sections(submission: Submission, previous_id: Subquery, levels: str) -> list[SectionRow]:
    rows = (
        OutlineSection.objects.filter(plan_id=submission.period.plan_id, levels__in=Levels.touching(levels))
        .annotate(
            entry=FilteredRelation("entries", condition=Q(entries__submission=submission.pk)),
            before=FilteredRelation("entries", condition=Q(entries__submission=previous_id)),
        )
        .order_by("position")
        .values_list(
            "id", "code", "label", "title", "short_title", "parent_title", "kind", "guide", "is_required",
            "entry__text", "before__text", "entry__is_carried", "entry__justification", "needs_evidence",
        )
    )  # fmt: skip
    files = files_by_section(submission)
    return [
        SectionRow(*row[:9], row[9] or "", row[10] or "", bool(row[11]), row[12] or "", row[13], files.get(row[0], []))
        for row in rows
    ]


def _tasks(submission: Submission, levels: str) -> list[TaskRow]:
    rows = (
        Task.objects.asked_of(submission.organisation_id, levels)
        .filter(plan_id=submission.period.plan_id)
        .annotate(entry=FilteredRelation("entries", condition=Q(entries__submission=submission.pk)))
        .values_list("id", "code", "title", "text", "entry__status", "entry__progress", "entry__text")
    )
    return [
        TaskRow(pk, code, title, plan_text, status or "", progress, text or "")
        for pk, code, title, plan_text, status, progress, text in rows
    ]


# Field of GridRow → where it stands in the query.
GRID_COLUMNS = {
    "id": "id",
    "indicator_id": "indicator_id",
    "is_required": "is_required",
    **{
        name: f"indicator__{name}"
        for name in (
            "code", "name", "unit", "value_kind", "decimals", "numerator_label", "denominator_label", "time_rule",
            "lower_bound", "upper_bound", "change_bound_percent", "judged_at_school", "coverage_of_id",
            "direction",
        )
    },
    **{
        name: f"now__{name}"
        for name in (
            "state", "numerator", "denominator", "value", "raw_numerator", "raw_denominator", "raw_value", "note",
            "justification", "is_carried",
        )
    },
    **{f"previous_{name}": f"before__{name}" for name in ("state", "numerator", "denominator", "value")},
}  # fmt: skip
# What a row without an entry says instead of NULL.
UNFILLED: dict[str, Any] = {
    **dict.fromkeys(("state", "previous_state"), ValueState.MISSING),
    **dict.fromkeys(("raw_numerator", "raw_denominator", "raw_value", "note", "justification"), ""),
    "is_carried": False,
}


def _grid(submission: Submission, previous_id: Subquery, levels: str) -> list[GridRow]:
    """The rows, each with the target that holds for the unit; a plan may have several for one indicator."""
    unit = submission.organisation_id
    enterer = enterer_of(submission.organisation, submission.period.plan)
    if enterer is None:
        return []
    condition = Q(indicator__targets__plan=submission.period.plan_id)
    condition &= concerns("indicator__targets", levels=levels, organisation=unit)
    rows = (
        PlanIndicator.objects.asked_of(levels, enterer=enterer)
        .filter(plan_id=submission.period.plan_id)
        .annotate(
            now=FilteredRelation("values", condition=Q(values__submission=submission.pk)),
            before=FilteredRelation("values", condition=Q(values__submission=previous_id)),
            wanted=FilteredRelation("indicator__targets", condition=condition),
        )
        .select_related(None)
        .order_by("position", "pk", "wanted__position", "wanted__pk")
        .values_list(*GRID_COLUMNS.values(), *(f"wanted__{name}" for name in TARGET_FIELDS))
    )
    count = len(GRID_COLUMNS)
    grid: dict[int, GridRow] = {}
    targets: dict[int, list[Target]] = {}
    for cells in rows:
        row = _grid_row(dict(zip(GRID_COLUMNS, cells[:count], strict=True)))
        grid.setdefault(row.id, row)
        if target := target_from(cells[count:], row.unit, row.direction):
            targets.setdefault(row.id, []).append(target)
    for pk, row in grid.items():
        row.target = holding(targets.get(pk, ()), levels=levels, organisation=unit)
    _show_frozen(list(grid.values()), submission, levels)
    return list(grid.values())


def _show_frozen(grid: list[GridRow], submission: Submission, levels: str) -> None:
    """A report that was sent keeps the targets it was sent under, whatever the plan wants by now."""
    frozen = frozen_targets(submission, levels)
    if frozen is not None:
        for row in grid:
            row.target = frozen.get(row.code)


def _grid_row(found: dict[str, Any]) -> GridRow:
    for name, empty in UNFILLED.items():
        if found[name] is None:
            found[name] = empty
    return GridRow(**found)

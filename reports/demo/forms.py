"""Filling in the form of one report as its school would: blank sheet, typed texts, justifications, drafts."""

import copy
import math
from dataclasses import dataclass, field
from random import Random

from plans.enums import SectionKind, TaskStatus
from plans.models import OutlineSection, Plan, PlanIndicator, ReportingPeriod, Task
from reports.checks import Issue, check_sheet, errors_of
from reports.demo import story
from reports.demo.clock import dice
from reports.demo.district import Case
from reports.demo.figures import cells_of, namesake
from reports.demo.story import Part
from reports.demo.wording import Writer, fragment, texts
from reports.enums import Addressee, ValueState
from reports.models import Submission
from reports.queries.sheet import GridRow, SectionRow, Sheet, TaskRow
from reports.services.editing import overlay
from schools.enums import Levels

Changes = dict[str, str]
PARTS = {True: ("n", "d"), False: ("v",)}
UNJUSTIFIED = {Part.OUTLIER: story.OUTLIER_CODE, Part.FALLING: story.FALLING_CODE}


class DemoInconsistentError(Exception):
    """A report that is to be sent would not pass the portal's own checks."""


@dataclass
class Form:
    """The rows a school of one kind fills in for one plan."""

    sections: list[OutlineSection]
    tasks: list[Task]
    grid: list[PlanIndicator]

    @classmethod
    def of(cls, plan: Plan, levels: str) -> "Form":
        return cls(
            sections=list(plan.outline.filter(levels__in=Levels.touching(levels)).order_by("position")),
            tasks=list(Task.objects.filter(plan=plan).asked_of(None, levels)),
            grid=list(plan.plan_indicators.asked_of(levels)),
        )

    def blank(self, submission: Submission, previous: Sheet | None) -> Sheet:
        """The sheet of a report in which nothing is typed; it knows the school's report of the period before."""
        before_text = {row.id: row.text for row in previous.sections} if previous else {}
        before = {row.id: row for row in previous.grid} if previous else {}
        return Sheet(
            submission=submission,
            sections=[_section_row(row, before_text.get(row.pk, "")) for row in self.sections],
            tasks=[TaskRow(row.pk, row.code, row.title, row.text, "", None, "") for row in self.tasks],
            grid=[grid_row(row, before.get(row.pk)) for row in self.grid],
            recommendations=[],
        )


def _section_row(row: OutlineSection, previous: str) -> SectionRow:
    return SectionRow(
        row.pk, row.code, row.label, row.title, row.short_title, row.parent_title, row.kind, row.guide,
        row.is_required, "", previous,
    )  # fmt: skip


def grid_row(row: PlanIndicator, before: GridRow | None) -> GridRow:
    """An empty row of the grid that knows what was said in the period before."""
    indicator = row.indicator
    return GridRow(
        row.pk, indicator.pk, indicator.code, indicator.name, indicator.unit, indicator.value_kind,
        indicator.decimals, indicator.numerator_label, indicator.denominator_label, indicator.time_rule,
        indicator.lower_bound, indicator.upper_bound, indicator.change_bound_percent, indicator.judged_at_school,
        indicator.coverage_of_id, row.is_required, ValueState.MISSING, None, None, None, "", "", "", "", "",
        before.state if before else ValueState.MISSING,
        before.numerator if before else None, before.denominator if before else None, before.value if before else None,
    )  # fmt: skip


@dataclass
class Typed:
    """A finished report: the sheet as it stands, and as it was when it was first sent and returned."""

    sheet: Sheet
    first: Sheet | None = None
    units: list[Changes] = field(default_factory=list)


def type_in(
    form: Form,
    submission: Submission,
    case: Case,
    period: ReportingPeriod,
    previous: Sheet | None,
    chapter: story.Chapter,
    *,
    was_returned: bool,
) -> Typed:
    """The complete report, as the school would send it.

    Raises:
        DemoInconsistentError: it has an error that would block sending.
    """
    sheet = form.blank(submission, previous)
    chance = dice("notes", case.school.key, case.year, case.position)
    figures = [_figure_texts(row, case, chapter, chance) for row in sheet.grid]
    overlay(sheet, _together(figures))
    writer = Writer.of(case, period, sheet)
    written = [*_section_units(sheet, writer, previous, chapter), *_task_units(sheet, writer)]
    overlay(sheet, _together([*written, _recommendation_texts(writer)]))
    first = _shortened(sheet) if was_returned else None
    issues = check_sheet(sheet)
    if errors := errors_of(issues):
        raise DemoInconsistentError(f"{case.school.name}: {errors[0].place}: {errors[0].message}")
    if changes := _justifications(sheet, case, issues):
        overlay(sheet, changes)
    return Typed(sheet, first, [*written, *figures])


def draft(form: Form, submission: Submission, previous: Sheet | None, typed: Typed, filled: float) -> Sheet:
    """The same report when only a share of it was written: from the top, with the last rows of the grid still open."""
    sheet = form.blank(submission, previous)
    overlay(sheet, _together(typed.units[: math.floor(filled * len(typed.units))]))
    return sheet


def _together(units: list[Changes]) -> Changes:
    return {name: text for changes in units for name, text in changes.items()}


def _figure_texts(row: GridRow, case: Case, chapter: story.Chapter, chance: Random) -> Changes:
    cells = cells_of(case, row.code, is_ratio=row.is_ratio, chapter=chapter)
    changes = {f"{row.field_name}-{part}": text for part, text in zip(PARTS[row.is_ratio], cells, strict=True)}
    if row.is_ratio and chance.random() < 0.06:
        changes[f"{row.field_name}-note"] = chance.choice(texts("fragments.yaml")["notes"])
    return changes


def _section_units(sheet: Sheet, writer: Writer, previous: Sheet | None, chapter: story.Chapter) -> list[Changes]:
    copies = writer.case.school.part is Part.COPYING and writer.case.position == chapter.copy
    units = []
    for row in sheet.sections:
        if row.kind == SectionKind.TEXT:
            before = previous.section(row.code) if previous and copies else None
            units.append({row.field_name: before.text if before else writer.section(row.code)})
    return units


# How far a task usually is by the end of each period, in percent.
USUAL_PROGRESS = (25, 55, 75, 95)


def _task_units(sheet: Sheet, writer: Writer) -> list[Changes]:
    case = writer.case
    units = []
    chance = dice("tasks", case.school.key, case.year, case.position)
    for task in sheet.tasks:
        progress = min(USUAL_PROGRESS[case.position - 1] + 5 * chance.randint(-3, 2), 95)
        status = TaskStatus.IN_PROGRESS
        if case.position == len(USUAL_PROGRESS) and chance.random() < 0.8:
            status, progress = TaskStatus.DONE, 100
        elif chance.random() < 0.06:
            status, progress = TaskStatus.HINDERED, max(progress - 25, 5)
        elif case.position == 1 and chance.random() < 0.08:
            status, progress = TaskStatus.NOT_STARTED, 0
        units.append(
            {
                f"{task.field_name}-status": status.value,
                f"{task.field_name}-progress": str(progress),
                f"{task.field_name}-text": writer.task(task.code, status.value, progress),
            }
        )
    return units


def _recommendation_texts(writer: Writer) -> Changes:
    changes: Changes = {}
    for number, (addressee, text) in enumerate(writer.recommendations()):
        changes[f"rec-{number}-addressee"] = Addressee(addressee).value
        changes[f"rec-{number}-text"] = text
    return changes


def _shortened(sheet: Sheet) -> Sheet:
    """What the officer sent back: one section in a single sentence, no figure explained."""
    first = copy.copy(sheet)
    first.sections = [copy.copy(row) for row in sheet.sections]
    first.grid = [copy.copy(row) for row in sheet.grid]
    row = next(row for row in first.sections if row.kind == SectionKind.TEXT and row.code.startswith("III"))
    row.text = row.text.partition(". ")[0].rstrip(".") + "."
    return first


def _justifications(sheet: Sheet, case: Case, issues: list[Issue]) -> Changes:
    """Answers to the warnings of the grid, except where the story wants an open one."""
    changes: Changes = {}
    lines = {row.field_name: row for row in sheet.grid}
    reasons = texts("fragments.yaml")["justifications"]
    for issue in issues:
        row = lines.get(issue.field.rpartition("-")[0])
        if row is None or (case.school.part and UNJUSTIFIED.get(case.school.part) == namesake(row.code)):
            continue
        told = (case.school.part, row.code) == (Part.COVERAGE, story.COVERAGE_CODE)
        reason = dice("why", case.school.key, case.year, case.position, row.code).choice(reasons["change"])
        changes[f"{row.field_name}-why"] = reasons["coverage"] if told else reason
    return changes


def reason_for(kind: str, submission: Submission, period: ReportingPeriod) -> str:
    """Why a report was returned or extended."""
    return fragment(kind, submission.organisation.code, period.plan.year, period.position)

"""A report as one sheet: outline, tasks and grid with what was entered, before and now.

Six queries whatever the number of sections, tasks and indicators; pages, checks, versions and documents read the
same plain rows.
"""

import hashlib
import json
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from django.db.models import FilteredRelation, Q, Subquery

from plans import measures
from plans.enums import Operator, SectionKind, TimeRule, ValueKind
from plans.models import OutlineSection, PlanIndicator, Target, Task
from reports.enums import TaskStatus, ValueState
from reports.models import Recommendation, Submission
from reports.queries.evidence import EvidenceRow, attached_evidence
from schools.enums import Levels
from vietnamese.numbers import format_number


@dataclass(slots=True)
class SectionRow:
    """An outline section and its text; `previous` is the text of the period before."""

    id: int
    code: str
    label: str
    title: str
    short_title: str
    parent_title: str
    kind: str
    guide: str
    is_required: bool
    text: str
    previous: str
    needs_evidence: bool = False
    evidence: list[EvidenceRow] = field(default_factory=list)

    @property
    def field_name(self) -> str:
        return f"section-{self.id}"


@dataclass(slots=True)
class TaskRow:
    """A task the school reports on and what it says about it."""

    id: int
    code: str
    title: str
    plan_text: str
    status: str
    progress: int | None
    text: str

    @property
    def field_name(self) -> str:
        return f"task-{self.id}"

    @property
    def status_label(self) -> str:
        return TaskStatus(self.status).label if self.status else ""


@dataclass(slots=True)
class GridRow:
    """One indicator of the grid: its definition, what was typed, what it means, and the period before."""

    id: int
    indicator_id: int
    code: str
    name: str
    unit: str
    value_kind: str
    decimals: int
    numerator_label: str
    denominator_label: str
    time_rule: str
    lower_bound: Decimal | None
    upper_bound: Decimal | None
    change_bound_percent: int | None
    judged_at_school: bool
    coverage_of_id: int | None
    is_required: bool
    state: str
    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    raw_numerator: str
    raw_denominator: str
    raw_value: str
    note: str
    justification: str
    previous_state: str
    previous_numerator: Decimal | None
    previous_denominator: Decimal | None
    previous_value: Decimal | None
    target: Target | None = None

    @property
    def field_name(self) -> str:
        return f"value-{self.id}"

    @property
    def is_ratio(self) -> bool:
        return self.value_kind == ValueKind.RATIO

    @property
    def ratio_factor(self) -> int:
        return 100 if self.unit == "%" else 1

    @property
    def parts_are_counts(self) -> bool:
        """Whether numerator and denominator count people or things, so that decimals would be a mistake."""
        return self.unit == "%"

    @property
    def actual(self) -> Fraction | Decimal | None:
        return self._figure(self.state, self.numerator, self.denominator, self.value)

    @property
    def previous_actual(self) -> Fraction | Decimal | None:
        return self._figure(
            self.previous_state, self.previous_numerator, self.previous_denominator, self.previous_value
        )

    def _figure(
        self, state: str, numerator: Decimal | None, denominator: Decimal | None, value: Decimal | None
    ) -> Fraction | Decimal | None:
        if state != ValueState.GIVEN:
            return None
        return measures.ratio(numerator, denominator, self.ratio_factor) if self.is_ratio else value

    @property
    def actual_text(self) -> str:
        """The figure as shown: rounded to the indicator's decimals, or the reason why there is none."""
        return self._text(self.actual, self.state)

    @property
    def previous_text(self) -> str:
        return self._text(self.previous_actual, self.previous_state)

    def _text(self, figure: Fraction | Decimal | None, state: str) -> str:
        if figure is None:
            return ValueState(state).label if state in (ValueState.NOT_APPLICABLE, ValueState.NOT_AVAILABLE) else ""
        return format_number(as_decimal(figure), decimals=self.decimals)

    @property
    def parts_text(self) -> str:
        """Numerator and denominator as counted: `1 / 98`; "" when not given."""
        if self.numerator is None or self.denominator is None:
            return ""
        return f"{format_number(self.numerator, trim=True)} / {format_number(self.denominator, trim=True)}"

    @property
    def target_text(self) -> str:
        return self.target.text if self.target else ""

    @property
    def is_met(self) -> bool | None:
        """Against the plan's target; None where a single school is not judged (reference §3.6.3)."""
        if self.target is None or not self.judged_at_school:
            return None
        return measures.is_met(
            self.actual,
            self.target.operator,
            self.target.value,
            baseline=self.target.baseline,
            lower_is_better=self.target.operator in (Operator.LESS, Operator.AT_MOST),
        )

    @property
    def is_cumulative(self) -> bool:
        return self.time_rule == TimeRule.CUMULATIVE


def as_decimal(figure: Fraction | Decimal) -> Decimal:
    """A figure ready for display; 28 digits are far beyond any rounding that follows."""
    return Decimal(figure.numerator) / Decimal(figure.denominator) if isinstance(figure, Fraction) else figure


@dataclass(slots=True)
class Sheet:
    """Everything one report says, in the order of its outline."""

    submission: Submission
    sections: list[SectionRow]
    tasks: list[TaskRow]
    grid: list[GridRow]
    recommendations: list[Recommendation]
    issues: list = field(default_factory=list)

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
            case _:
                content = [section.text]
        return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]


def load_sheet(submission: Submission) -> Sheet:
    """Read the sheet of a report. The submission comes with `organisation__school` and `period__plan`."""
    previous_id = _previous_submission_id(submission)
    school = getattr(submission.organisation, "school", None)
    levels = school.levels if school else Levels.ALL
    plan = submission.period.plan
    sheet = Sheet(
        submission=submission,
        sections=_sections(submission, previous_id, levels),
        tasks=_tasks(submission, levels),
        grid=_grid(submission, previous_id, levels) if school else [],
        recommendations=list(submission.recommendations.all()),
    )
    if sheet.grid:
        targets = {target.indicator_id: target for target in plan.targets.select_related("indicator")}
        for row in sheet.grid:
            row.target = targets.get(row.indicator_id)
    if not sheet.grid:
        sheet.sections = [row for row in sheet.sections if row.kind != SectionKind.INDICATORS]
    return sheet


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
            "entry__text", "before__text", "needs_evidence",
        )
    )  # fmt: skip
    files = attached_evidence(submission)
    return [SectionRow(*row[:9], row[9] or "", row[10] or "", row[11], files.get(row[0], [])) for row in rows]


def _tasks(submission: Submission, levels: str) -> list[TaskRow]:
    rows = (
        Task.objects.reported_by(levels)
        .filter(plan_id=submission.period.plan_id)
        .annotate(entry=FilteredRelation("entries", condition=Q(entries__submission=submission.pk)))
        .values_list("id", "code", "title", "text", "entry__status", "entry__progress", "entry__text")
    )
    return [TaskRow(*row[:4], row[4] or "", row[5], row[6] or "") for row in rows]


def _grid(submission: Submission, previous_id: Subquery, levels: str) -> list[GridRow]:
    rows = (
        PlanIndicator.objects.asked_of(levels)
        .filter(plan_id=submission.period.plan_id)
        .annotate(
            now=FilteredRelation("values", condition=Q(values__submission=submission.pk)),
            before=FilteredRelation("values", condition=Q(values__submission=previous_id)),
        )
        .select_related(None)
        .values_list(
            "id", "indicator_id", "indicator__code", "indicator__name", "indicator__unit", "indicator__value_kind",
            "indicator__decimals", "indicator__numerator_label", "indicator__denominator_label",
            "indicator__time_rule", "indicator__lower_bound", "indicator__upper_bound",
            "indicator__change_bound_percent", "indicator__judged_at_school", "indicator__coverage_of_id",
            "is_required", "now__state", "now__numerator", "now__denominator", "now__value", "now__raw_numerator",
            "now__raw_denominator", "now__raw_value", "now__note", "now__justification", "before__state",
            "before__numerator", "before__denominator", "before__value",
        )
    )  # fmt: skip
    missing = ValueState.MISSING
    return [
        GridRow(
            *row[:16],
            row[16] or missing,
            *row[17:20],
            *(text or "" for text in row[20:25]),
            row[25] or missing,
            *row[26:29],
        )
        for row in rows
    ]

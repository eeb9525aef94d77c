"""The plain rows a report's sheet is made of: sections, tasks and indicators with what was entered, now and before."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from plans import measures
from plans.aims import aim_of
from plans.enums import TaskStatus, TimeRule, ValueKind
from plans.models import Target
from reports.enums import ValueState
from reports.queries.evidence import EvidenceRow
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
    is_carried: bool = False
    justification: str = ""
    needs_evidence: bool = False
    files: list[EvidenceRow] = field(default_factory=list)

    @property
    def evidence(self) -> list[EvidenceRow]:
        """The files that belong to the report as it stands; `files` has those of earlier versions, too."""
        return [file for file in self.files if not file.is_removed]

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
    """One indicator of the grid: its definition, what was typed, what it means, the period before and last year."""

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
    last_year_state: str = ValueState.MISSING
    last_year_numerator: Decimal | None = None
    last_year_denominator: Decimal | None = None
    last_year_value: Decimal | None = None
    is_carried: bool = False
    direction: str = ""
    target: Target | None = None

    @property
    def field_name(self) -> str:
        return f"value-{self.id}"

    @property
    def is_ratio(self) -> bool:
        return self.value_kind == ValueKind.RATIO

    @property
    def cells(self) -> tuple[tuple[str, str, str], ...]:
        """The cells to fill: part, label, what was typed."""
        if self.is_ratio:
            return (
                ("n", self.numerator_label, self.raw_numerator),
                ("d", self.denominator_label, self.raw_denominator),
            )
        return (("v", "Số liệu", self.raw_value),)

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
    def last_year_text(self) -> str:
        """The figure of the same period of the year before, as shown."""
        figure = self._figure(
            self.last_year_state, self.last_year_numerator, self.last_year_denominator, self.last_year_value
        )
        return self._text(figure, self.last_year_state)

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
        target = self.target
        aim = aim_of(
            target.operator, target.value, target.stretch_value, direction=self.direction, value_kind=self.value_kind
        )
        return aim.is_met(self.actual, baseline=target.baseline)

    @property
    def is_cumulative(self) -> bool:
        return self.time_rule == TimeRule.CUMULATIVE


def as_decimal(figure: Fraction | Decimal) -> Decimal:
    """A figure ready for display; 28 digits are far beyond any rounding that follows."""
    return Decimal(figure.numerator) / Decimal(figure.denominator) if isinstance(figure, Fraction) else figure

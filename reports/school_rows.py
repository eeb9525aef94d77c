"""A unit's figures in words and as a chart, for the page and the Excel file alike."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from plans.enums import TimeRule
from plans.models import ReportingPeriod
from reports.charts import Line, LineChart, line_chart
from reports.enums import SubmissionStatus, ValueState
from reports.presentation import Badge
from reports.queries.cell_words import parts_words
from reports.queries.figure_rows import Number, number_text
from reports.queries.school_figures import Moment, UnitFigure
from schools.enums import OrganisationKind
from schools.models import Organisation
from vietnamese.dates import school_year_label

S = SubmissionStatus
AREA = "Toàn địa bàn"
NOT_SENT = {S.NOT_STARTED: "Chưa gửi", S.DRAFT: "Chưa gửi", S.RETURNED: "Đang bổ sung", S.SUBMITTED: "Chờ duyệt"}


@dataclass(frozen=True, slots=True)
class MomentRow:
    """The end of one period in words. `own` is the unit's figure or why there is none; `is_figure` tells which.
    `school_year` names the school year that begins before it, "" otherwise (reference §3.6.6)."""

    moment: Moment
    name: str
    own: str
    parts: str
    is_figure: bool
    area: str
    coverage: str
    school_year: str


@dataclass(frozen=True, slots=True)
class FigureCard:
    """One indicator ready for the page; `heading` is the title of its group where that begins, else ""."""

    figure: UnitFigure
    rows: list[MomentRow]
    badge: Badge | None
    target: str
    chart: SafeString
    heading: str = ""


def figure_cards(titles: Iterable[str], figures: Iterable[UnitFigure], unit: Organisation) -> list[FigureCard]:
    """The cards of a page, under the titles of their groups."""
    cards, before = [], ""
    for title, figure in zip(titles, figures, strict=True):
        rows = [moment_row(figure, moment) for moment in figure.moments]
        heading = title if title != before else ""
        cards.append(
            FigureCard(figure, rows, _badge(figure), target_words(figure), _chart(figure, rows, unit), heading)
        )
        before = title
    return cards


def own_name(unit: Organisation) -> str:
    """How the unit is called in a column beside the whole area."""
    return "Trường" if unit.kind == OrganisationKind.SCHOOL else "Đơn vị"


def moment_row(figure: UnitFigure, moment: Moment) -> MomentRow:
    """One period of one indicator in words."""
    indicator = figure.indicator
    parts = parts_words(moment.cell) if indicator.is_ratio else ""
    own = parts if figure.counts_only else number_text(moment.value, indicator, unit=True)
    area = moment.area
    return MomentRow(
        moment=moment,
        name=period_name(moment.period),
        own=own or _reason(moment),
        parts="" if figure.counts_only else parts,
        is_figure=bool(own),
        area=number_text(area.actual, indicator, unit=True) if figure.has_area else "",
        coverage=_coverage(moment) if figure.has_area else "",
        school_year=f"sang năm học {school_year_label(moment.period.school_year)}" if moment.begins_school_year else "",
    )


def _coverage(moment: Moment) -> str:
    """How many of the units asked have a figure, and of how many it is an older one (architecture §5)."""
    if moment.due <= 0:
        return ""
    stale = f", {moment.area.stale} số liệu kỳ trước" if moment.area.stale else ""
    return f"{moment.area.reporting}/{moment.due}{stale}"


def period_name(period: ReportingPeriod) -> str:
    """`6 tháng 2026`: with its year, once."""
    return period.label if str(period.year) in period.label else f"{period.label} {period.year}"


def target_words(figure: UnitFigure) -> str:
    """What the plan wants, and of whom: `< 1,02% (mọi đơn vị)`."""
    target = figure.target
    if target is None:
        return ""
    if target.organisation_id:
        return f"{target.text} (giao riêng cho đơn vị)"
    scope = f"cấp {target.get_level_display()}" if target.level else "toàn địa bàn"
    return f"{target.text} ({scope})"


def _reason(moment: Moment) -> str:
    """Why there is no figure: nobody asked yet, not sent, waiting, or what the cell itself says."""
    report = moment.report
    if report is None:
        return "Chưa mở"
    if moment.cell is not None and moment.cell.state == ValueState.NOT_APPLICABLE:
        return str(ValueState.NOT_APPLICABLE.label)
    if report.status != S.ACCEPTED and (report.status != S.SUBMITTED or moment.cell is None):
        return NOT_SENT[S(report.status)]
    return str(ValueState(moment.state).label) if moment.state != ValueState.GIVEN else "Chưa đủ số liệu"


def _badge(figure: UnitFigure) -> Badge | None:
    """Whether the newest accepted figure reaches the target; red only once the last period of the plan is over."""
    met, newest = figure.is_met, figure.newest
    if met is None or newest is None:
        return None
    name = period_name(newest.period)
    if met:
        return Badge("good", "●", f"Đạt ({name})")
    is_last = newest is figure.moments[-1]
    return Badge("bad", "■", f"Chưa đạt ({name})") if is_last else Badge("warn", "▲", f"Chưa đạt ({name})")


def _chart(figure: UnitFigure, rows: list[MomentRow], unit: Organisation) -> SafeString:
    """The unit's line, and the area's where both are measured alike; "" when there are not two figures to join."""
    values = [_height(row.moment.cell.numerator if row.moment.cell else None) for row in rows]
    if not figure.counts_only:
        values = [_height(row.moment.value) for row in rows]
    if sum(value is not None for value in values) < 2:
        return mark_safe("")
    lines = [Line(own_name(unit), tuple(values), tuple(row.own for row in rows))]
    if figure.has_area and figure.indicator.is_ratio and not figure.counts_only:
        area = tuple(_height(row.moment.area.actual) for row in rows)
        lines.append(Line(AREA, area, tuple(row.area for row in rows)))
    target = figure.target if figure.is_judged else None
    return line_chart(
        LineChart(
            caption=f"{figure.indicator.code} {figure.indicator.short_name}",
            labels=tuple(row.name for row in rows),
            lines=tuple(lines),
            target=_height(target.value) if target else None,
            target_text=f"Kế hoạch {target.text}" if target else "",
            marks=_marks([row.moment.period.data_to for row in rows]),
            from_zero=figure.counts_only or not figure.indicator.is_ratio,
            ceiling=100.0 if figure.indicator.unit == "%" else None,
            breaks=_breaks(figure),
        )
    )


def _height(value: Number) -> float | None:
    return None if value is None else float(value)


def _marks(days: Sequence[dt.date]) -> tuple[str, ...]:
    """Months, the year only where it changes: `T2/2026`, `T5`, `T8`."""
    before = [None, *(day.year for day in days)]
    return tuple(
        f"T{day.month}" if day.year == year else f"T{day.month}/{day.year}"
        for day, year in zip(days, before, strict=False)
    )


def _breaks(figure: UnitFigure) -> tuple[int, ...]:
    """What is counted from the beginning of the year is not joined to what was counted in the year before."""
    if figure.indicator.time_rule == TimeRule.LATEST:
        return ()
    plans = [row.period.plan_id for row in figure.moments]
    return tuple(at for at in range(1, len(plans)) if plans[at] != plans[at - 1])

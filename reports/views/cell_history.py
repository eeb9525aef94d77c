"""One cell of the matrix and what stands behind it: a unit's figure over the periods, version by version."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from plans.models import Indicator, ReportingPeriod
from reports.charts import Line, LineChart, line_chart
from reports.enums import Capability, Light
from reports.lights import LIGHTS
from reports.permissions import can
from reports.presentation import Badge
from reports.queries.cell_history import CellHistory, PeriodCell, cell_history, is_asked
from reports.queries.cell_versions import ToldCell
from reports.queries.cell_words import cell_words, finding_words, parts_words, shows_counts
from reports.queries.figure_rows import number_text
from reports.queries.matrix_columns import Column, load_columns
from reports.queries.unit_reports import UnitReports, unit_reports
from reports.views.access import get_period


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version that brought another figure."""

    told: ToldCell
    text: str


@dataclass(frozen=True, slots=True)
class ShownPeriod:
    """One period in words. `parts` are numerator and denominator, `area` is the figure of the whole area; `sendings`
    counts the versions, of which `versions` are those that brought another figure. `report_id` leads to the report."""

    row: PeriodCell
    name: str
    text: str
    parts: str
    target: str
    badge: Badge | None
    notes: list[str]
    findings: list[str]
    area: str
    coverage: str
    versions: list[ShownVersion]
    sendings: int
    report_id: int | None


@require_safe
def period_cell(request: HttpRequest, pk: int, org_pk: int, code: str) -> HttpResponse:
    """What a unit said about an indicator in every period, which version said it, and what was wanted of it.

    Raises:
        Http404: the unit does not report on the plan, or is not asked for the indicator.
    """
    period = get_period(request.user, pk, Capability.VIEW_RESULTS)
    reports, column = _asked(period, org_pk, code)
    history = cell_history(reports, column, period)
    rows = [_shown(row, column.indicator, period) for row in history.periods]
    context = {
        "period": period,
        "unit": reports.unit,
        "levels": reports.levels.split() if hasattr(reports.unit, "school") else [],
        "indicator": column.indicator,
        "rows": rows,
        "chart": _chart(history, rows),
        "counts_only": shows_counts(column.indicator),
        "opens_reports": can(request.user, Capability.VIEW_BOARD, period),
    }
    return render(request, "reports/cell_history.html", context)


def _asked(period: ReportingPeriod, unit: int, code: str) -> tuple[UnitReports, Column]:
    reports = unit_reports(period.plan_id, unit)
    columns = load_columns(period, today=timezone.localdate())
    column = next((row for row in columns if row.indicator.code == code), None)
    if reports is None or column is None or not is_asked(reports, column.indicator):
        raise Http404
    return reports, column


def _shown(row: PeriodCell, indicator: Indicator, asked: ReportingPeriod) -> ShownPeriod:
    same_plan = row.period.plan_id == asked.plan_id
    judged = row.judged if row.cell is not None and row.target is not None else None
    return ShownPeriod(
        row=row,
        name=row.period.label if same_plan else f"{row.period.label} {row.period.year}",
        text=_absence(row) if row.cell is None else cell_words(row.cell, indicator),
        parts=parts_words(row.cell),
        target=row.target.text if row.target else "",
        badge=Badge(*LIGHTS[Light(judged.light)], judged.verdict) if judged else None,
        notes=_notes(row),
        findings=[finding_words(mark, indicator) for mark in row.marks],
        area=number_text(row.area.actual, indicator, unit=True),
        coverage=f"{row.area.reporting}/{row.due}" if row.due else f"{row.area.reporting} đơn vị",
        versions=[ShownVersion(told, cell_words(told.cell, indicator)) for told in row.changed],
        sendings=row.latest.number if row.latest else 0,
        report_id=row.report.pk if row.report and row.report.revision and same_plan else None,
    )


def _notes(row: PeriodCell) -> list[str]:
    if row.cell is None or row.latest is None:
        return []
    told = row.latest
    return [text for text in (told.note, told.justification and f"Giải trình: {told.justification}") if text]


def _absence(row: PeriodCell) -> str:
    return str(row.state.label) if row.state else "Không có kỳ này"


def _chart(history: CellHistory, rows: Sequence[ShownPeriod]) -> SafeString | str:
    """The figures as lines: rates beside those of the area, counts alone because the area's are sums. "" when there
    are fewer than two to join."""
    indicator, periods = history.indicator, history.periods
    own = [_height(row, indicator) for row in periods]
    if sum(value is not None for value in own) < 2:
        return ""
    lines = [Line("Đơn vị", tuple(own), tuple(row.text for row in rows))]
    if indicator.is_ratio and not shows_counts(indicator):
        area = tuple(None if row.area.actual is None else float(row.area.actual) for row in periods)
        lines.append(Line("Toàn địa bàn", area, tuple(row.area for row in rows)))
    what = indicator.numerator_label.lower() if shows_counts(indicator) else indicator.unit
    caption = f"{indicator.short_name} ({what}) qua các kỳ"
    chart = LineChart(
        caption,
        tuple(row.name for row in rows),
        tuple(lines),
        from_zero=not indicator.is_ratio or shows_counts(indicator),
        ceiling=100 if indicator.unit == "%" and not shows_counts(indicator) else None,
    )
    return line_chart(chart)


def _height(row: PeriodCell, indicator: Indicator) -> float | None:
    value: Any = row.cell.numerator if row.cell and shows_counts(indicator) else row.value
    return None if value is None else float(value)


cell_history_urls = [path("periods/<int:pk>/matrix/<int:org_pk>/<str:code>/", period_cell, name="period_cell")]

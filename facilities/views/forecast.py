"""The forecast of pupils and rooms, with everything it assumes on the same page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from facilities.enums import Capability
from facilities.forecast import Forecast, Origin, RoomNeed, forecast, room_needs
from facilities.forecast_forms import AssumptionForm, EntrantForm
from facilities.permissions import can
from facilities.queries.forecast import Ground, base_year_of, ground_of
from facilities.services.forecasting import expect_entrants
from facilities.views.works_access import require_area
from schools.downloads import workbook_response
from schools.enums import Grade, Level
from schools.models import Organisation
from vietnamese.dates import school_year_label, school_year_of

MARKS = {Origin.COUNTED: "", Origin.COHORT: "", Origin.EXPECTED: "d", Origin.KEPT: "g"}


@dataclass(frozen=True)
class Asked:
    """What a request asks for: its assumptions, and what comes of them; nothing when the registry has no cohorts."""

    form: AssumptionForm
    ground: Ground | None = None
    result: Forecast | None = None
    needs: tuple[RoomNeed, ...] = ()

    @property
    def place(self) -> str:
        return self.form.commune.short_name if self.form.commune else "Toàn địa bàn"


def _asked(request: HttpRequest) -> Asked:
    today = timezone.localdate()
    communes = Organisation.objects.communes().in_force(today).order_by("sort_key", "pk")
    form = AssumptionForm(request.GET, list(communes))
    base_year = base_year_of(today)
    if base_year is None:
        return Asked(form)
    ground = ground_of(form.commune, base_year, today)
    expected = {key: row.pupils for key, row in ground.expected.items()}
    result = forecast(ground.history, base_year, expected=expected)
    return Asked(form, ground, result, tuple(room_needs(result, form.sizes, ground.existing, ground.coming)))


@require_safe
def pupil_forecast(request: HttpRequest) -> HttpResponse:
    """Pupils by level and grade of five years, rooms needed and missing, and what all of it leans on."""
    require_area(request.user)
    asked = _asked(request)
    context: dict[str, Any] = {"asked": asked, "form": asked.form, "may_edit": _may_edit(request)}
    if asked.result and asked.ground:
        entrants = EntrantForm(None, base_year=asked.ground.base_year, expected=asked.ground.expected)
        context |= {
            "ground": asked.ground,
            "base": school_year_label(asked.ground.base_year),
            "is_old": asked.ground.base_year < school_year_of(timezone.localdate()) - 1,
            "years": [school_year_label(year) for year in asked.result.years],
            "grades": _grade_rows(asked.result),
            "levels": _level_rows(asked.result),
            "needs": asked.needs,
            "paired": [(school_year_label(year), count) for year, count in asked.ground.paired.items() if count],
            "transitions": [way for way in asked.result.transitions.values() if not way.is_assumed],
            "assumed": [way for way in asked.result.transitions.values() if way.is_assumed],
            "entrants": entrants,
        }
    return render(request, "facilities/forecast.html", context)


def _may_edit(request: HttpRequest) -> bool:
    return can(request.user, Capability.EDIT_FACILITIES)


def _grade_rows(result: Forecast) -> list[tuple[str, list[tuple[int, str]]]]:
    """By grade that has pupils in some year: the figures with the mark of where they come from."""
    rows = []
    for grade in Grade:
        figures = [result.figures[year][grade] for year in result.years]
        if any(figure.pupils for figure in figures):
            rows.append((grade.label, [(figure.pupils, MARKS[figure.origin]) for figure in figures]))
    return rows


def _level_rows(result: Forecast) -> list[tuple[str, list[int]]]:
    rows = []
    for level in Level:
        totals = [result.total(year, Grade.of_levels(level)) for year in result.years]
        if any(totals):
            rows.append((level.label, totals))
    return [*rows, ("Cộng", [result.total(year, Grade) for year in result.years])]


@require_safe
def pupil_forecast_export(request: HttpRequest) -> HttpResponse:
    """The forecast as a workbook whose figures are formulas over its assumptions."""
    from facilities.workbooks.forecast import forecast_workbook

    require_area(request.user)
    asked = _asked(request)
    if asked.result is None or asked.ground is None:
        return redirect("pupil_forecast")
    data = forecast_workbook(asked.place, asked.ground, asked.result, asked.form.sizes, asked.needs)
    return workbook_response(data, f"Dự báo học sinh {asked.place}")


@require_POST
def pupil_forecast_entrants(request: HttpRequest) -> HttpResponse:
    """Write down the children expected; the address keeps the commune and the class sizes of the page."""
    require_area(request.user, Capability.EDIT_FACILITIES)
    asked = _asked(request)
    address = f"{reverse('pupil_forecast')}?{request.GET.urlencode()}"
    if asked.ground is None:
        return redirect(address)
    form = EntrantForm(request.POST, base_year=asked.ground.base_year, expected=asked.ground.expected)
    if not form.is_valid():
        context = {"entrants": form, "asked": asked, "years": [school_year_label(year) for year in form.years]}
        return render(request, "facilities/forecast_entrants.html", context, status=422)
    expect_entrants(commune=asked.form.commune, entrants=form.entrants, by=request.user)
    messages.success(request, f"Đã lưu dự báo đầu vào: {asked.place}.")
    return redirect(address)


forecast_urls = [
    path("facilities/forecast/", pupil_forecast, name="pupil_forecast"),
    path("facilities/forecast/export/", pupil_forecast_export, name="pupil_forecast_export"),
    path("facilities/forecast/entrants/", pupil_forecast_entrants, name="pupil_forecast_entrants"),
]

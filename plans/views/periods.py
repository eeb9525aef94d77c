"""When reports are due: the periods of a plan, written by hand, copied from another plan, or from a preset."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.views.decorators.http import require_http_methods

from plans.digests import READ_AS
from plans.models import Plan
from plans.period_cards import PeriodCards
from plans.services.period_proposals import Values, from_plan, from_preset, presets
from plans.services.periods import period_rows, write_periods
from plans.views.access import get_editable_plan
from plans.views.changing import Pending, part_context, save_or_preview
from plans.views.steps import steps_of

MOST_SOURCES = 30


@require_http_methods(["GET", "POST"])
def plan_periods_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The periods and an empty card; `?from=` puts proposed periods behind them, to be looked at and then saved."""
    plan = get_editable_plan(request.user, pk)
    if request.method == "GET":
        proposed = _proposed(request, plan)
        replaces = bool(proposed) and request.GET.get("replaces") == "1"
        cards = PeriodCards(plan=plan, proposed=proposed, replaces=replaces)
        return _show(request, plan, cards, proposed=len(proposed))
    cards = PeriodCards(request.POST, plan=plan)
    if not cards.is_valid():
        return _show(request, plan, cards, status=422)
    outcome = save_or_preview(
        request, plan, apply=partial(write_periods, plan=plan, rows=cards.rows()), rows=period_rows
    )
    if isinstance(outcome, Pending):
        return _show(request, plan, cards, status=outcome.status, pending=outcome)
    messages.success(request, "Đã lưu kỳ báo cáo." if outcome.changed else "Không có gì thay đổi.")
    return redirect("plan_periods_edit", pk=pk)


def _proposed(request: HttpRequest, plan: Plan) -> list[Values]:
    """What `?from=plan:12` or `?from=preset:quy` stands for; nothing when it stands for nothing the person may use."""
    kind, _, key = request.GET.get("from", "").partition(":")
    if kind == "plan" and key.isascii() and key.isdigit():
        source = Plan.objects.visible_to(request.user).filter(pk=key).first()
        return from_plan(source, plan.year) if source else []
    preset = next((preset for preset in presets() if kind == "preset" and preset.code == key), None)
    return from_preset(preset, plan.year) if preset else []


def _show(
    request: HttpRequest,
    plan: Plan,
    cards: Any,
    *,
    status: int = 200,
    pending: Pending | None = None,
    proposed: int = 0,
) -> HttpResponse:
    kept = request.POST.get(READ_AS, "") if request.method == "POST" and not (pending and pending.is_clash) else ""
    kind, _, key = request.GET.get("from", "").partition(":")
    sources = Plan.objects.visible_to(request.user).filter(periods__isnull=False).exclude(pk=plan.pk).distinct()
    context = {
        "plan": plan,
        "steps": steps_of(plan, "plan_periods_edit"),
        "cards": cards,
        "proposed": proposed,
        "sources": sources.order_by("-year", "pk")[:MOST_SOURCES],
        "presets": presets(),
        "chosen_plan": int(key) if kind == "plan" and key.isascii() and key.isdigit() else None,
        "chosen_preset": key if kind == "preset" else "",
        "pending": pending,
        **part_context(plan, period_rows, keeps=kept),
    }
    return render(request, "plans/edit/periods.html", context, status=status)


period_urls = [path("plans/<int:pk>/edit/periods/", plan_periods_edit, name="plan_periods_edit")]

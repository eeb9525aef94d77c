"""Reminding the units that have not registered a plan of their own: what will be sent to whom, then sending it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from reports.enums import Capability
from reports.services.unit_reminding import preview_units, remind_units
from reports.views.access import require
from reports.views.tasks import get_visible_plan


@require_http_methods(["GET", "HEAD", "POST"])
def plan_units_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is reminded and who is left out; the button sends."""
    plan: Any = get_visible_plan(request, pk)
    require(request.user, Capability.CHASE, plan)
    if request.method != "POST":
        found = preview_units(plan=plan)
        names = [unit.short_name for unit in found.reminded]
        left_out = {why: [unit.short_name for unit in units] for why, units in found.skipped.items()}
        return render(request, "reports/units_remind.html", {"plan": plan, "names": names, "left_out": left_out})
    count = len(remind_units(plan=plan).reminded)
    if count:
        words = '{} <a href="{}">Xem kết quả ở sổ nhắc</a>.'
        ledger = f"{reverse('reminder_ledger')}?kind=unit_plan"
        messages.success(request, format_html(words, f"Đã nhắc {count} đơn vị đăng ký kế hoạch.", ledger))
    else:
        messages.warning(
            request, "Không nhắc đơn vị nào: các đơn vị đã đăng ký, hôm nay đã nhắc, hoặc không có người nhận."
        )
    return redirect("plan_units", pk=pk)


unit_reminding_urls = [path("plans/<int:pk>/units/remind/", plan_units_remind, name="plan_units_remind")]

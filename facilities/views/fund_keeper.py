"""Who enters the figures of a plan's funds."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from facilities.enums import Capability
from facilities.fund_keeper_form import KeeperForm
from facilities.models import FundKeeper
from facilities.services import funding
from facilities.views.fund_access import (
    get_fund_plan,
)
from facilities.views.fund_forms import show_form


@require_http_methods(["GET", "POST"])
def fund_keeper(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the organisation that enters the figures from now on."""
    plan = get_fund_plan(request.user, pk, Capability.NAME_KEEPER)
    keeper = FundKeeper.objects.filter(plan=plan).first()
    form = KeeperForm(request.POST or None, instance=keeper)
    if request.method == "POST" and form.is_valid():
        named = funding.name_keeper(plan=plan, organisation=form.cleaned_data["organisation"])
        messages.success(request, f"Từ nay {named.organisation} nhập số liệu kinh phí của kế hoạch này.")
        return redirect(f"{reverse('fund_overview')}?plan={plan.pk}")
    return show_form(request, "facilities/funds/keeper.html", form, plan=plan, status=422 if form.is_bound else 200)


fund_keeper_urls = [path("facilities/funds/<int:pk>/keeper/", fund_keeper, name="fund_keeper")]

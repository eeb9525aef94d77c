""" "Nơi nhận": who gets the plan, in which role, in which order."""

from django.db.models import QuerySet
from django.urls import path

from plans.list_forms import RecipientForm
from plans.models import Plan, PlanRecipient
from plans.views.rows import RowPage


def recipients_of(plan: Plan) -> QuerySet[PlanRecipient]:
    return plan.recipients.select_related("organisation").order_by("position", "pk")


plan_recipients = RowPage(
    name="plan_recipients",
    template="plans/edit/recipients.html",
    rows=recipients_of,
    form=RecipientForm,
    saved="Đã lưu nơi nhận.",
    removed="Đã bỏ nơi nhận.",
)

recipient_urls = [path("plans/<int:pk>/edit/recipients/", plan_recipients, name="plan_recipients")]

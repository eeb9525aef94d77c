"""The plan and the period that the commands about figures are asked for."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from plans.models import Plan, ReportingPeriod


def add_period_arguments(parser: CommandParser) -> None:
    """`--plan ID --period ID`, as they stand in the addresses of the pages."""
    parser.add_argument("--plan", type=int, required=True, help="Số hiệu (id) của kế hoạch.")
    parser.add_argument("--period", type=int, required=True, help="Số hiệu (id) của kỳ báo cáo, thuộc kế hoạch đó.")


def asked_period(options: dict[str, Any]) -> ReportingPeriod:
    """The period, with its plan: one query, two to say what is wrong.

    Raises:
        CommandError: no such plan, no such period, or a period of another plan; says which periods there are.
    """
    plan, pk = options["plan"], options["period"]
    period = ReportingPeriod.objects.select_related("plan").filter(pk=pk).first()
    if period is not None and period.plan_id == plan:
        return period
    if not Plan.objects.filter(pk=plan).exists():
        raise CommandError(f"Không có kế hoạch số {plan}.")
    known = ReportingPeriod.objects.filter(plan=plan).order_by("position").values_list("pk", "label")
    offered = ", ".join(f"{key} ({label})" for key, label in known) or "chưa có kỳ nào"
    if period is None:
        raise CommandError(f"Không có kỳ báo cáo số {pk}. Các kỳ của kế hoạch {plan}: {offered}.")
    raise CommandError(f"Kỳ báo cáo số {pk} thuộc kế hoạch số {period.plan_id}. Các kỳ của kế hoạch {plan}: {offered}.")

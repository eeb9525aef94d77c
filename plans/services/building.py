"""Making a draft plan of a corrected import, whole or not at all."""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from plans.deadlines import last_on_time_day
from plans.enums import DeadlineRule, ImportState, PlanStatus
from plans.imports.content import PlanContent
from plans.models import Plan, PlanImport, PlanRecipient, ReportingPeriod
from plans.services.building_relations import build_relations
from plans.services.building_targets import build_targets
from plans.services.building_tasks import build_tasks
from plans.services.errors import Conflict
from vietnamese.dates import school_year_of

logger = logging.getLogger(__name__)

CHANGED = "Có người vừa sửa văn bản này. Hãy xem lại trước khi lưu thành kế hoạch."
SAVED = "Văn bản này đã được lưu thành kế hoạch trước đó; không tạo kế hoạch thứ hai."


def build_plan(*, plan_import: PlanImport, content: PlanContent, by: Any) -> Plan:
    """Write the draft in one transaction and mark the import as saved, linked to it.

    `content` must come from the import as `plan_import` carries it.

    Raises:
        Conflict: the import was saved or corrected meanwhile; nothing is written.
        ValidationError: the plan cannot stand beside the others, for example its number is taken.
    """
    with transaction.atomic():
        mine = PlanImport.objects.filter(pk=plan_import.pk, state=ImportState.READY)
        if not mine.filter(edit_version=plan_import.edit_version).update(state=ImportState.SAVED):
            raise Conflict(CHANGED if mine.exists() else SAVED)
        plan = _plan(content)
        plan.full_clean()
        plan.save()
        build_relations(plan, content.relations, by=by)
        tasks = build_tasks(plan, content.tasks)
        build_targets(plan, content.targets, tasks)
        _build_periods(plan, content.periods)
        _build_recipients(plan, content.recipients)
        PlanImport.objects.filter(pk=plan_import.pk).update(plan=plan)
    plan_import.state, plan_import.plan = ImportState.SAVED, plan
    logger.info("plan %s built from import %s by user %s", plan.pk, plan_import.pk, getattr(by, "pk", None))
    return plan


def _plan(content: PlanContent) -> Plan:
    head, signer = content.header, content.signer
    same = ("document_type", "number", "symbol", "issued_on", "issued_after", "subject", "title", "report_subject")
    values = {name: head[name] for name in (*same, "issuer", "receiver", "forwarded_to")}
    if head["style"]:
        values["style"] = head["style"]
    return Plan(
        **values,
        status=PlanStatus.DRAFT,
        year=int(head["year"]),
        term=head["term"],
        place_name=head["place"],
        preamble=content.preamble,
        closing=content.closing,
        signer_capacity=signer.get("capacity", ""),
        signer_title=signer.get("title", ""),
        signer_name=signer.get("name", ""),
    )


def _build_periods(plan: Plan, periods: Sequence[dict[str, Any]]) -> None:
    """In the order of their deadlines: a document may list them in any."""
    ordered = sorted(periods, key=lambda period: period["deadline_on"])
    ReportingPeriod.objects.bulk_create(_period(plan, at, values) for at, values in enumerate(ordered, start=1))


def _period(plan: Plan, position: int, values: dict[str, Any]) -> ReportingPeriod:
    deadline: dt.date = values["deadline_on"]
    return ReportingPeriod(
        plan=plan,
        position=position,
        label=values["label"],
        data_from=values["data_from"],
        data_to=values["data_to"],
        school_year=school_year_of(values["data_to"]),
        opens_on=values["opens_on"],
        deadline_on=deadline,
        deadline_rule=DeadlineRule(values["rule"]),
        deadline_text=values["wording"],
        last_day=last_on_time_day(deadline, values["rule"]),
    )


def _build_recipients(plan: Plan, recipients: Sequence[dict[str, Any]]) -> None:
    PlanRecipient.objects.bulk_create(
        PlanRecipient(
            plan=plan,
            name=values["name"],
            role=values["role"],
            organisation=values["organisation"],
            position=position,
        )
        for position, values in enumerate(recipients, start=1)
    )

"""A draft that lacks nothing, for tests of issuing and copying."""

import datetime as dt
from typing import Any

from django.utils import timezone

from plans.enums import EnteredBy, PlanStatus, RecipientRole, SectionKind
from plans.models import Plan
from schools.enums import Role
from tests.factories import (
    MembershipFactory,
    OutlineSectionFactory,
    PlanFactory,
    PlanRecipientFactory,
    PlanRelationFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    TargetFactory,
    TaskFactory,
    member,
)


def ready_plan(**changes: Any) -> Plan:
    """A draft of this year with one period that is open, a school that reports, a target, a task, an outline."""
    today = timezone.localdate()
    plan = PlanFactory(
        **{"status": PlanStatus.DRAFT, "year": today.year, "signer_title": "TRƯỞNG", "signer_name": "A", **changes}
    )
    ReportingPeriodFactory(
        plan=plan,
        data_from=dt.date(plan.year, 1, 1),
        data_to=today,
        opens_on=today,
        deadline_on=today + dt.timedelta(days=10),
    )
    school = PlanReporterFactory(plan=plan).organisation
    MembershipFactory(organisation=school, role=Role.PRINCIPAL, user__email="hieutruong@truong.example")
    member(plan.receiver, Role.OFFICER)
    TargetFactory(plan=plan, indicator__entered_by=EnteredBy.SCHOOL)
    TaskFactory(plan=plan, lead=plan.issuer)
    OutlineSectionFactory(plan=plan, kind=SectionKind.TASKS)
    OutlineSectionFactory(plan=plan, kind=SectionKind.INDICATORS)
    PlanRelationFactory(plan=plan)
    PlanRecipientFactory(plan=plan, role=RecipientRole.CARRY_OUT)
    return plan
